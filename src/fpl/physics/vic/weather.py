"""From observed daily weather to what VIC is driven by: VIC's forcing driver, and leaves by season.

VIC takes the vapour pressure deficit and the form of precipitation from sub-daily temperatures. The
daily data have none: a diurnal course is assumed.
"""

import math
from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from fpl.physics.radiation import extraterrestrial
from fpl.physics.vic.demand import saturation_vapour_pressure
from fpl.physics.vic.vegetation import Vegetation, daily

SUB_STEPS = 8  # sub-daily steps of VIC (SNOW_STEPS of the reference runs)
HARGREAVES = 0.16  # K-0.5, interior regions; FAO-56 eq. 50
MIN_RAIN, MAX_SNOW = -0.5, 0.5  # degC: all snow below, all rain above (VIC 5 defaults)
WIND_FLOOR = 0.5  # m s-1; FAO-56, p. 63


def weather(
    *,
    forcing: Mapping[str, Tensor],
    vegetation: Vegetation,
    elevation: NDArray[np.floating],
    latitude: NDArray[np.floating],
    day_of_year: NDArray[np.integer],
) -> dict[str, Tensor]:
    """What VIC is driven by, each ``(day, cell)``, in dtype and on device of the forcing.

    Parameters
    ----------
    forcing : tensors (day, cell): precipitation (mm d-1), air_temperature (degC), vapour_pressure
        (Pa), shortwave and longwave (W m-2), wind_speed (m s-1, at 10 m)
    vegetation : of the same cells
    elevation, latitude : (cell,), m and degrees north
    day_of_year : (day,), 1..366

    Notes
    -----
    # ASSUME wind below 0.5 m s-1 is that: the wind of the data is the magnitude of the daily vector
    mean, hence too low.
    # ASSUME the diurnal temperature range, which is not in the data, follows from clearness. VIC
    averages the deficits of its sub-steps, which at the 11 K of the reference runs is 6 % more than
    the deficit of the daily mean temperature.
    """
    temperature, shortwave = forcing["air_temperature"], forcing["shortwave"]

    def tensor(values: NDArray[np.generic]) -> Tensor:
        return torch.tensor(values, dtype=temperature.dtype, device=temperature.device)

    swings = diurnal_swings(
        diurnal_range(
            shortwave=shortwave,
            elevation=tensor(elevation),
            latitude=tensor(latitude),
            day_of_year=tensor(day_of_year),
        )
    )
    return {
        "precipitation": forcing["precipitation"],
        "snowfall": snowfall(forcing["precipitation"], temperature, swings),
        "air_temperature": temperature,
        "shortwave": shortwave,
        "longwave": forcing["longwave"],
        "vapour_pressure_deficit": vapour_pressure_deficit(
            temperature, forcing["vapour_pressure"], swings
        ),
        "wind_speed": torch.clamp(forcing["wind_speed"], min=WIND_FLOOR),
        "leaf_area_index": tensor(daily(vegetation.lai, day_of_year)),
        "albedo": tensor(daily(vegetation.albedo, day_of_year)),
    }


def diurnal_range(
    *, shortwave: Tensor, elevation: Tensor, latitude: Tensor, day_of_year: Tensor
) -> Tensor:
    """Estimate the daily temperature range (K) from clearness: Hargreaves, FAO-56 eq. 50 inverted.

    # ASSUME FAO-56's interior coefficient 0.16 everywhere and the clear-sky limit of its eq. 37;
    the relation is a monthly one, so single days are rough (coasts and windy days too large).
    """
    top = extraterrestrial(latitude=latitude, day_of_year=day_of_year)
    clear_sky = 0.75 + 2e-5 * elevation
    clearness = torch.minimum(shortwave / torch.clamp(top, min=1.0), clear_sky)
    return (clearness / HARGREAVES) ** 2


def diurnal_swings(temperature_range: Tensor) -> list[Tensor]:
    """Departures from the daily mean (K) in each of 8 sub-steps.

    # ASSUME temperature is a sine over the day.
    """
    halves = [0.5 * math.sin(2.0 * math.pi * (step + 0.5) / SUB_STEPS) for step in range(SUB_STEPS)]
    return [half * temperature_range for half in halves]


def vapour_pressure_deficit(
    temperature: Tensor, vapour_pressure: Tensor, swings: list[Tensor]
) -> Tensor:
    """Mean over the sub-steps of the deficit (Pa), each clipped at 0, as VIC averages it.

    temperature : degC, daily mean; vapour_pressure : Pa.
    # ASSUME vapour pressure is constant over the day.
    """
    total = torch.zeros_like(temperature)
    for swing in swings:
        saturated = saturation_vapour_pressure(temperature + swing)
        total = total + torch.clamp(saturated - vapour_pressure, min=0.0)
    return total / len(swings)


def snowfall(precipitation: Tensor, temperature: Tensor, swings: list[Tensor]) -> Tensor:
    """Snow (mm d-1) of the ``precipitation``: by VIC's thresholds on each sub-step's temperature.

    # ASSUME precipitation is spread evenly over the day.
    """
    total = torch.zeros_like(temperature)
    for swing in swings:
        warmth = (temperature + swing - MIN_RAIN) / (MAX_SNOW - MIN_RAIN)
        total = total + (1.0 - warmth.clamp(0.0, 1.0))
    return precipitation * total / len(swings)
