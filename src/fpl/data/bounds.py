"""Physical bounds of the forcing."""

from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr

from fpl.errors import DataError


def check_bounds(ds: xr.Dataset, bounds: Mapping[str, Sequence[float]]) -> None:
    """Raise a DataError that lists each variable with a value missing or out of bounds.

    bounds : variable -> (low, high) in the units of the variable.
    """
    problems = []
    for name, (low, high) in bounds.items():
        if name not in ds:
            problems.append(f"{name}: bounds are given, but forcing has no such variable")
            continue
        values = ds[name].transpose("cell", "time").to_numpy()
        outside = ~((values >= low) & (values <= high))  # NaN counts as outside
        if outside.any():
            cell, day = np.argwhere(outside)[0]
            problems.append(
                f"{name}: expected {low} to {high} {ds[name].attrs.get('units', '')}, "
                f"got {values[cell, day]:.6g} in cell {int(ds.cell[cell])} "
                f"on {str(ds.time.to_numpy()[day])[:10]} "
                f"({int(outside.sum())} values in {int(outside.any(axis=1).sum())} cells)"
            )
    if problems:
        raise DataError(
            "forcing outside physical bounds:\n  "
            + "\n  ".join(problems)
            + "\nAdd broken cells to data.drop_cells, or correct data.bounds."
        )
