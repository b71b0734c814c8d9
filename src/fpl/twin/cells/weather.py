"""Daily weather of generated cells, from a seed: what VIC is driven by.

Precipitation and temperature are those of :mod:`fpl.twin.richardson`; the other variables are
autoregressive around seasonal means that depend on whether the day is wet.

# ASSUME all constants of the climate: rounded from NLDAS-2 (2015-2018) at the SMAP cells.
"""

import numpy as np
import torch
import xarray as xr
from numpy.typing import NDArray

from fpl.data.air import RATIO_OF_MOLAR_MASSES, standard_pressure, vapour_pressure
from fpl.data.sources.smap_files.variables import VARIABLES
from fpl.physics.radiation import extraterrestrial
from fpl.physics.vic.demand import KELVIN, STEFAN_BOLTZMANN, saturation_vapour_pressure
from fpl.twin.cells.attributes import KM_PER_COLUMN
from fpl.twin.richardson import Weather

Array = NDArray[np.float64]

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
    row, column = attributes["row"].to_numpy(), attributes["column"].to_numpy()
    place = KM_PER_COLUMN * column, KM_PER_COLUMN * row
    random = Weather(start, end, place, seed)
    lat, elevation = attributes["lat"].to_numpy(), attributes["elevation"].to_numpy()
    # NLDAS-2: 245 + 1975 NDVI mm/yr
    annual = 250.0 + 2000.0 * attributes["ndvi"].to_numpy().astype(float)
    wet, precipitation = random.precipitation(annual)
    temperature = random.temperature(attributes, wet)
    cloudiness = random.persistent(random.storms, 0.2)
    clearness = np.where(wet, 0.48, 0.64) + np.where(wet, 0.14, 0.09) * cloudiness
    clearness = np.clip(clearness, 0.08, 0.76)
    top = extraterrestrial(latitude=torch.tensor(lat), day_of_year=torch.tensor(random.day)).numpy()
    shortwave = np.maximum(clearness * top, 1.0)
    dryness = np.exp(0.5 * random.persistent(random.air_masses, 0.5))
    dryness = dryness * (15.0 - 0.008 * annual) / 10.0
    dew_point = temperature - np.where(wet, 3.8, 8.5) * np.clip(dryness, 0.1, 3.0)
    dew_point = np.minimum(dew_point, MOST_HUMID)
    pressure = np.broadcast_to(standard_pressure(elevation), temperature.shape)
    humidity = _specific_humidity(dew_point, pressure)
    vapour = vapour_pressure(humidity, pressure)
    longwave = _longwave(temperature, vapour, shortwave, (0.75 + 2e-5 * elevation) * top)
    wind = np.clip(np.exp(1.1 + 0.5 * random.persistent(random.storms, 0.26)), 0.1, 20.0)
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
    return random.forcing(fields, attributes, VARIABLES)


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
