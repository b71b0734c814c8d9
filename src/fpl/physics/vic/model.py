"""VIC in daily water-balance mode as a ProcessModel."""

from collections.abc import Mapping, Sequence

from torch import Tensor

from fpl.physics.process_model import Fields, ProcessModel, Variable
from fpl.physics.vic.evaporation import layer_evaporation
from fpl.physics.vic.snow import degree_day, snow_free_share
from fpl.physics.vic.soil_column import Soil, soil_column
from fpl.physics.vic.table import parameter_table

FORCINGS = (
    Variable("precipitation", "mm d-1"),
    Variable("air_temperature", "degC", "daily mean"),
    Variable("potential_transpiration", "mm d-1", "unstressed, per unit of vegetated area"),
    Variable("potential_bare_evaporation", "mm d-1", "per unit of bare area"),
)
STATES = (
    Variable("w1", "mm", "moisture of layer 1"),
    Variable("w2", "mm", "moisture of layer 2"),
    Variable("w3", "mm", "moisture of layer 3"),
    Variable("swe", "mm", "snow water equivalent"),
)
OUTPUTS = (
    Variable("surface_soil_moisture", "m3 m-3", "layer 1 at the end of the day"),
    Variable("evapotranspiration", "mm d-1", "bare-soil evaporation and transpiration"),
    Variable("bare_evaporation", "mm d-1"),
    Variable("runoff", "mm d-1", "surface runoff"),
    Variable("baseflow", "mm d-1"),
    Variable("inflow", "mm d-1", "rain and melt reaching the soil"),
    Variable("soil_water", "mm", "moisture of the three layers at the end of the day"),
    Variable("snow_water_equivalent", "mm", "at the end of the day"),
)
Layers = tuple[Tensor, Tensor, Tensor]


def soil(parameters: Fields) -> Soil:
    """Constants of the soil column from the model's parameters, each ``(cell,)``."""
    p = parameters
    depths = (p["depth_1"], p["depth_2"], p["depth_3"])
    storage: Layers = tuple(1000.0 * depth * p["porosity"] for depth in depths)  # type: ignore[assignment]
    residual = p["Wcr"] * p["Wpwp_ratio"] * p["resid_ratio"]  # share of porosity storage
    return Soil(
        infilt=p["infilt"],
        Ds=p["Ds"],
        Dsmax=p["Dsmax"],
        Ws=p["Ws"],
        c=p["c"],
        expt=p["expt"],
        Ksat=p["Ksat"],
        wmax=storage,
        wres=tuple(residual * w for w in storage),  # type: ignore[arg-type]
    )


def initial_state(parameters: Fields) -> dict[str, Tensor]:
    """Every layer at its wilting point, no snow.

    Dry places are near this state and wet ones fill up in a year or two, so that a warm-up from
    here settles sooner than from a wet column, whose lowest layer may drain for decades.
    """
    column = soil(parameters)
    wilting = parameters["Wcr"] * parameters["Wpwp_ratio"]
    w1, w2, w3 = (wilting * w for w in column.wmax)
    return {"w1": w1, "w2": w2, "w3": w3, "swe": w1 * 0.0}


def vic(
    runoff_steps: int = 24, ranges: Mapping[str, Sequence[float]] | None = None
) -> ProcessModel:
    """VIC with ``runoff_steps`` sub-steps of the soil column a day (24 is VIC's own default).

    Order of a day as in VIC: snow, then evaporation from the moisture at the start of the day,
    then the soil column with the day's inflow and evaporation.
    """

    def step(
        forcing: Fields, state: Fields, parameters: Fields
    ) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
        p = parameters
        column = soil(p)
        moisture = (state["w1"], state["w2"], state["w3"])
        open_ground = snow_free_share(state["swe"])
        swe, inflow = degree_day(
            forcing["precipitation"], forcing["air_temperature"], state["swe"], p["melt_factor"]
        )
        critical: Layers = tuple(p["Wcr"] * w for w in column.wmax)  # type: ignore[assignment]
        wilting: Layers = tuple(p["Wpwp_ratio"] * w for w in critical)  # type: ignore[assignment]
        deep = 1.0 - p["root_1"]
        roots = (p["root_1"], deep * p["root_2"], deep * (1.0 - p["root_2"]))
        asked, bare = layer_evaporation(
            open_ground * forcing["potential_transpiration"],
            open_ground * forcing["potential_bare_evaporation"],
            moisture,
            roots,
            p["cover"],
            wilting,
            critical,
            column,
        )
        day = soil_column(inflow, asked, moisture, column, runoff_steps)
        w1, w2, w3 = day.moisture
        e1, e2, e3 = day.evaporation
        outputs = {
            "surface_soil_moisture": w1 / (1000.0 * p["depth_1"]),
            "evapotranspiration": e1 + e2 + e3,
            "bare_evaporation": bare,
            "runoff": day.runoff,
            "baseflow": day.baseflow,
            "inflow": inflow,
            "soil_water": w1 + w2 + w3,
            "snow_water_equivalent": swe,
        }
        return {"w1": w1, "w2": w2, "w3": w3, "swe": swe}, outputs

    return ProcessModel(
        name=f"vic{runoff_steps}",
        forcings=FORCINGS,
        parameters=parameter_table(ranges),
        states=STATES,
        outputs=OUTPUTS,
        step=step,
        initial_state=initial_state,
    )
