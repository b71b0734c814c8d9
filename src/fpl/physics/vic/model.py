"""VIC in daily water-balance mode as a ProcessModel."""

from collections.abc import Mapping, Sequence

from torch import Tensor

from fpl.physics.process_model import Fields, ProcessModel, Variable
from fpl.physics.vic.canopy import Sharing
from fpl.physics.vic.day import Surface, vic_day
from fpl.physics.vic.soil_column import Layers, Soil
from fpl.physics.vic.soil_heat import SoilHeat, soil_heat
from fpl.physics.vic.table import parameter_table

FORCINGS = (
    Variable("precipitation", "mm d-1", "rain and snow"),
    Variable("snowfall", "mm d-1"),
    Variable("air_temperature", "degC", "daily mean"),
    Variable("shortwave", "W m-2", "incoming, daily mean"),
    Variable("longwave", "W m-2", "incoming, daily mean"),
    Variable("vapour_pressure_deficit", "Pa", "mean over the day, above 0"),
    Variable("wind_speed", "m s-1", "above 0"),
    Variable("leaf_area_index", "m2 m-2", "of the vegetated area"),
    Variable("albedo", "1"),
)
STATES = (
    Variable("w1", "mm", "moisture of layer 1"),
    Variable("w2", "mm", "moisture of layer 2"),
    Variable("w3", "mm", "moisture of layer 3"),
    Variable("canopy_water", "mm", "intercepted rain"),
    Variable("snow_ice", "mm", "ice of the snow pack"),
    Variable("snow_liquid", "mm", "liquid water of the snow pack"),
    Variable("cold_content", "mm", "melt that the pack's cold would prevent"),
    Variable("surface_temperature", "degC", "of the day before"),
    Variable("soil_temperature", "degC", "at the bottom of layer 1"),
)
OUTPUTS = (
    Variable("surface_soil_moisture", "m3 m-3", "layer 1 at the end of the day"),
    Variable("evapotranspiration", "mm d-1", "from canopy, plants and soil"),
    Variable("canopy_evaporation", "mm d-1", "evaporation of intercepted rain"),
    Variable("transpiration", "mm d-1", "as asked of the layers"),
    Variable("bare_evaporation", "mm d-1", "as asked of layer 1"),
    Variable("runoff", "mm d-1", "surface runoff"),
    Variable("baseflow", "mm d-1"),
    Variable("throughfall", "mm d-1", "rain that reaches snow or soil"),
    Variable("inflow", "mm d-1", "rain and melt reaching the soil"),
    Variable("soil_water", "mm", "moisture of the three layers at the end of the day"),
    Variable("canopy_water", "mm", "intercepted rain at the end of the day"),
    Variable("snow_water_equivalent", "mm", "at the end of the day"),
    Variable("net_radiation", "W m-2"),
    Variable("ground_heat", "W m-2", "ground heat flux and storage, towards the surface"),
)


def soil(parameters: Fields) -> Soil:
    """Constants of the soil column from the model's parameters, each ``(cell,)``."""
    p = parameters

    def of_layers(share: Tensor | float) -> Layers:
        d1, d2, d3 = (1000.0 * p[f"depth_{n}"] * p["porosity"] for n in (1, 2, 3))
        return d1 * share, d2 * share, d3 * share

    wilting = p["Wcr"] * p["Wpwp_ratio"]
    return Soil(
        infilt=p["infilt"],
        Ds=p["Ds"],
        Dsmax=p["Dsmax"],
        Ws=p["Ws"],
        c=p["c"],
        expt=(p["expt"], p["expt"], p["expt"]),
        Ksat=(p["Ksat"], p["Ksat"], p["Ksat"]),
        wmax=of_layers(1.0),
        wres=of_layers(wilting * p["resid_ratio"]),
        wilting=of_layers(wilting),
        critical=of_layers(p["Wcr"]),
    )


def heat(parameters: Fields) -> SoilHeat:
    """Thermal constants of the column."""
    return soil_heat(
        depth=parameters["depth_1"],
        porosity=parameters["porosity"],
        quartz=parameters["quartz"],
        deep_temperature=parameters["deep_temperature"],
    )


def surface(parameters: Fields) -> Surface:
    """Constants of the land surface."""
    p = parameters
    deep = 1.0 - p["root_1"]
    names = ["cover", "rmin", "rgl", "rarc", "canopy_drag", "soil_drag", "elevation", "melt_factor"]
    roots = (p["root_1"], deep * p["root_2"], deep * (1.0 - p["root_2"]))
    return Surface(roots=roots, **{name: p[name] for name in names})


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
) -> ProcessModel:
    """VIC with ``runoff_steps`` sub-steps of the soil column a day (24 is VIC's own default).

    ``sharing`` of transpiration among layers: VIC's own rule, which jumps where the root zone
    becomes wet, or ``layered``, which does not (``fpl.physics.vic.canopy``).
    """

    def step(
        forcing: Fields, state: Fields, parameters: Fields
    ) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
        after, made = vic_day(
            forcing,
            state,
            soil(parameters),
            heat(parameters),
            surface(parameters),
            runoff_steps,
            sharing,
        )
        moisture = after["w1"] / (1000.0 * parameters["depth_1"])
        return after, {"surface_soil_moisture": moisture, **made}

    return ProcessModel(
        name=f"vic{runoff_steps}",
        forcings=FORCINGS,
        parameters=parameter_table(ranges),
        states=STATES,
        outputs=OUTPUTS,
        step=step,
        initial_state=initial_state,
    )
