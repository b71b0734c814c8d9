"""Snow by degree-days with liquid water, cold content and refreezing.

VIC solves the energy balance of two snow layers every three hours (``snow_melt.c``); this scheme
takes the daily mean temperature for all of it. What that changes is in the report of
``benchmarks/vic_reference.py``. Sublimation is neglected: in VIC's reference runs vapour adds
17 mm a year at most, and takes 2.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

HELD = 0.035  # liquid water that ice holds, of its mass (VIC 5, LIQUID_WATER_CAPACITY)
COLD_PER_DEGREE = 2100.0 / 3.337e5  # K-1: heat capacity of ice over latent heat of fusion
# ASSUME frost takes half as much heat from the pack, per degree, as warmth brings it. The form is
# that of degree-day models with refreezing; the half has no source (models that only refreeze what
# is liquid take a tenth or less), and VIC, with an energy balance, needs no such number.
FREEZING_SHARE = 0.5
COVER_SCALE = 5.0  # mm


@dataclass(frozen=True)
class Snow:
    """Ice, liquid water and cold content of the pack, each in mm of water (of melt)."""

    ice: Tensor
    liquid: Tensor
    cold: Tensor

    @property
    def water_equivalent(self) -> Tensor:
        """Ice and liquid water, mm."""
        return self.ice + self.liquid


def snow_day(
    snow: Snow, rain: Tensor, snowfall: Tensor, temperature: Tensor, melt_factor: Tensor
) -> tuple[Snow, Tensor]:
    """The pack at the end of the day, and the water that leaves it or falls on open ground (mm/d).

    rain (what reaches the ground), snowfall : mm/d; melt_factor : mm/d per degC above 0 degC.
    """
    # ASSUME melt is proportional to the daily mean temperature above 0 degC; frost takes half as
    # much heat from the pack per degree, which is first taken from liquid water, then from ice.
    ice = snow.ice + snowfall
    warmth = melt_factor * temperature.clamp(min=0.0)
    frost = FREEZING_SHARE * melt_factor * (-temperature).clamp(min=0.0)
    frozen = torch.minimum(frost, snow.liquid)
    # ASSUME the pack gets no colder than the day's mean; cold content goes with the ice that melts
    coldest = COLD_PER_DEGREE * ice * (-temperature).clamp(min=0.0)
    colder = torch.maximum(torch.minimum(snow.cold + frost - frozen, coldest), snow.cold)
    warming = torch.minimum(warmth, colder)
    melt = torch.minimum(warmth - warming, ice)
    ice = ice + frozen - melt
    liquid = snow.liquid - frozen + melt + rain
    leaving = (liquid - HELD * ice).clamp(min=0.0)
    # ASSUME cold content never exceeds that of ice at -40 degC, colder than a pack gets here: it
    # keeps no cold of ice that has melted; no source
    cold = torch.minimum(colder - warming, COLD_PER_DEGREE * 40.0 * ice)
    return Snow(ice, liquid - leaving, cold), leaving


def snow_free_share(snow: Snow) -> Tensor:
    """Share of the cell whose soil and plants are open to evaporation."""
    # ASSUME cover grows with the pack as 1 - exp(-SWE / 5 mm). VIC lets no water evaporate from the
    # soil and short plants of a tile with snow.
    # ASSUME snow on the ground stops evaporation and transpiration of forests as it does those of
    # grass. In VIC trees stand above the pack: they transpire, and intercept and sublimate snow.
    return torch.exp(-snow.water_equivalent / COVER_SCALE)
