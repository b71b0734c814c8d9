"""Samples of cells: nested, of the size they say, contiguous regions that cover every cell once."""

import numpy as np
import pytest
import xarray as xr

from fpl.data.samples import REGIONS, cells_of_sample, region_of
from fpl.errors import ConfigError


@pytest.fixture(scope="module")
def cells():
    row, column = (axis.ravel() for axis in np.meshgrid(np.arange(10) * 4, np.arange(14) * 4))
    places = {"row": row, "column": column, "lat": 50.0 - row, "lon": -120.0 + column}
    return xr.Dataset({name: ("cell", values) for name, values in places.items()})


def test_random_samples_are_nested_within_a_seed_and_differ_between_seeds(cells):
    small, large = (cells_of_sample(cells, name, 3) for name in ("random20", "random60"))
    assert small.sum() == 20 and large.sum() == 60
    assert not np.any(small & ~large)
    assert not np.array_equal(small, cells_of_sample(cells, "random20", 4))
    assert np.array_equal(small, cells_of_sample(cells, "random20", 3))


def test_lattices_are_the_densities(cells):
    assert cells_of_sample(cells, "s4").all()
    assert cells_of_sample(cells, "s8").sum() == 5 * 7


def test_regions_cover_every_cell_once_and_are_blocks(cells):
    region = region_of(cells)
    sizes = np.bincount(region, minlength=REGIONS)
    assert sizes.sum() == 140 and sizes.max() - sizes.min() <= 1
    left_out = sum(~cells_of_sample(cells, f"without_region{r}") for r in range(REGIONS))
    assert np.all(left_out == 1)
    for r in range(REGIONS):  # a block: its cells are the nearest of most of its cells
        lon, lat = (cells[name].values[region == r] for name in ("lon", "lat"))
        assert np.ptp(lon) < 24 and np.ptp(lat) < 24


def test_region_does_not_depend_on_the_order_of_cells(cells):
    order = np.random.default_rng(0).permutation(cells.sizes["cell"])
    assert np.array_equal(region_of(cells.isel(cell=order)), region_of(cells)[order])


@pytest.mark.parametrize("name", ["random141", "random0", "without_region6", "dense", "s6"])
def test_names_that_say_nothing_are_refused(cells, name):
    with pytest.raises(ConfigError):
        cells_of_sample(cells, name)


def test_basins_have_every_sample_but_a_lattice(cells):
    basins = cells.drop_vars(["row", "column"])
    assert cells_of_sample(basins, "all").all()
    assert cells_of_sample(basins, "random20", 3).sum() == 20
    for name in ("random20", "without_region2"):
        assert np.array_equal(cells_of_sample(basins, name, 3), cells_of_sample(cells, name, 3))
    with pytest.raises(ConfigError, match=r"s4 is a lattice.*no row and column.*all, randomN"):
        cells_of_sample(basins, "s4")
