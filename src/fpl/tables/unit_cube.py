"""The calibrated parameters of runs in the unit cube, in which both methods search."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import xarray as xr

from fpl.errors import DataError
from fpl.models.parameter import Parameter
from fpl.tables import runs

Key = tuple[str, str]  # model and method
Cubes = Mapping[Key, xr.DataArray]


def read(path: str | Path) -> xr.DataArray:
    """Calibrated parameters ``(parameter, cell)`` of a parameters.nc, mapped to [0, 1] by the range
    and transform that the file names. Those that vary from day to day are left out."""
    with xr.open_dataset(path) as source:
        searched = [values.load() for values in calibrated(source)]
        cell = source["cell"].to_numpy()
    names = [str(values.name) for values in searched]
    if not names:
        raise DataError(f"{path}: expected calibrated parameters, got none; simulate again")
    units = np.stack([_parameter(v).to_unit(v.to_numpy().astype(np.float64)) for v in searched])
    return xr.DataArray(units, {"parameter": names, "cell": cell}, ("parameter", "cell"))


def stack(paths: Iterable[str | Path]) -> dict[Key, xr.DataArray]:
    """``(seed, parameter, cell)`` of each model and method, seeds in order, at the cells that all
    seeds have. The runs of a method must be of one sample."""
    stacked = runs.stack(paths, read)
    samples: dict[Key, set[str]] = {}
    for _, model, method, sample in stacked:
        samples.setdefault((model, method), set()).add(sample)
    mixed = {key: names for key, names in samples.items() if len(names) > 1}
    if mixed:
        raise DataError(f"expected runs of one sample for each method, got {mixed}; pass one")
    return {(model, method): cube for (_, model, method, _), cube in stacked.items()}


def shared(cubes: Cubes, model: str) -> dict[str, xr.DataArray]:
    """The methods of a model, cut to the cells that all of them have."""
    chosen = {method: cube for (name, method), cube in cubes.items() if name == model}
    return dict(
        zip(chosen, xr.align(*chosen.values(), join="inner", exclude=["seed"]), strict=True)
    )


def calibrated(source: xr.Dataset) -> list[xr.DataArray]:
    """The calibrated parameters in a parameters.nc, but for those that vary from day to day."""
    return [
        values
        for values in source.data_vars.values()
        if values.dims == ("cell",) and int(values.attrs.get("calibrated", 0)) == 1
    ]


def _parameter(values: xr.DataArray) -> Parameter:
    of = values.attrs
    low, high = float(of["low"]), float(of["high"])
    return Parameter(
        str(values.name), of["units"], low, high, low, of["long_name"], "", of["transform"]
    )
