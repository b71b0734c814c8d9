"""A conceptual snow-and-bucket rainfall-runoff model of HBV's kind and size.

A model for generated basins, tests and benchmarks: it has HBV's stores, processes and number of
parameters, but it is not a published version of HBV, is compared with none, and has no routing.

Processes: Bergström (1976), SMHI RHO 7; Bergström (1992), SMHI RH 4; Lindström et al. (1997),
J. Hydrol. 201, 272-288; Seibert and Vis (2012), Hydrol. Earth Syst. Sci. 16, 3315-3325. Each flux
is held to what its store can give, and then subtracted; no state is clipped, so the water balance
closes.
"""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from fpl.models.snow_bucket import DECLARATION
from fpl.physics.power import power
from fpl.physics.process_model import Fields, ProcessModel

TRANSITION = 2.0  # K: from all snow to all rain, centred on TT


def snow_pack(
    precipitation: Tensor, temperature: Tensor, snow: Tensor, liquid: Tensor, p: Fields
) -> tuple[Tensor, Tensor, Tensor]:
    """Return ``(snow, liquid)`` at the end of the day in mm, and the water that leaves in mm/d."""
    # ASSUME rain turns to snow linearly over 2 K (HBV-96 has such an interval; HBV a threshold).
    rain = precipitation * ((temperature - p["TT"]) / TRANSITION + 0.5).clamp(0.0, 1.0)
    snow = snow + (precipitation - rain)
    melt = torch.minimum(p["CFMAX"] * (temperature - p["TT"]).clamp(min=0.0), snow)
    cold = (p["TT"] - temperature).clamp(min=0.0)
    refreezing = torch.minimum(p["CFR"] * p["CFMAX"] * cold, liquid)
    snow = snow - melt + refreezing
    liquid = liquid - refreezing + melt + rain
    leaves = (liquid - p["CWH"] * snow).clamp(min=0.0)
    return snow, liquid - leaves, leaves


def soil_box(
    inflow: Tensor, potential: Tensor, soil: Tensor, p: Fields
) -> tuple[Tensor, Tensor, Tensor]:
    """Return soil water at the end of the day (mm), recharge and evapotranspiration (mm/d)."""
    recharge = inflow * power((soil / p["FC"]).clamp(max=1.0), p["BETA"])
    soil = soil + (inflow - recharge)
    excess = (soil - p["FC"]).clamp(min=0.0)
    soil = soil - excess
    wetness = (soil / (p["LP"] * p["FC"])).clamp(max=1.0)
    evapotranspiration = torch.minimum(potential * wetness, soil)
    return soil - evapotranspiration, recharge + excess, evapotranspiration


def zones(
    recharge: Tensor, upper: Tensor, lower: Tensor, p: Fields
) -> tuple[Tensor, Tensor, Tensor]:
    """Return ``(upper, lower)`` at the end of the day in mm, and streamflow in mm/d."""
    upper = upper + recharge
    percolation = torch.minimum(p["PERC"], upper)
    upper = upper - percolation
    fast = p["K0"] * (upper - p["UZL"]).clamp(min=0.0)
    upper = upper - fast
    interflow = p["K1"] * upper
    lower = lower + percolation
    slow = p["K2"] * lower
    return upper - interflow, lower - slow, fast + interflow + slow


def step(
    forcing: Fields, state: Fields, parameters: Fields
) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """One day: snow, then soil, then the two zones."""
    p = parameters
    snow, liquid, inflow = snow_pack(
        forcing["precipitation"], forcing["air_temperature"], state["snow"], state["snow_liquid"], p
    )
    soil, recharge, evapotranspiration = soil_box(
        inflow, forcing["potential_evaporation"], state["soil"], p
    )
    upper, lower, streamflow = zones(recharge, state["upper"], state["lower"], p)
    outputs = {
        "streamflow": streamflow,
        "evapotranspiration": evapotranspiration,
        "snow_water_equivalent": snow + liquid,
        "soil_water": soil,
    }
    after = {"snow": snow, "snow_liquid": liquid, "soil": soil, "upper": upper, "lower": lower}
    return after, outputs


def initial_state(parameters: Fields) -> dict[str, Tensor]:
    """Soil half full, all other stores empty."""
    soil = 0.5 * parameters["FC"]
    none = 0.0 * soil
    return {"snow": none, "snow_liquid": none, "soil": soil, "upper": none, "lower": none}


def snow_bucket(ranges: Mapping[str, Sequence[float]] | None = None) -> ProcessModel:
    """The snow-and-bucket model: 12 parameters, 5 stores, daily steps; ``ranges`` (name -> [low,
    high]) replace those of its table."""
    return ProcessModel(
        name=DECLARATION.name,
        forcings=DECLARATION.forcings,
        parameters=DECLARATION.with_ranges(ranges or {}),
        states=DECLARATION.states,
        outputs=DECLARATION.outputs,
        step=step,
        initial_state=initial_state,
    )
