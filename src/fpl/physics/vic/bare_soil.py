"""Evaporation of bare soil: the ARNO curve of VIC 5 (``vic_run/src/arno_evap.c``)."""

import torch
from torch import Tensor

from fpl.physics.power import power

TERMS = 30  # of VIC's series


def wet_share(w1: Tensor, wmax1: Tensor, infilt: Tensor) -> Tensor:
    """Evaporation over its potential (0 to 1) from the moisture of layer 1 (mm).

    The saturated area evaporates at the potential rate; the rest at the rate of its local
    saturation, integrated over the infiltration curve (Franchini and Pacciani 1991) by a series.
    """
    left = ((wmax1 - w1) / wmax1).clamp(min=0.0)
    u = power(left, 1.0 / (1.0 + infilt))  # 1 - i_0 / i_m of layer 1
    saturated = 1.0 - power(u, infilt)
    series = infilt / (infilt + TERMS)
    for m in range(TERMS - 1, 0, -1):
        series = infilt / (infilt + m) + u * series
    part = saturated + (1.0 - saturated) * (1.0 - u) * (1.0 + u * series)
    return torch.where(left > 0.0, part, torch.ones_like(part))


def bare_evaporation(
    potential: Tensor, w1: Tensor, wmax1: Tensor, wres1: Tensor, infilt: Tensor
) -> Tensor:
    """Evaporation from layer 1 (mm/d), never below residual moisture."""
    wanted = potential * wet_share(w1, wmax1, infilt)
    return torch.minimum(wanted, (w1 - wres1).clamp(min=0.0))
