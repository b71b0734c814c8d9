"""VIC in daily water-balance mode as a ProcessModel."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields

import torch
from torch import Tensor

from fpl.models.vic import DECLARATION, FORCINGS, OUTPUTS, STATES
from fpl.physics.process_model import Fields, ProcessModel
from fpl.physics.vic.canopy import Sharing
from fpl.physics.vic.capillary import Capillary
from fpl.physics.vic.day import vic_day
from fpl.physics.vic.soil_column import Layers, Soil
from fpl.physics.vic.soil_heat import SoilHeat, horizon
from fpl.physics.vic.surface import Surface


def soil(parameters: Fields, capillary: bool = False) -> Soil:
    """Constants of the soil column from the model's parameters, each ``(cell,)``.

    Layer 1 has a soil of its own, layers 2 and 3 share one (``_deep``). ``capillary``: whether
    moisture diffuses between layers 1 and 2.
    """
    p = parameters

    def layers(share: Callable[[str], Tensor]) -> Layers:
        """Moisture (mm) at a share of the volume that depends on the horizon."""
        upper, deep = share(""), share("_deep")
        d1, d2, d3 = (1000.0 * p[f"depth_{layer}"] for layer in (1, 2, 3))
        return d1 * upper, d2 * deep, d3 * deep

    def critical(horizon: str) -> Tensor:
        return p[f"porosity{horizon}"] * p[f"Wcr{horizon}"]

    def wilting(horizon: str) -> Tensor:
        return critical(horizon) * p[f"Wpwp_ratio{horizon}"]

    rising = Capillary(p["bubbling"], 500.0 * (p["depth_1"] + p["depth_2"]))
    return Soil(
        infilt=p["infilt"],
        Ds=p["Ds"],
        Dsmax=p["Dsmax"],
        Ws=p["Ws"],
        c=p["c"],
        expt=(p["expt"], p["expt_deep"], p["expt_deep"]),
        Ksat=(p["Ksat"], p["Ksat_deep"], p["Ksat_deep"]),
        wmax=layers(lambda horizon: p[f"porosity{horizon}"]),
        wres=layers(lambda horizon: wilting(horizon) * p[f"resid_ratio{horizon}"]),
        wilting=layers(wilting),
        critical=layers(critical),
        capillary=rising if capillary else None,
    )


def heat(parameters: Fields) -> SoilHeat:
    """Thermal constants of the column."""
    p = parameters
    return SoilHeat(
        depth=p["depth_1"],
        upper=horizon(p["porosity"], p["quartz"]),
        lower=horizon(p["porosity_deep"], p["quartz"]),
        deep_temperature=p["deep_temperature"],
    )


def roots(parameters: Fields) -> Layers:
    """Share of roots in each layer: Zeng (2001), eq. 2; what is below layer 2 counts to layer 3."""
    p = parameters

    def above(depth: Tensor) -> Tensor:
        return 1.0 - 0.5 * (torch.exp(-p["root_a"] * depth) + torch.exp(-p["root_b"] * depth))

    first, second = above(p["depth_1"]), above(p["depth_1"] + p["depth_2"])
    return first, second - first, 1.0 - second


def surface(parameters: Fields) -> Surface:
    """Constants of the land surface."""
    own = (field.name for field in fields(Surface) if field.name != "roots")
    return Surface(roots=roots(parameters), **{name: parameters[name] for name in own})


def initial_state(parameters: Fields) -> dict[str, Tensor]:
    """Every layer at its wilting point and at the deep temperature, no snow, a dry canopy.

    Dry places are near this state and wet ones fill up in a year or two, so that a warm-up from
    here settles sooner than from a wet column, whose lowest layer may drain for decades.
    """
    w1, w2, w3 = soil(parameters).wilting
    none, warmth = 0.0 * w1, parameters["deep_temperature"] * 1.0
    return {
        "w1": w1,
        "w2": w2,
        "w3": w3,
        "canopy_water": none,
        "snow_ice": none,
        "snow_liquid": none,
        "cold_content": none,
        "surface_temperature": warmth,
        "soil_temperature": warmth,
    }


def vic(
    runoff_steps: int = 24,
    ranges: Mapping[str, Sequence[float]] | None = None,
    sharing: Sharing = "exact",
    capillary: bool = False,
) -> ProcessModel:
    """VIC with ``runoff_steps`` sub-steps of the soil column a day (24 is VIC's own default).

    ``sharing`` of transpiration among layers: VIC's own rule, which jumps where the root zone
    becomes wet, or ``layered``, which does not (``fpl.physics.vic.canopy``). ``capillary``:
    moisture diffuses between layers 1 and 2 as in VIC-3L; without it, as in VIC 5, the parameter
    ``bubbling`` does nothing.
    """

    def step(
        forcing: Fields, state: Fields, parameters: Fields
    ) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
        after, outputs = vic_day(
            forcing,
            state,
            soil(parameters, capillary),
            heat(parameters),
            surface(parameters),
            runoff_steps,
            sharing,
        )
        # ASSUME moisture changes evenly over the day, of which overpass is the share gone by
        change = parameters["overpass"] * (after["w1"] - state["w1"])
        moisture = (state["w1"] + change) / (1000.0 * parameters["depth_1"])
        return after, {"surface_soil_moisture": moisture, **outputs}

    return ProcessModel(
        name=f"vic{runoff_steps}",
        forcings=FORCINGS,
        parameters=DECLARATION.with_ranges(ranges or {}),
        states=STATES,
        outputs=OUTPUTS,
        step=step,
        initial_state=initial_state,
    )
