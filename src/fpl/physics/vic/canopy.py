"""Interception and transpiration of VIC 5 on a day solved in one step.

Equations: VIC 5.1 (UW-Hydro/VIC commit 8f6cc066, ``vic_run/src/canopy_evap.c``). All rates are per
unit of vegetated area; layers from the top.
"""

from typing import Literal, NamedTuple

import torch
from torch import Tensor

from fpl.physics.demand import Air, Stomata, penman_monteith
from fpl.physics.vic.soil_column import Layers, Soil

STORAGE_PER_LAI = 0.1  # mm of water held by a unit of leaf area
TINY = 1e-12
SMALLEST_SHARE = 1e-18  # of the storage: its power of 2/3 has a finite slope
Sharing = Literal["exact", "layered"]


class Canopy(NamedTuple):
    """What sets the transpiration of the day, but for soil moisture: the air, available energy
    (W m-2), aerodynamic and architectural resistance (s m-1), and how far stomata open."""

    air: Air
    available: Tensor
    ra: Tensor
    rarc: Tensor
    leaves: Stomata

    def rate(self, moisture_stress: Tensor | float) -> Tensor:
        """Transpiration (mm/d) of a dry canopy at a moisture stress from 0 (wilted) to 1."""
        rc = self.leaves.resistance(moisture_stress)
        return penman_monteith(
            available=self.available, air=self.air, ra=self.ra, rc=rc, rarc=self.rarc
        )


def interception(
    stored: Tensor, rain: Tensor, lai: Tensor, wet_rate: Tensor
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Evaporation of intercepted water, dry share, storage at the end of the day, throughfall.

    stored : mm of vegetated area; rain : mm/d; wet_rate : Penman-Monteith without canopy
    resistance, mm/d. What a shrinking canopy cannot hold drips first.
    """
    most = STORAGE_PER_LAI * lai
    drip = (stored - most).clamp(min=0.0)
    held = stored - drip
    share = (held / most.clamp(min=TINY)).clamp(min=SMALLEST_SHARE)
    wet = torch.where(held > 0.0, torch.exp(2.0 / 3.0 * torch.log(share)), 0.0)
    evaporated = torch.minimum(wet * wet_rate, held + rain)
    dry = 1.0 - evaporated / wet_rate.clamp(min=TINY)
    left = held + rain - evaporated
    over = (left - most).clamp(min=0.0)
    return evaporated, dry, left - over, drip + over


def stress(moisture: Tensor, wilting: Tensor, critical: Tensor) -> Tensor:
    """Jarvis moisture stress of VIC: 0 at the wilting point, 1 from the critical point (mm)."""
    return ((moisture - wilting) / (critical - wilting)).clamp(0.0, 1.0)


def transpiration(
    moisture: Layers,
    roots: Layers,
    soil: Soil,
    canopy: Canopy,
    dry: Tensor,
    sharing: Sharing = "exact",
) -> Layers:
    """Transpiration of each layer (mm/d), never below the wilting point.

    moisture : mm; roots : share in each layer; dry : share of the canopy that holds no water.

    Where the root zone is wet enough (case 1) the canopy transpires as one, and wet layers give
    what a dry layer cannot; of several dry layers VIC passes on only the last one's part, and so do
    we. Else (case 2) each layer has a canopy resistance of its own. The switch between the two is a
    step: ``layered`` is case 2 at any moisture, which has none.
    """
    g1, g2, g3 = (
        stress(w, wp, wc) for w, wp, wc in zip(moisture, soil.wilting, soil.critical, strict=True)
    )
    stresses = (g1, g2, g3)

    def rate(moisture_stress: Tensor | float) -> Tensor:
        return dry * canopy.rate(moisture_stress)

    demand = [
        torch.where(g > 0.0, rate(g) * r, torch.zeros_like(g))
        for g, r in zip(stresses, roots, strict=True)
    ]
    if sharing == "exact":
        together = _shared(rate(1.0), moisture, roots, stresses, soil)
        at_once = _root_zone_is_wet(moisture, roots, soil)
        demand = [torch.where(at_once, a, b) for a, b in zip(together, demand, strict=True)]
    t1, t2, t3 = (
        torch.minimum(d, (w - wp).clamp(min=0.0))
        for d, w, wp in zip(demand, moisture, soil.wilting, strict=True)
    )
    return t1, t2, t3


def _root_zone_is_wet(moisture: Layers, roots: Layers, soil: Soil) -> Tensor:
    """VIC's case 1: upper layers and the lowest above critical, or the one with most roots."""
    upper = moisture[0] + moisture[1] >= soil.critical[0] + soil.critical[1]
    lowest = moisture[2] >= soil.critical[2]
    shallow, deep = roots[0] + roots[1] >= 0.5, roots[2] >= 0.5
    return (upper & lowest) | (upper & shallow) | (lowest & deep)


def _shared(
    total: Tensor, moisture: Layers, roots: Layers, stresses: Layers, soil: Soil
) -> list[Tensor]:
    """VIC's case 1: each layer's share, and the unmet part of the last dry one from wet layers."""
    wet = [w >= wc for w, wc in zip(moisture, soil.critical, strict=True)]
    wet_roots = [torch.where(is_wet, r, 0.0) for is_wet, r in zip(wet, roots, strict=True)]
    spare = torch.zeros_like(total)
    for is_wet, r, g in zip(wet, roots, stresses, strict=True):
        spare = torch.where(is_wet, spare, r * (1.0 - g))
    boost = 1.0 + spare / (wet_roots[0] + wet_roots[1] + wet_roots[2]).clamp(min=TINY)
    return [
        total * r * torch.where(is_wet, boost, g)
        for is_wet, r, g in zip(wet, roots, stresses, strict=True)
    ]
