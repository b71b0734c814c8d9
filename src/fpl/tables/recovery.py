"""Tables of true against estimated parameters, in a generated world."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from fpl.evaluation.identifiability.quantities import correlations
from fpl.tables.parameters import read_calibrated
from fpl.tables.runs import IDENTITY, gather

CELLS = [*IDENTITY, "cell", "parameter", "unit", "transform", "true", "estimate"]
COLUMNS = [*IDENTITY, "parameter", "unit", "transform", "r", "rank_r", "n"]


def cells(truth: str | Path, parameters: Iterable[str | Path]) -> pd.DataFrame:
    """True and estimated value of each calibrated parameter at each cell.

    Only runs of the model that generated the world are compared: those of another have no truth.
    """
    known = read_calibrated(truth).rename(columns={"value": "true"})
    with xr.open_dataset(truth) as source:
        model = source.attrs["model"]
    estimates = gather(parameters, read_calibrated).rename(columns={"value": "estimate"})
    estimates = estimates[estimates["model"] == model].drop(columns=["unit", "transform"])
    return estimates.merge(known, on=["cell", "parameter"], how="inner", validate="m:1")[CELLS]


def build(table: pd.DataFrame) -> pd.DataFrame:
    """Correlation of true and estimated values over cells, per run and parameter.

    ``r`` is Pearson's, of logarithms for parameters that are searched in their logarithm;
    ``rank_r`` is Spearman's. NaN where the true or the estimated values do not vary.
    """
    keys = [*IDENTITY, "parameter", "unit", "transform"]
    rows = []
    for key, run in table.groupby(keys, sort=False):
        true, estimate = run["true"], run["estimate"]
        if key[-1] == "log":
            true, estimate = np.log(true), np.log(estimate)
        rows.append((*key, *correlations(true, estimate), len(run)))
    return pd.DataFrame(rows, columns=COLUMNS)
