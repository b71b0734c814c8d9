"""Attributes that are classes: numbers without order, each with a one-hot variable beside it."""

from collections.abc import Iterable, Mapping

import numpy as np
import xarray as xr

from fpl.errors import DataError

ONE_HOT = "_onehot"


def class_names(attributes: xr.Dataset) -> list[str]:
    """Names of the variables (cell) that are classes: those with a one-hot variable beside them."""
    names = (str(name) for name in attributes.data_vars)
    return [name for name in names if f"{name}{ONE_HOT}" in attributes]


def with_one_hot(attributes: xr.Dataset, classes: Mapping[str, Iterable[int]]) -> xr.Dataset:
    """Add ``NAME_onehot`` (cell, class), float32, for each name in ``classes`` (name -> codes).

    The classes themselves become integers. DataError for a class that is not among the codes.
    """
    extended = attributes.copy()
    for name, codes_known in classes.items():
        codes = attributes[name].to_numpy()
        known = np.array(codes_known)
        strange = ~np.isin(codes, known)
        if strange.any():
            raise DataError(
                f"{name}: expected classes {known[0]}..{known[-1]}, got {codes[strange][0]} "
                f"in cell {int(attributes.cell[int(np.argmax(strange))])}"
            )
        extended[name] = ("cell", codes.astype(np.int32))
        one_hot = (codes[:, None] == known).astype(np.float32)
        extended[f"{name}{ONE_HOT}"] = (("cell", f"{name}_class"), one_hot)
        extended = extended.assign_coords({f"{name}_class": known.astype(np.int32)})
        extended[f"{name}_class"].attrs = {"units": "1", "long_name": f"class of {name}"}
    return extended
