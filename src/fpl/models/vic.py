"""VIC declared: parameters (name, unit, range, transform, default, source), states, outputs.

Moisture limits are written as ratios of one another (residual of wilting, wilting of critical,
critical of porosity), and the ranges of Ds and Ws do not overlap, so that every combination inside
the ranges obeys VIC's own constraints on them: residual < wilting < critical < porosity, Ds < Ws.
The soil of layer 1 has parameters of its own: surface moisture constrains that layer, and what is
learned from it must not change the deeper soil, from which plants drink.
"""

from dataclasses import replace

from fpl.models.declaration import Declaration, Variable
from fpl.models.parameter import Parameter

GUIDE = "UW VIC calibration guide; lower end of infilt, and Ds and Ws, narrowed so that Ds < Ws"
SUCTION = "span of saturated suction of the same classes (Cosby et al. 1984), widened"
TEXTURE = "span of the 12 USDA classes in VIC's soil texture table (Cosby et al. 1984), widened"
DEPTH_1 = "around VIC's convention of 0.1 m and the 0.05 m that SMAP senses"
LIBRARY = "span of VIC's vegetation library by IGBP class, widened"
DRAG = "aerodynamic resistance times wind speed, of"
ROOTS = "Zeng (2001), J. Hydrometeorol. 2, Table 2: 4.4 to 10.7 and 1.0 to 2.6, widened"
DEPTHS = "UW VIC calibration guide: 0.1 to 1.5 m"

_PARAMETERS: tuple[Parameter, ...] = (
    Parameter("infilt", "1", 1e-3, 0.4, 0.2, "exponent b of the infiltration curve", GUIDE, "log"),
    Parameter(
        "Ds", "1", 1e-4, 0.3, 1e-3, "share of Dsmax where nonlinear baseflow begins", GUIDE, "log"
    ),
    Parameter("Dsmax", "mm d-1", 0.1, 30.0, 10.0, "greatest baseflow", GUIDE, "log"),
    Parameter(
        "Ws", "1", 0.3, 0.99, 0.9, "relative moisture where nonlinear baseflow begins", GUIDE
    ),
    Parameter("c", "1", 1.0, 4.0, 2.0, "exponent of nonlinear baseflow", "VIC 5: fixed at 2"),
    Parameter("expt", "1", 4.0, 30.0, 12.0, "exponent of Brooks-Corey drainage", TEXTURE),
    Parameter("Ksat", "mm d-1", 20.0, 10000.0, 500.0, "saturated conductivity", TEXTURE, "log"),
    Parameter(
        "bubbling", "mm", 10.0, 1000.0, 200.0, "suction that drains the largest pores, layer 1",
        SUCTION, "log",
    ),
    Parameter("porosity", "1", 0.25, 0.7, 0.45, "pore share of the soil volume", TEXTURE),
    Parameter(
        "Wcr", "1", 0.2, 0.9, 0.5, "critical moisture as a share of porosity storage", TEXTURE
    ),
    Parameter("Wpwp_ratio", "1", 0.2, 0.95, 0.6, "wilting point over critical moisture", TEXTURE),
    Parameter(
        "resid_ratio", "1", 0.0, 0.95, 0.3, "residual moisture over wilting point",
        "residual 0 to nearly the wilting point",
    ),
    Parameter("depth_1", "m", 0.03, 0.3, 0.1, "thickness of layer 1", DEPTH_1),
    Parameter("depth_2", "m", 0.1, 1.5, 0.5, "thickness of layer 2", DEPTHS),
    Parameter("depth_3", "m", 0.1, 1.5, 1.0, "thickness of layer 3", DEPTHS),
    Parameter("root_a", "m-1", 1.0, 15.0, 7.0, "first decay of roots with depth", ROOTS),
    Parameter("root_b", "m-1", 0.5, 5.0, 2.0, "second decay of roots with depth", ROOTS),
    Parameter("cover", "1", 0.0, 1.0, 0.5, "vegetated share of the cell", "NDVI"),
    Parameter("rmin", "s m-1", 30.0, 300.0, 100.0, "least stomatal resistance", LIBRARY, "log"),
    Parameter("rgl", "W m-2", 20.0, 120.0, 75.0, "shortwave that opens the stomata", LIBRARY),
    Parameter("rarc", "s m-1", 1.0, 100.0, 40.0, "architectural resistance of plants", LIBRARY),
    Parameter("canopy_drag", "1", 10.0, 1000.0, 100.0, DRAG + " plants", LIBRARY, "log"),
    Parameter("soil_drag", "1", 50.0, 5000.0, 500.0, DRAG + " exposed soil", LIBRARY, "log"),
    Parameter("quartz", "1", 0.0, 1.0, 0.5, "quartz share of the solids, for heat", "sand content"),
    Parameter(
        "deep_temperature", "degC", -10.0, 30.0, 12.0, "soil temperature at 4 m",
        "mean air temperature",
    ),
    Parameter("elevation", "m", -100.0, 4500.0, 300.0, "height above the sea", "of the place"),
    Parameter(
        "melt_factor", "mm d-1 K-1", 1.0, 8.0, 3.0, "degree-day factor of snow melt",
        "Hock (2003), J. Hydrol. 282: 1.6 to 6 for snow, widened", "log",
    ),
    Parameter(
        "overpass", "1", 0.0, 1.0, 1.0, "share of the day before the satellite passes",
        "longitude and hour of the overpass",
    ),
)  # fmt: skip
HORIZON = ("expt", "Ksat", "porosity", "Wcr", "Wpwp_ratio", "resid_ratio")  # differ with depth


def _of_layers(parameter: Parameter) -> tuple[Parameter, ...]:
    """A parameter of the soil twice: of layer 1, and of layers 2 and 3."""
    if parameter.name not in HORIZON:
        return (parameter,)
    name, text = parameter.name, parameter.description
    deep = replace(parameter, name=f"{name}_deep", description=f"{text}, layers 2 and 3")
    return replace(parameter, description=f"{text}, layer 1"), deep


PARAMETERS = tuple(own for parameter in _PARAMETERS for own in _of_layers(parameter))

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
    Variable("surface_soil_moisture", "m3 m-3", "layer 1 when the satellite passes"),
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
DECLARATION = Declaration(
    name="vic",
    forcings=FORCINGS,
    parameters=PARAMETERS,
    states=STATES,
    outputs=OUTPUTS,
    needs_forcing=(
        "precipitation",
        "air_temperature",
        "vapour_pressure",
        "shortwave",
        "longwave",
        "wind_speed",
    ),
    needs_attributes=("sand", "clay", "bulk_density", "ndvi", "land_cover"),
    # ASSUME layer 3 need not settle: it reaches layer 1 only by overflow, and by how layers share
    # transpiration. Settled too, with prior parameters, mean evapotranspiration rises by 0.05 % (12
    # mm a year in the cell furthest off), mean baseflow by 6 %, and median RMSE stays.
    settles=("w1", "w2", "snow_ice"),
    fluxes=("evapotranspiration", "runoff", "baseflow", "snow_water_equivalent"),
    # ASSUME SMAP and the model differ by at most a linear rescaling of each cell, whose offset is
    # within the span of soil moisture.
    offsets={"surface_soil_moisture": (-0.4, 0.4)},
    needs_coordinates=("lat", "lon", "elevation"),
)
