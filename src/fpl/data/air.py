"""Pressure and humidity of the air."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

RATIO_OF_MOLAR_MASSES = 0.622  # water to dry air

# International Standard Atmosphere, ISO 2533:1975, troposphere
SEA_LEVEL_PRESSURE = 101325.0  # Pa
SEA_LEVEL_TEMPERATURE = 288.15  # K
LAPSE_RATE = 0.0065  # K m-1
PRESSURE_EXPONENT = 5.25588  # g M / (R LAPSE_RATE)

Floats = NDArray[np.float64]


def vapour_pressure(specific_humidity: ArrayLike, pressure: ArrayLike) -> Floats:
    """Vapour pressure, Pa, from specific humidity, kg kg-1, and air pressure, Pa.

    e = q p / (eps + (1 - eps) q), from the definition of q and Dalton's law.
    """
    q, p = np.asarray(specific_humidity, float), np.asarray(pressure, float)
    return np.asarray(q * p / (RATIO_OF_MOLAR_MASSES + (1.0 - RATIO_OF_MOLAR_MASSES) * q))


def standard_pressure(elevation: ArrayLike) -> Floats:
    """Air pressure, Pa, of the standard atmosphere at an elevation, m (ISO 2533:1975)."""
    relative = 1.0 - LAPSE_RATE * np.asarray(elevation, float) / SEA_LEVEL_TEMPERATURE
    return np.asarray(SEA_LEVEL_PRESSURE * relative**PRESSURE_EXPONENT)
