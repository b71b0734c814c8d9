"""Daily weather of a generated world, from a seed.

After Richardson (1981), Water Resour. Res. 17, 182-190: wet days follow a first-order Markov chain,
amounts a gamma distribution, and the other variables are autoregressive around seasonal means that
depend on whether the day is wet. Neighbouring cells are tied by correlated normal numbers behind
the occurrence and the amounts (Wilks 1998, J. Hydrol. 210, 178-191).

# ASSUME all constants of the climate: rounded from NLDAS-2 (2015-2018) at the SMAP cells.
"""

import numpy as np
import pandas as pd
import torch
import xarray as xr
from numpy.typing import NDArray
from scipy.special import gammaincinv, ndtr

from fpl.data import schema
from fpl.data.forcing import RATIO_OF_MOLAR_MASSES, standard_pressure, vapour_pressure
from fpl.errors import ConfigError
from fpl.physics.radiation import extraterrestrial
from fpl.physics.vic.demand import KELVIN, STEFAN_BOLTZMANN, saturation_vapour_pressure
from fpl.twin.attributes import KM_PER_COLUMN
from fpl.twin.fields import autoregressive, correlated, correlation_root

Array = NDArray[np.float64]

STORM_KM, AIR_MASS_KM = 400.0, 1500.0  # correlation lengths of precipitation and of temperature
GAMMA_SHAPE = 0.75  # of wet-day amounts
WET_PERSISTENCE = 0.29  # lag-one autocorrelation of wet days
WARMEST_DAY, WETTEST_DAY = 200.0, 170.0  # of the year
LAPSE = 0.0065  # K m-1
MOST_HUMID = 27.0  # degC, dew point of the dampest day of the data


def weather(*, attributes: xr.Dataset, start: str, end: str, seed: int) -> xr.Dataset:
    """Generate forcing (cell, time), float32, as ``fpl.data.schema`` describes it.

    attributes : Dataset (cell) with ``ndvi``, lat, lon, row, column and elevation; start, end :
    first and last day, ISO dates. The same seed gives the same weather.

    Raises
    ------
    ConfigError
        ``end`` lies before ``start``.
    """
    time = pd.date_range(start, end, freq="D")
    if not len(time):
        raise ConfigError(
            f"twin weather: expected start before end, got {start} to {end}; swap them"
        )
    random = np.random.default_rng([seed, 1])
    row, column = attributes["row"].to_numpy(), attributes["column"].to_numpy()
    place = KM_PER_COLUMN * column, KM_PER_COLUMN * row
    storms = correlation_root(*place, STORM_KM)
    air_masses = correlation_root(*place, AIR_MASS_KM)
    lat, elevation = attributes["lat"].to_numpy(), attributes["elevation"].to_numpy()
    day = time.day_of_year.to_numpy()
    days = len(time)

    def persistent(root: Array, persistence: float) -> Array:
        return autoregressive(correlated(root, days, random), persistence)

    # NLDAS-2: 245 + 1975 NDVI mm/yr
    annual = 250.0 + 2000.0 * attributes["ndvi"].to_numpy().astype(float)
    wet, precipitation = _precipitation(annual, day, storms, random)
    spread = 4.2 - 1.5 * np.cos(2 * np.pi * (day[:, None] - WARMEST_DAY) / 365.25)  # K
    temperature = _temperature(lat, elevation, day) - 0.4 * wet
    temperature = temperature + spread * persistent(air_masses, 0.77)
    clearness = np.where(wet, 0.48, 0.64) + np.where(wet, 0.14, 0.09) * persistent(storms, 0.2)
    clearness = np.clip(clearness, 0.08, 0.76)
    top = extraterrestrial(latitude=torch.tensor(lat), day_of_year=torch.tensor(day)).numpy()
    shortwave = np.maximum(clearness * top, 1.0)
    dryness = np.exp(0.5 * persistent(air_masses, 0.5)) * (15.0 - 0.008 * annual) / 10.0
    dew_point = temperature - np.where(wet, 3.8, 8.5) * np.clip(dryness, 0.1, 3.0)
    dew_point = np.minimum(dew_point, MOST_HUMID)
    pressure = np.broadcast_to(standard_pressure(elevation), temperature.shape)
    humidity = _specific_humidity(dew_point, pressure)
    vapour = vapour_pressure(humidity, pressure)
    longwave = _longwave(temperature, vapour, shortwave, (0.75 + 2e-5 * elevation) * top)
    wind = np.clip(np.exp(1.1 + 0.5 * persistent(storms, 0.26)), 0.1, 20.0)
    fields = {
        "precipitation": precipitation,
        "air_temperature": temperature,
        "specific_humidity": humidity,
        "vapour_pressure": vapour,
        "surface_pressure": pressure,
        "shortwave": shortwave,
        "longwave": longwave,
        "wind_speed": wind,
    }
    variables = {name: (("cell", "time"), f.T.astype(np.float32)) for name, f in fields.items()}
    places = {name: attributes[name] for name in schema.COORDINATES}
    return schema.described(xr.Dataset(variables, coords=places | {"time": time}))


def _precipitation(
    annual: Array, day: NDArray[np.integer], root: Array, random: np.random.Generator
) -> tuple[NDArray[np.bool_], Array]:
    """Wet days and amounts (mm d-1), (time, cell), from the annual sum (cell,), mm.

    A day is wet where a correlated normal number falls below the probability given the day before.
    """
    share = np.clip(0.12 + 1.6e-4 * annual, 0.05, 0.5)  # of days with more than 1 mm
    after_dry, after_wet = share * (1 - WET_PERSISTENCE), share + WET_PERSISTENCE * (1 - share)
    chance = ndtr(correlated(root, len(day), random))
    wet = np.empty(chance.shape, dtype=bool)
    wet[0] = chance[0] < share
    for step in range(1, len(day)):
        wet[step] = chance[step] < np.where(wet[step - 1], after_wet, after_dry)
    mean = annual / (365.25 * share)
    season = 1.0 + 0.3 * np.cos(2 * np.pi * (day - WETTEST_DAY) / 365.25)
    quantile = np.clip(ndtr(correlated(root, len(day), random)), 0.0, 1.0 - 1e-6)
    amount = gammaincinv(GAMMA_SHAPE, quantile) * (mean / GAMMA_SHAPE) * season[:, None]
    return wet, np.where(wet, amount, 0.0)


def _temperature(lat: Array, elevation: Array, day: NDArray[np.integer]) -> Array:
    """Seasonal mean air temperature (degC), (time, cell)."""
    mean = 43.0 - 0.78 * lat - LAPSE * (elevation - 500.0)
    amplitude = np.maximum(0.38 * lat - 2.7, 0.0)
    return mean + amplitude * np.cos(2 * np.pi * (day[:, None] - WARMEST_DAY) / 365.25)


def _specific_humidity(dew_point: Array, pressure: Array) -> Array:
    """Specific humidity (kg kg-1) of air with that dew point (degC) and pressure (Pa)."""
    vapour = saturation_vapour_pressure(torch.from_numpy(dew_point)).numpy()
    ratio = RATIO_OF_MOLAR_MASSES
    return np.maximum(ratio * vapour / (pressure - (1.0 - ratio) * vapour), 1e-4)


def _longwave(temperature: Array, vapour: Array, shortwave: Array, clear_sky: Array) -> Array:
    """Incoming longwave (W m-2) from degC, Pa and W m-2: Brutsaert (1975) under a clear sky.

    Clouds by Crawford & Duchon (1999), J. Appl. Meteorol. 38, 474-480: their cover is one minus
    the ratio of shortwave to that of a clear sky, and they radiate like a black body.
    """
    kelvin = temperature + KELVIN
    clear_emissivity = 1.24 * (vapour / 100.0 / kelvin) ** (1.0 / 7.0)
    clouds = np.clip(1.0 - shortwave / np.maximum(clear_sky, 1.0), 0.0, 1.0)
    return (clouds + (1.0 - clouds) * clear_emissivity) * STEFAN_BOLTZMANN * kelvin**4
