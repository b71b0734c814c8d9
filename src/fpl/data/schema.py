"""Names, dimensions, units of the data files, and the check that a file keeps to them."""

from dataclasses import dataclass

import numpy as np
import xarray as xr

from fpl.errors import DataError


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
    "cell": Variable("1", "row of the cell in the upstream files, from zero", CELL, "i"),
    "lat": Variable("degrees_north", "latitude", CELL, standard_name="latitude"),
    "lon": Variable("degrees_east", "longitude", CELL, standard_name="longitude"),
    "row": Variable("1", "row on EASE-Grid 2.0 36 km, from zero", CELL, "i"),
    "column": Variable("1", "column on EASE-Grid 2.0 36 km, from zero", CELL, "i"),
    "elevation": Variable("m", "assumed elevation above sea level", CELL),
}

FORCING = {
    "precipitation": Variable(
        "mm d-1", "precipitation", standard_name="lwe_thickness_of_precipitation_amount"
    ),
    "air_temperature": Variable(
        "degC", "daily mean air temperature", standard_name="air_temperature"
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
    "observed": Variable("m3 m-3", "surface soil moisture", may_be_missing=True),
    "quality_flag": Variable("1", "quality flag of surface soil moisture", kind="i"),
    "used": Variable("1", "1 where the value is used for training and scores", kind="i"),
}

ATTRIBUTES = {
    "sand": Variable("percent", "sand", CELL),
    "silt": Variable("percent", "silt", CELL),
    "clay": Variable("percent", "clay", CELL),
    "bulk_density": Variable("g cm-3", "bulk density of the soil", CELL),
    "water_capacity": Variable("percent", "water capacity of the soil by volume", CELL),
    "ndvi": Variable("1", "mean normalised difference vegetation index", CELL),
    "roughness": Variable("1", "roughness coefficient of the SMAP retrieval", CELL),
    "smap_albedo": Variable("1", "single-scattering albedo of the SMAP retrieval", CELL),
    "vegetation_density": Variable("1", "vegetation density flag of SMAP", CELL),
    "water_fraction": Variable("1", "open-water fraction", CELL),
    "land_cover": Variable("1", "land cover class of IGBP", CELL, "i"),
    "extra_flag": Variable("1", "undocumented surface code of upstream", CELL, "i"),
    "land_cover_onehot": Variable(
        "1", "1 in the cell's land cover class", ("cell", "land_cover_class")
    ),
    "extra_flag_onehot": Variable(
        "1", "1 in the cell's undocumented code", ("cell", "extra_flag_class")
    ),
}

KINDS = {"forcing": FORCING, "observations": OBSERVATIONS, "attributes": ATTRIBUTES}


def described(ds: xr.Dataset) -> xr.Dataset:
    """Give each variable known here its units and names."""
    known = COORDINATES | FORCING | OBSERVATIONS | ATTRIBUTES
    described = ds.copy()
    for name in described.variables:
        if name in known:
            described[name].attrs.update(known[str(name)].attrs)
    return described


def check(ds: xr.Dataset, kind: str) -> xr.Dataset:
    """Return ``ds`` if it is a well-formed file of ``kind`` (forcing, observations, attributes).

    DataError lists everything that is wrong: variables, dimensions, units, missing values, days
    left out.
    """
    expected = COORDINATES | KINDS[kind]
    problems = [line for name, variable in expected.items() for line in _faults(ds, name, variable)]
    if "cell" in ds.coords and not ds.indexes["cell"].is_unique:
        problems.append("cell: a number occurs twice")
    if kind != "attributes":
        problems += _time_faults(ds)
    if problems:
        raise DataError(
            f"not a {kind} file as fpl writes it:\n  "
            + "\n  ".join(problems)
            + "\nMake the file again with its rule (`prepare` or `generate`)."
        )
    return ds


def _faults(ds: xr.Dataset, name: str, expected: Variable) -> list[str]:
    """What is wrong with one variable."""
    if name not in ds.variables:
        return [f"{name}: missing"]
    found = ds[name]
    faults = []
    if found.dims != expected.dims:
        faults.append(f"{name}: expected dimensions {expected.dims}, got {found.dims}")
    if found.dtype.kind != expected.kind:
        faults.append(f"{name}: expected numpy kind {expected.kind!r}, got {found.dtype}")
    elif expected.kind == "f":
        faults += _value_faults(found, name, expected)
    if found.attrs.get("units") != expected.units:
        faults.append(
            f"{name}: expected units {expected.units!r}, got {found.attrs.get('units')!r}"
        )
    return faults


def _value_faults(found: xr.DataArray, name: str, expected: Variable) -> list[str]:
    """Infinite values, and missing ones where none may be."""
    values = found.to_numpy()
    bad = np.isinf(values) if expected.may_be_missing else ~np.isfinite(values)
    if not bad.any():
        return []
    cell = np.argwhere(bad)[0][0]
    count, first = int(bad.sum()), int(found.cell[cell])
    return [f"{name}: {count} values missing or infinite, the first in cell {first}"]


def _time_faults(ds: xr.Dataset) -> list[str]:
    """Days must follow one another without a gap."""
    if "time" not in ds.coords:
        return ["time: missing"]
    steps = np.diff(ds["time"].to_numpy().astype("datetime64[D]").astype(int))
    return [] if np.all(steps == 1) else ["time: days do not follow one another without a gap"]
