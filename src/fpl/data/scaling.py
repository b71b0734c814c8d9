"""Features of the parameter network, scaled by statistics of the training cells only."""

from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from fpl.data.classes import class_names
from fpl.errors import DataError

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Scaling:
    """Names, means and standard deviations of the features; one-hot ones keep 0 and 1."""

    names: list[str]
    mean: list[float]
    sd: list[float]

    def apply(self, features: xr.Dataset) -> Floats:
        """Scaled features (cell, feature), float32. DataError if one is absent or has a gap."""
        columns = _columns(features)
        absent = [name for name in self.names if name not in columns]
        if absent:
            raise DataError(
                f"expected the features this scaling was fitted on, absent: {', '.join(absent)}"
            )
        values = np.column_stack([columns[name] for name in self.names])
        _refuse_missing(values, self.names, features)
        return ((values - np.array(self.mean)) / np.array(self.sd)).astype(np.float32)


def fit(features: xr.Dataset, training_cells: ArrayLike) -> Scaling:
    """Scaling by the cells where ``training_cells`` (cell, bool) is true.

    Every variable of dims (cell,) is a feature, and every class of a one-hot variable; class
    numbers are not. A feature that does not vary among the training cells is left out: nothing can
    be learned from it, and a class not seen in training would otherwise reach a cell through
    weights that were never trained.
    """
    chosen = np.asarray(training_cells, dtype=bool)
    if not chosen.any():
        raise DataError("expected at least one training cell to fit the scaling on, got none")
    columns = _columns(features)
    _refuse_missing(np.column_stack(list(columns.values())), list(columns), features)
    names, mean, sd = [], [], []
    for name, values in columns.items():
        training = values[chosen]
        if training.max() == training.min():
            continue
        one_hot = ":" in name
        names.append(name)
        mean.append(0.0 if one_hot else float(training.mean()))
        sd.append(1.0 if one_hot else float(training.std()))
    if not names:
        raise DataError("no feature varies among the training cells: more cells are needed")
    return Scaling(names, mean, sd)


def _columns(features: xr.Dataset) -> dict[str, NDArray[np.float64]]:
    """Name -> values (cell) in float64; one-hot classes are named variable:class."""
    columns, classes = {}, class_names(features)
    for name, variable in features.data_vars.items():
        if variable.dims == ("cell",) and name not in classes:
            columns[str(name)] = variable.to_numpy().astype(np.float64)
        elif len(variable.dims) == 2:
            one_hot = variable.transpose("cell", ...)
            for label, values in zip(
                one_hot[one_hot.dims[1]].to_numpy(), one_hot.to_numpy().T, strict=True
            ):
                columns[f"{name}:{label}"] = values.astype(np.float64)
    return columns


def _refuse_missing(values: NDArray[np.float64], names: list[str], features: xr.Dataset) -> None:
    """DataError that names the first missing feature and cell."""
    bad = np.argwhere(~np.isfinite(values))
    if len(bad):
        cell, feature = bad[0]
        raise DataError(
            f"expected all features of all cells, got {values[cell, feature]} for {names[feature]} "
            f"in cell {int(features.cell[cell])} ({len(bad)} such values): "
            "leave these cells out with data.drop_cells"
        )
