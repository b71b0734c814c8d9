"""The snow-and-bucket model declared: parameters with ranges and sources, stores, outputs."""

from fpl.models.declaration import Declaration, Variable
from fpl.models.parameter import Parameter

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
    Variable("streamflow", "mm d-1", "fast, inter- and slow flow, without routing"),
    Variable("evapotranspiration", "mm d-1"),
    Variable("snow_water_equivalent", "mm", "ice and liquid water at the end of the day"),
    Variable("soil_water", "mm", "at the end of the day"),
)
DECLARATION = Declaration(
    name="snow_bucket",
    forcings=FORCINGS,
    parameters=PARAMETERS,
    states=STATES,
    outputs=OUTPUTS,
    needs_forcing=("precipitation", "air_temperature"),
    needs_attributes=(),
    settles=("snow", "soil", "upper", "lower"),
    fluxes=("evapotranspiration", "snow_water_equivalent"),
)
