"""Places and attributes of generated basins: smooth over a continent, consistent with one another.

Nothing here is a real place: a continent as wide as North America, mountains in its west, where the
far west has wet winters and the plains behind the mountains are dry, and a wet east.
"""

from typing import NamedTuple

import numpy as np
import torch
import xarray as xr
from numpy.typing import NDArray
from scipy.special import expit

from fpl.data import schema
from fpl.data.variables import CELL, Variable
from fpl.errors import ConfigError
from fpl.physics.evaporation import potential_evaporation
from fpl.twin.fields import correlated, correlation_root, places, uniform
from fpl.twin.richardson import seasonal_temperature
from fpl.twin.texture import texture

Array = NDArray[np.float64]

FEWEST, MOST = 6, 2000
SOUTH, NORTH, WEST, EAST = 34.0, 49.0, -123.0, -75.0  # degrees
KM_PER_DEGREE = 111.2
CORRELATION_KM = 500.0  # ASSUME attributes vary over distances of this order
LOCAL = 0.3  # ASSUME standard deviation of what is a basin's own, beside smooth fields with 1

# ASSUME spans of the climate and of the ground, rounded from the basins of CAMELS (Addor et al.
# 2017, doi:10.5194/hess-21-5293-2017)
DRIEST, WETTEST = 520.0, 1800.0  # mm a year
LOWEST, HIGHEST = 40.0, 2300.0  # m
VARIABLES = {"cell": Variable("1", "number of the generated basin, from zero", CELL, "i")}


class Climate(NamedTuple):
    """Precipitation of basins, each (cell,): mm a year, its wettest day of the year, and the swing
    of daily amounts over the year, as a share of their mean."""

    annual: Array
    wettest_day: Array
    seasonality: Array


def attributes(*, basins: int, seed: int) -> tuple[xr.Dataset, Climate]:
    """Generate so many basins (cell) with their attributes, and their climate.

    The same seed gives the same basins. The attributes follow ``fpl.data.schema``; aridity is that
    of the climate, by potential evaporation after Oudin.

    Raises
    ------
    ConfigError
        Fewer basins than 6, the regions that are held out, or more than 2000.
    """
    if not FEWEST <= basins <= MOST:
        raise ConfigError(
            f"generated basins: expected {FEWEST} to {MOST} basins, got {basins}; mend the key "
            "basins of the section data"
        )
    random = np.random.default_rng([seed, 0])
    lat, lon = random.uniform(SOUTH, NORTH, basins), random.uniform(WEST, EAST, basins)
    root = correlation_root(*kilometres(lat, lon), CORRELATION_KM)
    noise = correlated(root, 8, random) + LOCAL * random.standard_normal((8, basins))
    east = (lon - WEST) / (EAST - WEST)  # 0 at the western coast, 1 at the eastern

    mountains = np.exp(-(((east - 0.25) / 0.14) ** 2)) + 0.25 * np.exp(
        -(((east - 0.9) / 0.06) ** 2)
    )
    height = uniform(2.2 * mountains + 0.6 * noise[0])
    elevation = LOWEST + (HIGHEST - LOWEST) * height**2.2
    coast = np.exp(-east / 0.08)
    wetness = uniform(2.0 * coast + 2.2 * east + 1.0 * mountains + 0.6 * noise[1])
    annual = DRIEST + (WETTEST - DRIEST) * wetness**2
    climate = Climate(annual, 20.0 + 160.0 * expit((east - 0.18) / 0.04), 0.25 + 0.4 * coast)
    soil = texture(2.0 * noise[2], 2.0 * noise[3])
    forest = expit(1.5 * (wetness - 0.45) / 0.25 - 1.5 * (height > 0.93) + 0.6 * noise[4])
    values = {
        "area": np.exp(6.0 + 1.1 * random.standard_normal(basins)).clip(10.0, 20000.0),
        "mean_elevation": elevation,
        "slope": np.exp(1.0 + 3.2 * height + 0.4 * noise[5]),
        "aridity": _aridity(lat, elevation, climate),
        "forest_share": forest,
        "sand": soil["sand"],
        "clay": soil["clay"],
        "permeability": -13.5 + 0.8 * noise[6] - 0.03 * (soil["clay"] - 20.0),
    }
    world = places(values, cell=np.arange(basins), lat=lat, lon=lon, elevation=elevation)
    return schema.described(world, VARIABLES), climate


def kilometres(lat: Array, lon: Array) -> tuple[Array, Array]:
    """East and north (km) of places in degrees, true to scale at the middle of the continent."""
    scale = np.cos(np.deg2rad((SOUTH + NORTH) / 2))
    return KM_PER_DEGREE * scale * lon, KM_PER_DEGREE * lat


def _aridity(lat: Array, elevation: Array, climate: Climate) -> Array:
    """Potential evaporation of a year at its seasonal temperatures over its precipitation."""
    day = np.arange(1, 366)
    potential = potential_evaporation(
        temperature=torch.as_tensor(seasonal_temperature(lat, elevation, day)),
        latitude=torch.as_tensor(lat),
        day_of_year=torch.as_tensor(day),
    )
    return potential.sum(0).numpy() / climate.annual
