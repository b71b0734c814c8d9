"""The soil column of VIC 5 in daily water-balance mode: infiltration, drainage, baseflow.

Equations: VIC 5.1 (UW-Hydro/VIC commit 8f6cc066, ``vic_run/src/runoff.c``); infiltration curve of
Wood et al. (1992), Liang et al. (1994); Brooks-Corey conductivity integrated exactly over the
sub-step; baseflow of ARNO (Franchini and Pacciani 1991). A flux that would carry a store past its
bounds is mended and then subtracted; no state is clipped, so the water balance closes. With
``Soil.capillary`` moisture also moves between layers 1 and 2 (``fpl.physics.vic.capillary``), which
VIC 5 does not have.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from fpl.physics.power import TINY, power
from fpl.physics.repeat import repeat
from fpl.physics.vic.capillary import Capillary, rise

Layers = tuple[Tensor, Tensor, Tensor]
SMALLEST_EXPONENT = -80.0  # exp(-80) = 2e-35 of Ksat: no water moves below it


@dataclass(frozen=True)
class Soil:
    """Constants of the column. Moistures in mm, rates in mm per day; layers from the top."""

    infilt: Tensor
    Ds: Tensor
    Dsmax: Tensor
    Ws: Tensor
    c: Tensor
    expt: Layers
    Ksat: Layers
    wmax: Layers
    wres: Layers
    wilting: Layers
    critical: Layers
    capillary: Capillary | None = None


@dataclass(frozen=True)
class ColumnFluxes:
    """Moisture at the end of the day (mm) and fluxes of the day (mm per day)."""

    moisture: Layers
    runoff: Tensor
    baseflow: Tensor
    evaporation: Layers


def surface_runoff(inflow: Tensor, w1: Tensor, w2: Tensor, soil: Soil) -> Tensor:
    """Runoff (mm/d) of the variable infiltration curve from the upper two layers' moisture."""
    wm = soil.wmax[0] + soil.wmax[1]
    dry = ((wm - w1 - w2) / wm).clamp(min=0.0)
    shape = 1.0 + soil.infilt
    # 1 - (i_0 + P) / i_m with i_m = (1 + b) Wm; 0 once the whole area is saturated
    left = (power(dry, 1.0 / shape) - inflow / (shape * wm)).clamp(min=0.0)
    runoff = inflow - wm * dry + wm * power(left, shape)
    return torch.where(inflow > 0.0, runoff.clamp(min=0.0), torch.zeros_like(runoff))


def drainage(available: Tensor, span: Tensor, rate: Tensor, expt: Tensor) -> Tensor:
    """Water (mm) leaving a layer by gravity in one sub-step, dW/dt = -K(W) solved exactly.

    ``available`` is moisture above residual, ``span`` the most it can be, ``rate`` Ksat times the
    sub-step, all in mm. The log1p form never overflows, and its slope lies in [0, 1].
    """
    n1 = expt - 1.0
    fill = torch.log((available / span).clamp(min=TINY))
    r = n1 * (rate / span) * torch.exp((n1 * fill).clamp(min=SMALLEST_EXPONENT))
    return -available * torch.expm1(-torch.log1p(r) / n1)


def arno_baseflow(w3: Tensor, soil: Soil, rate: Tensor) -> Tensor:
    """Baseflow (mm) of one sub-step; ``rate`` is Dsmax times the sub-step."""
    rel = (w3 - soil.wres[2]) / (soil.wmax[2] - soil.wres[2])
    linear = rate * (soil.Ds / soil.Ws) * rel
    above = ((rel - soil.Ws) / (1.0 - soil.Ws)).clamp(min=0.0)
    nonlinear = rate * (1.0 - soil.Ds / soil.Ws) * power(above, soil.c)
    return (linear + nonlinear).clamp(min=0.0)


def _excess(value: Tensor, bound: Tensor) -> Tensor:
    return (value - bound).clamp(min=0.0)


def soil_column(
    inflow: Tensor, evaporation: Layers, moisture: Layers, soil: Soil, substeps: int
) -> ColumnFluxes:
    """One day of the column (VIC's ``runoff``), with ``substeps`` sub-steps (24 in VIC).

    ``inflow`` (mm/d) reaches the surface; ``evaporation`` (mm/d) is what each layer is asked for.
    What is returned as evaporation is what the layers gave: a layer at residual moisture at the
    start of the day gives none (VIC reports it all the same, and loses the water).
    """
    w1, w2, w3 = moisture
    wmax, wres = soil.wmax, soil.wres
    asked = tuple(
        torch.where(w > r, e, torch.zeros_like(e))
        for e, w, r in zip(evaporation, moisture, wres, strict=True)
    )
    e1, e2, e3 = (e / substeps for e in asked)
    runoff = surface_runoff(inflow, w1, w2, soil)
    into = (inflow - runoff) / substeps
    (k1, k2, _), d = (k / substeps for k in soil.Ksat), soil.Dsmax / substeps
    baseflow = torch.zeros_like(runoff)
    room = (wmax[0] - wres[0], wmax[1] - wres[1])

    def substep(
        w1: Tensor, w2: Tensor, w3: Tensor, runoff: Tensor, baseflow: Tensor
    ) -> tuple[Tensor, ...]:
        if soil.capillary is not None:
            held = (w1 - wres[0], w2 - wres[1])
            up = rise(held, room, k1, soil.expt[0], soil.capillary)
            w1, w2 = w1 + up, w2 - up
        # drainage from the state at the start of the sub-step
        q1 = drainage(_excess(w1 - e1, wres[0]), room[0], k1, soil.expt[0])
        q2 = drainage(_excess(w2 - e2, wres[1]), room[1], k2, soil.expt[1])
        # layer 1: overflow goes down, a deficit is taken back from drainage
        w1 = w1 + into - q1 - e1
        fix = _excess(w1, wmax[0]) - _excess(wres[0], w1)
        q1, w1 = q1 + fix, w1 - fix
        # layer 2: overflow goes up
        w2 = w2 + q1 - q2 - e2
        up = _excess(w2, wmax[1])
        short = _excess(wres[1], w2)
        q2, w2, w1 = q2 - short, w2 + short - up, w1 + up
        over = _excess(w1, wmax[0])
        runoff, w1 = runoff + over, w1 - over
        # layer 3: baseflow from the moisture before this sub-step's recharge
        b = arno_baseflow(w3, soil, d)
        w3 = w3 + q2 - e3 - b
        short = _excess(wres[2], w3)
        up = _excess(w3, wmax[2])
        baseflow, w3, w2 = baseflow + b - short, w3 + short - up, w2 + up
        up = _excess(w2, wmax[1])
        w2, w1 = w2 - up, w1 + up
        over = _excess(w1, wmax[0])
        runoff, w1 = runoff + over, w1 - over
        return w1, w2, w3, runoff, baseflow

    w1, w2, w3, runoff, baseflow = repeat(substeps, substep, (w1, w2, w3, runoff, baseflow))
    unmet = (-baseflow).clamp(min=0.0)  # layer 3 asked for more than it had
    return ColumnFluxes(
        (w1, w2, w3), runoff, baseflow + unmet, (asked[0], asked[1], asked[2] - unmet)
    )
