"""Degree-day snow with a rain-snow transition. VIC's two-layer energy balance is not in here."""

import torch
from torch import Tensor

MIN_RAIN = -0.5  # degC: all snow below (VIC 5 default MIN_RAIN_TEMP)
MAX_SNOW = 0.5  # degC: all rain above (VIC 5 default MAX_SNOW_TEMP)
COVER_SCALE = 10.0  # mm


def rain_share(temperature: Tensor) -> Tensor:
    """Share of precipitation that falls as rain, linear between the two thresholds (VIC 5)."""
    return ((temperature - MIN_RAIN) / (MAX_SNOW - MIN_RAIN)).clamp(0.0, 1.0)


def degree_day(
    precipitation: Tensor, temperature: Tensor, swe: Tensor, melt_factor: Tensor
) -> tuple[Tensor, Tensor]:
    """Return ``(swe at the end of the day in mm, water reaching the soil in mm/d)``.

    ``melt_factor`` is in mm/d per degC above 0 degC; the day's own snowfall may melt too.
    """
    # ASSUME melt is proportional to the daily mean temperature above 0 degC, without refreezing.
    rain = precipitation * rain_share(temperature)
    pack = swe + (precipitation - rain)
    melt = torch.minimum(pack, melt_factor * temperature.clamp(min=0.0))
    return pack - melt, rain + melt


def snow_free_share(swe: Tensor) -> Tensor:
    """Share of the cell whose soil and plants are open to evaporation."""
    # ASSUME cover grows with SWE as 1 - exp(-SWE / 10 mm): VIC lets no water evaporate from a
    # snow-covered tile; sublimation is neglected in this first form.
    return torch.exp(-swe / COVER_SCALE)
