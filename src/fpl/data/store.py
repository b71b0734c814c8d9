"""Read and write the data files: checked on opening, whole or absent after writing."""

import os
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import xarray as xr

from fpl import provenance
from fpl.data import schema
from fpl.errors import DataError

EPOCH = "days since 2015-04-01"


def open_forcing(path: str | Path) -> xr.Dataset:
    """Forcing (cell, time) in memory, checked by the schema."""
    return schema.check(_load(path), "forcing")


def open_observations(path: str | Path) -> xr.Dataset:
    """Observations and ``used`` (cell, time) in memory, checked by the schema."""
    return schema.check(_load(path), "observations")


def open_attributes(path: str | Path) -> xr.Dataset:
    """Attributes (cell) in memory, checked by the schema."""
    return schema.check(_load(path), "attributes")


def write(ds: xr.Dataset, path: str | Path, *, config_sha256: str = "", **attrs: object) -> None:
    """Write netCDF with provenance; the file appears only when it is whole.

    ``attrs`` are further global attributes (dataset, model, method, sample, seed). DataError if a
    variable has no units or no long_name.
    """
    bare = [str(name) for name in ds.data_vars if not {"units", "long_name"} <= set(ds[name].attrs)]
    if bare:
        raise DataError(
            f"expected units and long_name on every variable, missing on: {', '.join(bare)}"
        )
    made = ds.assign_attrs(ds.attrs | provenance.attributes(config_sha256, **attrs))
    if "time" in made.coords:
        made["time"].attrs = {"standard_name": "time", "long_name": "day"}
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    try:
        made.to_netcdf(partial, engine="netcdf4", encoding=_encoding(made))
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def write_all(
    files: Mapping[schema.Kind, tuple[xr.Dataset, str | Path]],
    *,
    config_sha256: str = "",
    **attrs: object,
) -> None:
    """Check the files of a source by the schema, kind -> (data, path), and write them."""
    for kind, (ds, path) in files.items():
        write(schema.check(ds, kind), path, config_sha256=config_sha256, **attrs)


def _load(path: str | Path) -> xr.Dataset:
    """The file in memory, closed again; DataError if it is not there or not netCDF."""
    if not Path(path).is_file():
        raise DataError(f"expected a netCDF file at {path}, found none: run snakemake to make it")
    try:
        with xr.open_dataset(path, engine="netcdf4") as ds:
            return ds.load()
    except OSError as error:
        raise DataError(
            f"{path} is not a whole netCDF file ({error}): delete it and make it again"
        ) from error


def _encoding(ds: xr.Dataset) -> dict[str, dict[str, object]]:
    """Compress floats; count time in days; no fill value where nothing can be missing."""
    encoding: dict[str, dict[str, object]] = {}
    for name in ds.variables:
        kind = ds[name].dtype.kind
        if kind == "M":
            encoding[str(name)] = {"units": EPOCH, "calendar": "standard", "dtype": "int32"}
        elif kind == "f" and name in ds.data_vars:
            encoding[str(name)] = {"zlib": True, "complevel": 1, "_FillValue": np.nan}
        elif kind == "f":
            encoding[str(name)] = {"_FillValue": None}
    return encoding
