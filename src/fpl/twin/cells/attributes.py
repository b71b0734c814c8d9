"""Attributes of a generated world: smooth over the lattice and consistent with one another.

Nothing here is a real place. Ranges are those of the 411 SMAP cells, so that what is built for them
runs on it: the lattice lies on the same rows and columns of EASE-Grid 2.0, one cell in each 4 x 4.
"""

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from fpl.data import ease2, schema
from fpl.data.classes import with_one_hot
from fpl.data.sources.smap_files.attributes import CLASSES
from fpl.data.sources.smap_files.variables import VARIABLES
from fpl.errors import ConfigError
from fpl.physics.vic.soil_properties import soil_properties
from fpl.twin.fields import correlated, correlation_root, places, uniform
from fpl.twin.texture import texture

Array = NDArray[np.float64]

STEP = 4  # grid cells between lattice cells: the density s4
FIRST_ROW, FIRST_COLUMN = 51, 167  # about 48 degrees north, 118 west
MOST_X, MOST_Y = 40, 40
CORRELATION_KM = 700.0  # ASSUME attributes vary over distances of this order
KM_PER_COLUMN = ease2.CELL_METRES / 1000.0

# vegetation roughness h of the SMAP retrieval by IGBP class: medians of the SMAP cells
RETRIEVAL_ROUGHNESS = {1: 0.158, 4: 0.150, 5: 0.150, 7: 0.111, 8: 0.130, 10: 0.155, 12: 0.109}
RETRIEVAL_ROUGHNESS |= {14: 0.130, 16: 0.121}
EXTRA_FLAGS, EXTRA_SHARES = (0, 1, 3, 4, 5, 6), (0.82, 0.02, 0.01, 0.04, 0.07, 0.04)


def attributes(*, cells_x: int, cells_y: int, seed: int) -> xr.Dataset:
    """Generate a lattice of ``cells_x`` columns by ``cells_y`` rows with its attributes.

    Returns a Dataset (cell) as ``fpl.data.schema`` describes attributes; the same seed gives the
    same world. Wetness rises to the east, elevation to the west, each with smooth noise. Water
    capacity follows from texture, and land cover from NDVI, elevation and latitude.

    Raises
    ------
    ConfigError
        Fewer than 2 or more than 40 cells in a direction.
    """
    if not (2 <= cells_x <= MOST_X and 2 <= cells_y <= MOST_Y):
        raise ConfigError(
            f"generated cells: expected cells_x in 2..{MOST_X} and cells_y in 2..{MOST_Y}, got "
            f"{cells_x} and {cells_y}; mend these keys of the section data"
        )
    random = np.random.default_rng([seed, 0])
    row = FIRST_ROW + STEP * np.repeat(np.arange(cells_y), cells_x)
    column = FIRST_COLUMN + STEP * np.tile(np.arange(cells_x), cells_y)
    lat, lon = ease2.latitude_longitude(row, column)
    root = correlation_root(KM_PER_COLUMN * column, KM_PER_COLUMN * row, CORRELATION_KM)
    noise = correlated(root, 8, random)
    east = np.linspace(-1.0, 1.0, cells_x)[np.arange(row.size) % cells_x]

    wetness = uniform(1.2 * east + noise[0])
    height = uniform(-1.2 * east + noise[1])
    elevation = 50.0 + 2200.0 * height**2.5
    ndvi = 0.06 + 0.54 * wetness**1.5
    soil_texture = texture(noise[2], noise[3])
    density = 1.40 - 0.35 * (ndvi - 0.06) + 0.05 * noise[4]  # organic matter makes soil lighter
    values = soil_texture | {
        "bulk_density": np.clip(density, 0.7, 1.6),
        "ndvi": ndvi,
        "vegetation_density": np.clip((ndvi - 0.30) / 0.25, 0.0, 1.0),
        "water_fraction": np.clip(0.014 * np.exp(noise[5]) - 0.005, 0.0, 0.3),
        "land_cover": _land_cover(ndvi, elevation, lat, uniform(noise[6])),
        "smap_albedo": 0.05 + 0.005 * np.clip(noise[7], -2.0, 2.0),
        "extra_flag": random.choice(EXTRA_FLAGS, row.size, p=EXTRA_SHARES),
    }
    values["roughness"] = np.array(
        [RETRIEVAL_ROUGHNESS[int(code)] for code in values["land_cover"]]
    )
    soil = soil_properties(
        sand=values["sand"], clay=values["clay"], bulk_density=values["bulk_density"]
    )
    values["water_capacity"] = 100.0 * (soil.field_capacity - soil.wilting_point)
    where = {"lat": lat, "lon": lon, "row": row, "column": column, "elevation": elevation}
    world = places(values, cell=np.arange(row.size), **where)
    return schema.described(with_one_hot(world, CLASSES), VARIABLES)


def _land_cover(ndvi: Array, elevation: Array, lat: Array, farmed: Array) -> Array:
    """IGBP class of each cell: drier to denser, cultivated where ``farmed`` (0..1) is high."""
    forest = np.where(elevation > 900.0, 1, np.where(lat > 42.0, 5, np.where(lat > 36.0, 4, 8)))
    mosaic = np.where(farmed > 0.4, 14, forest)
    meadow = np.where(farmed > 0.5, 12, 10)
    cover = np.where(ndvi < 0.50, mosaic, forest)
    cover = np.where(ndvi < 0.42, meadow, cover)
    for greenest, code in ((0.22, 10), (0.16, 7), (0.065, 16)):
        cover = np.where(ndvi < greenest, code, cover)
    return cover
