"""Training samples: which places a run learns from, by the name of the sample.

``all``
    every place of the source
``s`` and a number
    lattices, the paper's sampling densities (:func:`fpl.data.split.cells_of_lattice`); only of a
    source whose places have a row and a column
``random26``
    so many places, drawn by the run's seed; larger samples of a seed hold its smaller ones
``without_region2``
    all places but those of one contiguous block of latitude and longitude
"""

import re

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from fpl.data.schema import is_lattice
from fpl.data.split import cells_of_lattice
from fpl.errors import ConfigError

# ASSUME three strips of longitude, each cut in two by latitude, with equally many cells: blocks of
# about 1500 km, so that most of a block lies far from any cell that is trained on
STRIPS, CUTS = 3, 2
REGIONS = STRIPS * CUTS
STREAM = 20211  # of the random order, apart from the stream that a network draws from


def cells_of_sample(cells: xr.Dataset, sample: str, seed: int = 0) -> NDArray[np.bool_]:
    """Mask ``(cell,)`` of the places of a sample; ``cells`` has lat and lon, and row and column
    where the places are a lattice.

    ConfigError if the name says nothing, asks for more places than there are, or for a lattice
    where there is none.
    """
    if sample == "all":
        return np.ones(cells.sizes["cell"], dtype=bool)
    if drawn := re.fullmatch(r"random(\d+)", sample):
        return _random(cells.sizes["cell"], int(drawn[1]), seed)
    if kept := re.fullmatch(r"without_region(\d+)", sample):
        if int(kept[1]) >= REGIONS:
            raise ConfigError(f"no region {kept[1]}: expected 0 to {REGIONS - 1}, got {sample!r}")
        return region_of(cells) != int(kept[1])
    if re.fullmatch(r"s\d+", sample) and not is_lattice(cells):
        raise ConfigError(
            f"sample {sample} is a lattice, and the places of this data source have no row and "
            "column: expected all, randomN or without_regionN; mend the samples of the case"
        )
    if not re.fullmatch(r"s\d+", sample):
        raise ConfigError(
            f"unknown sample {sample!r}: expected all, randomN, without_regionN or, of a lattice, "
            "sN, where N is a number"
        )
    return cells_of_lattice(cells["row"], cells["column"], sample)


def region_of(cells: xr.Dataset) -> NDArray[np.int64]:
    """The region ``(cell,)`` of each cell, 0 to ``REGIONS - 1``: from west to east, in each strip
    from south to north."""
    return blocks_of(cells["lat"].to_numpy(), cells["lon"].to_numpy(), STRIPS, CUTS)


def blocks_of(
    lat: NDArray[np.float64], lon: NDArray[np.float64], strips: int, cuts: int
) -> NDArray[np.int64]:
    """The block ``(cell,)`` of each cell: strips of longitude, each cut by latitude, with equally
    many cells; fewer blocks where there are few cells."""
    block = np.zeros(len(lat), dtype=np.int64)
    for strip, members in enumerate(np.array_split(np.lexsort((lat, lon)), strips)):
        northwards = members[np.lexsort((lon[members], lat[members]))]
        for cut, part in enumerate(np.array_split(northwards, cuts)):
            block[part] = strip * cuts + cut
    return block


def _random(cells: int, count: int, seed: int) -> NDArray[np.bool_]:
    if not 0 < count <= cells:
        raise ConfigError(
            f"sample random{count}: expected 1 to {cells} places, as many as the data have; "
            "name a smaller sample in the configuration"
        )
    chosen = np.zeros(cells, dtype=bool)
    chosen[np.random.default_rng([seed, STREAM]).permutation(cells)[:count]] = True
    return chosen
