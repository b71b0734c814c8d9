"""What the data files of every source keep to, and the check that they do.

A file is checked by what it declares: the coordinates that every source has, and the dimensions,
units and values of the variables that are there. Which of them a model needs is its set-up's to
say, when a problem is opened.
"""

from collections.abc import Mapping
from typing import Literal

import numpy as np
import xarray as xr

from fpl.data.variables import ATTRIBUTES, COORDINATES, FORCING, OBSERVATIONS, Variable
from fpl.errors import DataError

Kind = Literal["forcing", "observations", "attributes"]

EVERYWHERE = ("cell", "lat", "lon")  # coordinates without which nothing is a place
LATTICE = ("row", "column")  # both, where the places of a source are a lattice
KNOWN: dict[str, dict[str, Variable]] = {
    "forcing": FORCING,
    "observations": OBSERVATIONS,
    "attributes": ATTRIBUTES,
}
DAILY = ("cell", "time")


def described(ds: xr.Dataset, more: Mapping[str, Variable] | None = None) -> xr.Dataset:
    """Give each known variable its units and names; those in ``more`` are its source's own."""
    known = COORDINATES | FORCING | OBSERVATIONS | ATTRIBUTES | dict(more or {})
    named = ds.copy()
    for name in named.variables:
        if name in known:
            named[name].attrs.update(known[str(name)].attrs)
    return named


def check(ds: xr.Dataset, kind: Kind) -> xr.Dataset:
    """Return ``ds`` if it is a well-formed file of its kind.

    forcing : variables (cell, time) without gaps
    observations : ``observed`` and ``used`` (cell, time), perhaps ``quality_flag``
    attributes : variables (cell), or (cell, class) of a one-hot code, without gaps

    Each has the coordinates cell, lat and lon; row and column where the source is a lattice;
    elevation where it is known. DataError lists everything that is wrong: variables, dimensions,
    units, missing values, days left out.
    """
    problems = [f"{name}: missing" for name in _compulsory(ds, kind) if name not in ds.variables]
    known = COORDINATES | KNOWN[kind]
    for name in (str(name) for name in ds.variables):
        if name in known:
            problems += _faults(ds, name, known[name])
        elif name in ds.data_vars:
            problems += _undescribed(ds, name, kind)
    if kind == "forcing" and not ds.data_vars:
        problems.append("expected at least one variable (cell, time), got none")
    if "cell" in ds.coords and not ds.indexes["cell"].is_unique:
        problems.append("cell: a number occurs twice")
    if kind == "observations" and "used" in ds:
        strange = np.setdiff1d(ds["used"].to_numpy(), [0, 1])
        problems += [f"used: expected 0 or 1, got {strange[0]}"] if len(strange) else []
    if kind != "attributes":
        problems += _time_faults(ds)
    if problems:
        raise DataError(
            f"not a {kind} file as fpl writes it:\n  "
            + "\n  ".join(problems)
            + "\nMake the file again with its rule (`prepare` or `generate`)."
        )
    return ds


def is_lattice(cells: xr.Dataset) -> bool:
    """Whether the places have a row and a column."""
    return all(name in cells.variables for name in LATTICE)


def place_coordinates(ds: xr.Dataset) -> dict[str, xr.DataArray]:
    """The coordinates (cell) that say where the places are, those that the source has."""
    return {name: ds[name] for name in COORDINATES if name in ds.coords}


def _compulsory(ds: xr.Dataset, kind: Kind) -> list[str]:
    """Names without which a file is none of its kind."""
    lattice = LATTICE if any(name in ds.variables for name in LATTICE) else ()
    observed = ("observed", "used") if kind == "observations" else ()
    return [*EVERYWHERE, *lattice, *observed]


def _faults(ds: xr.Dataset, name: str, expected: Variable) -> list[str]:
    """What is wrong with a variable of the catalogue."""
    values = ds[name]
    faults = []
    if values.dims != expected.dims:
        faults.append(f"{name}: expected dimensions {expected.dims}, got {values.dims}")
    if values.dtype.kind != expected.kind:
        faults.append(f"{name}: expected numpy kind {expected.kind!r}, got {values.dtype}")
    elif expected.kind == "f":
        faults += _value_faults(values, name, expected.may_be_missing)
    if values.attrs.get("units") != expected.units:
        faults.append(
            f"{name}: expected units {expected.units!r}, got {values.attrs.get('units')!r}"
        )
    return faults


def _undescribed(ds: xr.Dataset, name: str, kind: Kind) -> list[str]:
    """What is wrong with a variable that its source declares itself."""
    values = ds[name]
    faults = [
        f"{name}: expected an attribute {attribute}, got none"
        for attribute in ("units", "long_name")
        if not values.attrs.get(attribute)
    ]
    if kind == "attributes":
        if values.dims[:1] != ("cell",) or values.ndim > 2:
            faults.append(
                f"{name}: expected dimensions ('cell',) or ('cell', class), got {values.dims}"
            )
    elif values.dims != DAILY:
        faults.append(f"{name}: expected dimensions {DAILY}, got {values.dims}")
    integers = ("i",) if kind == "attributes" else ()
    if values.dtype.kind not in ("f", *integers):
        faults.append(f"{name}: expected numpy kind 'f', got {values.dtype}")
    elif values.dtype.kind == "f":
        faults += _value_faults(values, name, may_be_missing=name == "observed")
    return faults


def _value_faults(values: xr.DataArray, name: str, may_be_missing: bool) -> list[str]:
    """Infinite values, and missing ones where none may be."""
    array = values.to_numpy()
    bad = np.isinf(array) if may_be_missing else ~np.isfinite(array)
    if not bad.any():
        return []
    count, position = int(bad.sum()), np.argwhere(bad)[0]
    where = ""
    if "cell" in values.dims:
        where = f", the first in cell {int(values.cell[position[values.dims.index('cell')]])}"
    return [f"{name}: {count} values missing or infinite{where}"]


def _time_faults(ds: xr.Dataset) -> list[str]:
    """Days must follow one another without a gap."""
    if "time" not in ds.coords:
        return ["time: missing"]
    steps = np.diff(ds["time"].to_numpy().astype("datetime64[D]").astype(int))
    return [] if np.all(steps == 1) else ["time: days do not follow one another without a gap"]
