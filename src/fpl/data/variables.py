"""The catalogue of variables that data sources share: units, dimensions, long and standard names.

A source may hold others, which it declares itself (:func:`fpl.data.schema.described`).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Variable:
    """What a variable must look like. ``kind`` is numpy's: f for floats, i for integers."""

    units: str
    long_name: str
    dims: tuple[str, ...] = ("cell", "time")
    kind: str = "f"
    standard_name: str = ""
    may_be_missing: bool = False

    @property
    def attrs(self) -> dict[str, str]:
        """CF attributes of the variable."""
        named = {"standard_name": self.standard_name} if self.standard_name else {}
        return {"units": self.units, "long_name": self.long_name} | named


CELL = ("cell",)

COORDINATES = {
    "cell": Variable("1", "number of the place in its source, from zero", CELL, "i"),
    "lat": Variable("degrees_north", "latitude", CELL, standard_name="latitude"),
    "lon": Variable("degrees_east", "longitude", CELL, standard_name="longitude"),
    "row": Variable("1", "row on the lattice of the source, from zero", CELL, "i"),
    "column": Variable("1", "column on the lattice of the source, from zero", CELL, "i"),
    "elevation": Variable("m", "elevation above sea level", CELL),
}

FORCING = {
    "precipitation": Variable(
        "mm d-1", "precipitation", standard_name="lwe_thickness_of_precipitation_amount"
    ),
    "air_temperature": Variable(
        "degC", "daily mean air temperature", standard_name="air_temperature"
    ),
    "potential_evaporation": Variable(
        "mm d-1", "potential evaporation", standard_name="water_potential_evaporation_amount"
    ),
    "specific_humidity": Variable(
        "kg kg-1", "specific humidity", standard_name="specific_humidity"
    ),
    "vapour_pressure": Variable(
        "Pa", "vapour pressure", standard_name="water_vapor_partial_pressure_in_air"
    ),
    "surface_pressure": Variable(
        "Pa", "surface air pressure", standard_name="surface_air_pressure"
    ),
    "shortwave": Variable(
        "W m-2",
        "incoming shortwave radiation",
        standard_name="surface_downwelling_shortwave_flux_in_air",
    ),
    "longwave": Variable(
        "W m-2",
        "incoming longwave radiation",
        standard_name="surface_downwelling_longwave_flux_in_air",
    ),
    "wind_speed": Variable(
        "m s-1", "magnitude of the daily mean wind vector", standard_name="wind_speed"
    ),
}

OBSERVATIONS = {
    "quality_flag": Variable("1", "quality flag of the observations", kind="i"),
    "used": Variable("1", "1 where the value is used for training and scores", kind="i"),
}

ATTRIBUTES = {
    "sand": Variable("percent", "sand", CELL),
    "silt": Variable("percent", "silt", CELL),
    "clay": Variable("percent", "clay", CELL),
    "bulk_density": Variable("g cm-3", "bulk density of the soil", CELL),
    "water_capacity": Variable("percent", "water capacity of the soil by volume", CELL),
    "ndvi": Variable("1", "mean normalised difference vegetation index", CELL),
    "water_fraction": Variable("1", "open-water fraction", CELL),
    "land_cover": Variable("1", "land cover class of IGBP", CELL, "i"),
    "land_cover_onehot": Variable(
        "1", "1 in the cell's land cover class", ("cell", "land_cover_class")
    ),
    "area": Variable("km2", "drainage area", CELL),
    "mean_elevation": Variable("m", "mean elevation above sea level", CELL),
    "slope": Variable("m km-1", "mean slope of the ground", CELL),
    "aridity": Variable("1", "potential evaporation over precipitation, long-term means", CELL),
    "forest_share": Variable("1", "share of the area under forest", CELL),
    "permeability": Variable("log10(m2)", "decimal logarithm of subsurface permeability", CELL),
}
