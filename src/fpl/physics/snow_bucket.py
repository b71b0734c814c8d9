"""A conceptual snow-and-bucket rainfall-runoff model of HBV's kind and size.

A model for tests and benchmarks: it has HBV's stores, processes and number of parameters, but it is
not a published version of HBV, is compared with none, and has no routing.

Processes: Bergström (1976), SMHI RHO 7; Bergström (1992), SMHI RH 4; Lindström et al. (1997),
J. Hydrol. 201, 272-288; Seibert and Vis (2012), Hydrol. Earth Syst. Sci. 16, 3315-3325. Each flux
is held to what its store can give, and then subtracted; no state is clipped, so the water balance
closes.
"""

import torch
from torch import Tensor

from fpl.physics.parameters import Parameter
from fpl.physics.process_model import Fields, ProcessModel, Variable
from fpl.physics.vic.soil_column import power

TRANSITION = 2.0  # K: from all snow to all rain, centred on TT

SNOW = "degree-day method, Bergström (1976); range: hydroDL's differentiable HBV"
SOIL = "soil routine, Bergström (1992); range: hydroDL's differentiable HBV"
ZONES = "response routine, Seibert and Vis (2012); range: hydroDL's differentiable HBV"

FORCINGS = (
    Variable("precipitation", "mm d-1"),
    Variable("air_temperature", "degC", "daily mean"),
    Variable("potential_evaporation", "mm d-1"),
)
PARAMETERS = (
    Parameter("TT", "degC", -2.5, 2.5, 0.0, "threshold of melt and of snowfall", SNOW),
    Parameter("CFMAX", "mm d-1 K-1", 0.5, 10.0, 3.0, "degree-day factor of melt", SNOW),
    Parameter("CFR", "1", 0.0, 0.1, 0.05, "refreezing as a share of melt", SNOW),
    Parameter("CWH", "1", 0.0, 0.2, 0.1, "liquid water that snow holds, of its ice", SNOW),
    Parameter("FC", "mm", 50.0, 1000.0, 250.0, "greatest soil water", SOIL),
    Parameter("LP", "1", 0.2, 1.0, 0.7, "share of FC above which evaporation is potential", SOIL),
    Parameter("BETA", "1", 1.0, 6.0, 2.0, "exponent of recharge", SOIL),
    Parameter("PERC", "mm d-1", 0.0, 10.0, 1.5, "greatest percolation to the lower zone", ZONES),
    Parameter("UZL", "mm", 0.0, 100.0, 30.0, "water of the upper zone where K0 sets in", ZONES),
    Parameter("K0", "d-1", 0.05, 0.9, 0.3, "fast outflow of the upper zone", ZONES),
    Parameter("K1", "d-1", 0.01, 0.5, 0.1, "interflow of the upper zone", ZONES),
    Parameter("K2", "d-1", 0.001, 0.2, 0.03, "slow outflow of the lower zone", ZONES, "log"),
)
STATES = (
    Variable("snow", "mm", "ice of the snow pack"),
    Variable("snow_liquid", "mm", "liquid water in the snow pack"),
    Variable("soil", "mm", "soil water"),
    Variable("upper", "mm", "water of the upper zone"),
    Variable("lower", "mm", "water of the lower zone"),
)
OUTPUTS = (
    Variable("discharge", "mm d-1", "fast, inter- and slow flow, without routing"),
    Variable("evapotranspiration", "mm d-1"),
    Variable("snow_water_equivalent", "mm", "ice and liquid water at the end of the day"),
    Variable("soil_water", "mm", "at the end of the day"),
)


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
    """Return ``(upper, lower)`` at the end of the day in mm, and discharge in mm/d."""
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
        forcing["precipitation"],
        forcing["air_temperature"],
        state["snow"],
        state["snow_liquid"],
        p,
    )
    soil, recharge, evapotranspiration = soil_box(
        inflow, forcing["potential_evaporation"], state["soil"], p
    )
    upper, lower, discharge = zones(recharge, state["upper"], state["lower"], p)
    outputs = {
        "discharge": discharge,
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


def snow_bucket() -> ProcessModel:
    """The snow-and-bucket model: 12 parameters, 5 stores, daily steps."""
    return ProcessModel(
        name="snow_bucket",
        forcings=FORCINGS,
        parameters=PARAMETERS,
        states=STATES,
        outputs=OUTPUTS,
        step=step,
        initial_state=initial_state,
    )
