"""Moisture that capillary forces move between layers 1 and 2, as in VIC-3L but not in VIC 4 and 5.

Liang, Wood & Lettenmaier (1996), Global Planet. Change 13, 195-206, let moisture diffuse between
the layers of VIC; the code of VIC 4 and 5 kept gravity drainage alone. The diffusivity is that of
Campbell (1974), Soil Sci. 117, 311-314, whose conductivity drains the layers as well:

    K(s) = Ksat s^n,  psi(s) = psi_e s^-b,  n = 3 + 2b
    K |dpsi/ds| = Ksat psi_e b s^(b + 2)

with s the share of the mobile moisture that is present and psi_e the bubbling pressure.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

LEAST_SHARE = 1e-12  # keeps a logarithm and its gradient finite
Pair = tuple[Tensor, Tensor]


@dataclass(frozen=True)
class Capillary:
    """Suction at which the largest pores of layer 1 drain, and how far the middles of layers 1 and
    2 are apart; both in mm."""

    bubbling: Tensor
    distance: Tensor


def rise(available: Pair, room: Pair, rate: Tensor, expt: Tensor, capillary: Capillary) -> Tensor:
    """Moisture (mm) that rises from layer 2 into layer 1 in one sub-step; below 0, it sinks.

    ``available`` is the mobile moisture (above residual) of both layers and ``room`` the most that
    they hold of it, ``rate`` Ksat of layer 1 times the sub-step, all in mm.

    The diffusivity is taken at the mean of both shares at the start of the sub-step, and the
    difference of the shares then decays exponentially: it never changes sign, so that neither layer
    passes a bound whatever the sub-step.
    # ASSUME the soil between the two middles is that of layer 1, and equal shares are in balance,
    as they are in one soil. # ASSUME nothing rises from layer 3, which is about a metre away: with
    it training error stays (0.0319 instead of 0.0318; s4, seed 0, 250 mm everywhere).
    """
    upper, lower = (a / most for a, most in zip(available, room, strict=True))
    b = 0.5 * (expt - 3.0)
    mean = torch.log((0.5 * (upper + lower)).clamp(min=LEAST_SHARE))
    flow = rate * b * (capillary.bubbling / capillary.distance) * torch.exp((b + 2.0) * mean)
    shared = room[0] * room[1] / (room[0] + room[1])
    return (upper - lower) * shared * torch.expm1(-flow / shared)
