"""Daily precipitation and mean temperature of generated worlds, from a seed.

After Richardson (1981), Water Resour. Res. 17, 182-190: wet days follow a first-order Markov chain,
amounts a gamma distribution. Neighbouring places are tied by correlated normal numbers behind the
occurrence and the amounts (Wilks 1998, J. Hydrol. 210, 178-191).

# ASSUME all constants of the climate: rounded from NLDAS-2 (2015-2018) over the lower 48 states.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import gammaincinv, ndtr

from fpl.data.climate import DAYS_A_YEAR
from fpl.errors import ConfigError
from fpl.twin.fields import correlated

Array = NDArray[np.float64]

STORM_KM, AIR_MASS_KM = 400.0, 1500.0  # correlation lengths of precipitation and of temperature
GAMMA_SHAPE = 0.75  # of wet-day amounts
WET_PERSISTENCE = 0.29  # lag-one autocorrelation of wet days
WARMEST_DAY, WETTEST_DAY = 200.0, 170.0  # of the year
SEASONALITY = 0.3  # of amounts: of the mean, either way
LAPSE = 0.0065  # K m-1


def days_between(start: str, end: str) -> pd.DatetimeIndex:
    """Every day from ``start`` to ``end``, ISO dates, both inside; ConfigError if none is."""
    time = pd.date_range(start, end, freq="D")
    if not len(time):
        raise ConfigError(
            f"twin weather: expected start before end, got {start} to {end}; swap them"
        )
    return time


def precipitation(
    annual: Array,
    day: NDArray[np.integer],
    root: Array,
    random: np.random.Generator,
    wettest_day: Array | float = WETTEST_DAY,
    seasonality: Array | float = SEASONALITY,
) -> tuple[NDArray[np.bool_], Array]:
    """Wet days and amounts (mm d-1), (time, cell), from the annual sum (cell,), mm.

    A day is wet where a correlated normal number falls below the probability given the day before.
    ``root`` is that of :func:`fpl.twin.fields.correlation_root`; ``wettest_day`` of the year and
    ``seasonality`` are of all places or of each (cell,).
    """
    share = np.clip(0.12 + 1.6e-4 * annual, 0.05, 0.5)  # of days with more than 1 mm
    after_dry, after_wet = share * (1 - WET_PERSISTENCE), share + WET_PERSISTENCE * (1 - share)
    chance = ndtr(correlated(root, len(day), random))
    wet = np.empty(chance.shape, dtype=bool)
    wet[0] = chance[0] < share
    for step in range(1, len(day)):
        wet[step] = chance[step] < np.where(wet[step - 1], after_wet, after_dry)
    mean = annual / (DAYS_A_YEAR * share)
    season = 1.0 + seasonality * np.cos(2 * np.pi * (day[:, None] - wettest_day) / DAYS_A_YEAR)
    quantile = np.clip(ndtr(correlated(root, len(day), random)), 0.0, 1.0 - 1e-6)
    amount = gammaincinv(GAMMA_SHAPE, quantile) * (mean / GAMMA_SHAPE) * season
    return wet, np.where(wet, amount, 0.0)


def temperature(lat: Array, elevation: Array, day: NDArray[np.integer]) -> Array:
    """Seasonal mean air temperature (degC), (time, cell)."""
    mean = 43.0 - 0.78 * lat - LAPSE * (elevation - 500.0)
    amplitude = np.maximum(0.38 * lat - 2.7, 0.0)
    return mean + amplitude * np.cos(2 * np.pi * (day[:, None] - WARMEST_DAY) / DAYS_A_YEAR)


def spread_of_temperature(day: NDArray[np.integer]) -> Array:
    """Standard deviation of a day's air temperature about its season (K), (time, 1)."""
    return np.asarray(4.2 - 1.5 * np.cos(2 * np.pi * (day[:, None] - WARMEST_DAY) / DAYS_A_YEAR))
