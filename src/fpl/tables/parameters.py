"""Table of the parameters that every run estimates at every place."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import xarray as xr

from fpl.tables import unit_cube
from fpl.tables.runs import IDENTITY, gather, places
from fpl.terms import Run

COLUMNS = [*IDENTITY, "cell", "lat", "lon", "parameter", "unit", "value"]


def build(
    parameters: Iterable[str | Path], attributes: xr.Dataset, truth: str | Path | None = None
) -> pd.DataFrame:
    """Stack the calibrated parameters of all parameters.nc, in their own units.

    Parameters that a run leaves at their priors are not listed. ``truth`` (generated worlds only)
    adds the true values as method "truth", sample "all", seed 0.
    """
    table = gather(parameters, read_calibrated)
    if truth is not None:
        known = read_calibrated(truth)
        with xr.open_dataset(truth) as source:
            run = Run(source.attrs["dataset"], source.attrs["model"], "truth", "all", 0)
        table = pd.concat([table, known.assign(**run._asdict())], ignore_index=True)
    return table.merge(places(attributes), on="cell", how="left", validate="m:1")[COLUMNS]


def read_calibrated(path: str | Path) -> pd.DataFrame:
    """Calibrated parameters in a parameters.nc: cell, parameter, unit, transform, value."""
    with xr.open_dataset(path) as source:
        parts = [
            pd.DataFrame(
                {
                    "cell": source["cell"].values,
                    "parameter": str(values.name),
                    "unit": values.attrs["units"],
                    "transform": values.attrs.get("transform", "linear"),
                    "value": values.values.astype("float64"),
                }
            )
            for values in unit_cube.calibrated(source)
        ]
    return pd.concat(parts, ignore_index=True)
