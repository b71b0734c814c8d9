"""Bare-soil evaporation and transpiration from potential rates and moisture stress by layer.

The first form: canopy interception, stress inside the canopy resistance and VIC's sharing of
transpiration between wet and dry layers are not in here.
"""

import torch
from torch import Tensor

from fpl.physics.vic.soil_column import Soil


def stress(moisture: Tensor, wilting: Tensor, critical: Tensor) -> Tensor:
    """Jarvis moisture stress of VIC: 0 at the wilting point, 1 from the critical point (mm)."""
    return ((moisture - wilting) / (critical - wilting)).clamp(0.0, 1.0)


def layer_evaporation(
    potential_transpiration: Tensor,
    potential_bare: Tensor,
    moisture: tuple[Tensor, Tensor, Tensor],
    roots: tuple[Tensor, Tensor, Tensor],
    cover: Tensor,
    wilting: tuple[Tensor, Tensor, Tensor],
    critical: tuple[Tensor, Tensor, Tensor],
    soil: Soil,
) -> tuple[tuple[Tensor, Tensor, Tensor], Tensor]:
    """What each layer is asked for (mm/d), and the part of it that is bare-soil evaporation.

    Transpiration of layer l is ``cover * potential * roots_l * stress_l``, never below the wilting
    point. Bare soil evaporates from layer 1 at ``(1 - cover) * potential * beta`` with beta rising
    linearly from residual moisture to the critical point, never below residual moisture.
    """
    demand = cover * potential_transpiration
    t1, t2, t3 = (
        torch.minimum(demand * r * stress(w, wp, wc), (w - wp).clamp(min=0.0))
        for r, w, wp, wc in zip(roots, moisture, wilting, critical, strict=True)
    )
    above = (moisture[0] - soil.wres[0]).clamp(min=0.0)
    # ASSUME beta is linear (FAO-56's evaporation reduction coefficient, Allen et al. 1998, eq. 74,
    # taken between residual moisture and the critical point); VIC integrates over the ARNO curve.
    beta = (above / (critical[0] - soil.wres[0])).clamp(max=1.0)
    bare = torch.minimum((1.0 - cover) * potential_bare * beta, (above - t1).clamp(min=0.0))
    return (t1 + bare, t2, t3), bare
