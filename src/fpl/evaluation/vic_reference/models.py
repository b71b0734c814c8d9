"""Our VIC and its parts as models of the reference runs, each layer with its own soil."""

from dataclasses import replace

import torch
from torch import Tensor

from fpl.evaluation.vic_reference.reading import DISPLACEMENT, LAYERS, RARC, RGL, RMIN, ROUGHNESS
from fpl.models import vic as declared
from fpl.models.declaration import Variable
from fpl.models.parameter import Parameter
from fpl.physics.process_model import Fields, ProcessModel
from fpl.physics.vic import demand, model
from fpl.physics.vic.canopy import Sharing
from fpl.physics.vic.day import Conditions, evaporation, vic_day
from fpl.physics.vic.soil_column import Layers, Soil, soil_column
from fpl.physics.vic.soil_heat import SoilHeat, ground_heat, horizon, shading
from fpl.physics.vic.surface import Surface, net_radiation, potential

BY_RUN = (
    *("infilt", "Ds", "Dsmax", "Ws", "c", "cover", "depth_1", "deep_temperature", "elevation"),
    *("soil_drag", "melt_factor"),
)
BY_LAYER = ("expt", "Ksat", "wmax", "wres", "wilting", "critical", "roots", "porosity", "quartz")
SUBSTEPS = 24
Day = tuple[dict[str, Tensor], dict[str, Tensor]]


def soil(p: Fields) -> Soil:
    """Constants of the column, each layer with its own."""

    def layers(name: str) -> Layers:
        return p[f"{name}_1"], p[f"{name}_2"], p[f"{name}_3"]

    return Soil(
        infilt=p["infilt"],
        Ds=p["Ds"],
        Dsmax=p["Dsmax"],
        Ws=p["Ws"],
        c=p["c"],
        expt=layers("expt"),
        Ksat=layers("Ksat"),
        wmax=layers("wmax"),
        wres=layers("wres"),
        wilting=layers("wilting"),
        critical=layers("critical"),
    )


def surface(p: Fields) -> Surface:
    """Constants of the surface; vegetation is grass."""
    like = torch.ones_like(p["cover"])
    drag = demand.resistance_times_wind(roughness=ROUGHNESS, displacement=DISPLACEMENT)
    return Surface(
        cover=p["cover"],
        roots=(p["roots_1"], p["roots_2"], p["roots_3"]),
        rmin=RMIN * like,
        rgl=RGL * like,
        rarc=RARC * like,
        canopy_drag=drag * like,
        soil_drag=p["soil_drag"],
        elevation=p["elevation"],
        melt_factor=p["melt_factor"],
    )


def heat(p: Fields) -> SoilHeat:
    """Thermal constants of the column."""
    upper, lower = (horizon(p[f"porosity_{n}"], p[f"quartz_{n}"]) for n in (1, 2))
    return SoilHeat(p["depth_1"], upper, lower, p["deep_temperature"])


def _parameter_table() -> tuple[Parameter, ...]:
    names = [*BY_RUN, *(f"{name}_{layer}" for name in BY_LAYER for layer in LAYERS)]
    return tuple(Parameter(name, "1", 0.0, 1.0, 0.5, "of a reference run", "") for name in names)


def free_running(sharing: Sharing = "exact") -> ProcessModel:
    """The whole of VIC with the parameters of a reference run."""

    def step(forcing: Fields, state: Fields, p: Fields) -> Day:
        after, made = vic_day(forcing, state, soil(p), heat(p), surface(p), SUBSTEPS, sharing)
        return after, made | {f"w{layer}": after[f"w{layer}"] for layer in LAYERS}

    outputs = (*declared.OUTPUTS[1:], *(Variable(f"w{layer}", "mm") for layer in LAYERS))
    return replace(
        model.vic(SUBSTEPS),
        name="vic_reference",
        parameters=_parameter_table(),
        outputs=outputs,
        step=step,
    )


def column_alone() -> ProcessModel:
    """The soil column, fed with VIC's inflow and evaporation."""

    def step(forcing: Fields, state: Fields, p: Fields) -> Day:
        e1, e2, e3 = (forcing[f"evaporation_{layer}"] for layer in LAYERS)
        moisture = (state["w1"], state["w2"], state["w3"])
        day = soil_column(forcing["inflow"], (e1, e2, e3), moisture, soil(p), SUBSTEPS)
        end = {f"w{layer}": day.moisture[layer - 1] for layer in LAYERS}
        return end, end | {"runoff": day.runoff, "baseflow": day.baseflow}

    moistures = tuple(Variable(f"w{layer}", "mm") for layer in LAYERS)
    return ProcessModel(
        name="soil_column",
        forcings=(
            Variable("inflow", "mm d-1"),
            *(Variable(f"evaporation_{layer}", "mm d-1") for layer in LAYERS),
        ),
        parameters=_parameter_table(),
        states=moistures,
        outputs=(*moistures, Variable("runoff", "mm d-1"), Variable("baseflow", "mm d-1")),
        step=step,
        initial_state=lambda p: {},
    )


GIVEN = ("w1", "w2", "w3", "canopy_water", "available")  # of VIC, as forcing


def evaporation_alone(sharing: Sharing = "exact") -> ProcessModel:
    """Evaporation of single days, from VIC's own states and available energy."""

    def step(forcing: Fields, state: Fields, p: Fields) -> Day:
        lai, rain = forcing["leaf_area_index"], forcing["precipitation"] - forcing["snowfall"]
        place, column = surface(p), soil(p)
        moisture = (forcing["w1"], forcing["w2"], forcing["w3"])
        shaded = shading(place.cover, lai)
        from_ground, soil_temperature = ground_heat(
            forcing["air_temperature"],
            state["surface_temperature"],
            state["soil_temperature"],
            (moisture[0] / column.wmax[0], moisture[1] / column.wmax[1]),
            shaded,
            heat(p),
        )
        made = evaporation(
            potential(forcing, place, forcing["available"], shaded),
            Conditions(moisture, forcing["canopy_water"], torch.ones_like(rain), rain, lai),
            column,
            place,
            sharing,
        )
        t1, t2, t3 = made.transpired
        after = {
            "surface_temperature": 1.0 * forcing["air_temperature"],
            "soil_temperature": soil_temperature,
        }
        return after, {
            "evapotranspiration": made.canopy + t1 + t2 + t3 + made.bare,
            "canopy_evaporation": made.canopy,
            "transpiration": t1 + t2 + t3,
            "bare_evaporation": made.bare,
            "evaporation_1": t1 + made.bare,
            "evaporation_2": t2,
            "evaporation_3": t3,
            "throughfall": made.throughfall,
            "canopy_water": made.canopy_water,
            "net_radiation": net_radiation(forcing),
            "ground_heat": from_ground,
        }

    names = [
        *("evapotranspiration", "canopy_evaporation", "transpiration", "bare_evaporation"),
        *(f"evaporation_{layer}" for layer in LAYERS),
        *("throughfall", "canopy_water", "net_radiation", "ground_heat"),
    ]
    carried = ("surface_temperature", "soil_temperature")
    return ProcessModel(
        name="vic_evaporation",
        forcings=(*declared.FORCINGS, *(Variable(name, "mm") for name in GIVEN)),
        parameters=_parameter_table(),
        states=tuple(Variable(name, "degC") for name in carried),
        outputs=tuple(Variable(name, "mm d-1") for name in names),
        step=step,
        initial_state=lambda p: dict.fromkeys(carried, 0.0 * p["cover"]),
    )
