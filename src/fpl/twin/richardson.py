"""Daily precipitation and temperature of generated worlds, from a seed.

After Richardson (1981), Water Resour. Res. 17, 182-190: wet days follow a first-order Markov chain,
amounts a gamma distribution. Neighbouring places are tied by correlated normal numbers behind the
occurrence and the amounts (Wilks 1998, J. Hydrol. 210, 178-191).

# ASSUME all constants of the climate: rounded from NLDAS-2 (2015-2018) over the lower 48 states.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray
from scipy.special import gammaincinv, ndtr

from fpl.data import schema
from fpl.data.climate import DAYS_A_YEAR
from fpl.data.variables import Variable
from fpl.errors import ConfigError
from fpl.twin.fields import autoregressive, correlated, correlation_root

Array = NDArray[np.float64]

STORM_KM, AIR_MASS_KM = 400.0, 1500.0  # correlation lengths of precipitation and of temperature
GAMMA_SHAPE = 0.75  # of wet-day amounts
WET_PERSISTENCE, TEMPERATURE_PERSISTENCE = 0.29, 0.77  # lag-one autocorrelations
WARMEST_DAY, WETTEST_DAY = 200.0, 170.0  # of the year
SEASONALITY = 0.3  # of amounts: of the mean, either way
LAPSE = 0.0065  # K m-1


class Weather:
    """Random weather of places on every day from ``start`` to ``end``, ISO dates, both inside.

    ``place_km`` : where they are along two axes, each (cell,). ConfigError if there is no day.
    """

    def __init__(self, start: str, end: str, place_km: tuple[Array, Array], seed: int) -> None:
        self.time = pd.date_range(start, end, freq="D")
        if not len(self.time):
            raise ConfigError(
                f"twin weather: expected start before end, got {start} to {end}; swap them"
            )
        self.day = self.time.day_of_year.to_numpy()
        self.random = np.random.default_rng([seed, 1])
        self.storms = correlation_root(*place_km, STORM_KM)
        self.air_masses = correlation_root(*place_km, AIR_MASS_KM)

    def persistent(self, root: Array, persistence: float) -> Array:
        """A standard normal field (time, cell) with that correlation from day to day."""
        return autoregressive(correlated(root, len(self.day), self.random), persistence)

    def precipitation(
        self,
        annual: Array,
        wettest_day: Array | float = WETTEST_DAY,
        seasonality: Array | float = SEASONALITY,
    ) -> tuple[NDArray[np.bool_], Array]:
        """Wet days and amounts (mm d-1), (time, cell), from the annual sum (cell,), mm.

        A day is wet where a correlated normal number falls below the probability given the day
        before. ``wettest_day`` and ``seasonality`` are of all places or of each (cell,).
        """
        share = np.clip(0.12 + 1.6e-4 * annual, 0.05, 0.5)  # of days with more than 1 mm
        after_dry, after_wet = share * (1 - WET_PERSISTENCE), share + WET_PERSISTENCE * (1 - share)
        chance = ndtr(correlated(self.storms, len(self.day), self.random))
        wet = np.empty(chance.shape, dtype=bool)
        wet[0] = chance[0] < share
        for step in range(1, len(wet)):
            wet[step] = chance[step] < np.where(wet[step - 1], after_wet, after_dry)
        mean = annual / (DAYS_A_YEAR * share)
        season = 1.0 + seasonality * _wave(self.day, wettest_day)
        normal = correlated(self.storms, len(self.day), self.random)
        quantile = np.clip(ndtr(normal), 0.0, 1.0 - 1e-6)
        amount = gammaincinv(GAMMA_SHAPE, quantile) * (mean / GAMMA_SHAPE) * season
        return wet, np.where(wet, amount, 0.0)

    def temperature(self, attributes: xr.Dataset, wet: NDArray[np.bool_]) -> Array:
        """Air temperature (degC), (time, cell), of places with lat and elevation."""
        lat, elevation = attributes["lat"].to_numpy(), attributes["elevation"].to_numpy()
        spread = 4.2 - 1.5 * _wave(self.day, WARMEST_DAY)  # K, of a day about its season
        anomaly = self.persistent(self.air_masses, TEMPERATURE_PERSISTENCE)
        return seasonal_temperature(lat, elevation, self.day) - 0.4 * wet + spread * anomaly

    def forcing(
        self, fields: dict[str, Array], attributes: xr.Dataset, variables: Mapping[str, Variable]
    ) -> xr.Dataset:
        """Fields (time, cell) as forcing (cell, time), float32, of the places of ``attributes``."""
        values = {name: (("cell", "time"), f.T.astype(np.float32)) for name, f in fields.items()}
        coordinates = schema.place_coordinates(attributes) | {"time": self.time}
        return schema.described(xr.Dataset(values, coords=coordinates), variables)


def seasonal_temperature(lat: Array, elevation: Array, day: NDArray[np.integer]) -> Array:
    """Mean air temperature (degC) of the season, (time, cell)."""
    mean = 43.0 - 0.78 * lat - LAPSE * (elevation - 500.0)
    amplitude = np.maximum(0.38 * lat - 2.7, 0.0)
    return mean + amplitude * _wave(day, WARMEST_DAY)


def _wave(day: NDArray[np.integer], highest: Array | float) -> Array:
    """A cosine over the year that is 1 on the day ``highest``, (time, cell) or (time, 1)."""
    return np.asarray(np.cos(2 * np.pi * (day[:, None] - highest) / DAYS_A_YEAR))
