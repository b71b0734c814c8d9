"""Tables of true against estimated parameters, in a generated world."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from fpl.tables.parameters import read_calibrated
from fpl.tables.runs import IDENTITY, gather

CELLS = [*IDENTITY, "cell", "parameter", "unit", "transform", "true", "estimate"]
COLUMNS = [*IDENTITY, "parameter", "unit", "transform", "r", "rank_r", "n"]


def cells(truth: str | Path, parameters: Iterable[str | Path]) -> pd.DataFrame:
    """True and estimated value of each calibrated parameter at each cell.

    Only runs of the model that made the world are compared: those of another have no truth.
    """
    known = read_calibrated(truth).rename(columns={"value": "true"})
    with xr.open_dataset(truth) as source:
        model = source.attrs["model"]
    found = gather(parameters, read_calibrated).rename(columns={"value": "estimate"})
    found = found[found["model"] == model].drop(columns=["unit", "transform"])
    return found.merge(known, on=["cell", "parameter"], how="inner", validate="m:1")[CELLS]


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
        varies = true.nunique() > 1 and estimate.nunique() > 1
        r = true.corr(estimate) if varies else np.nan
        rank_r = true.rank().corr(estimate.rank()) if varies else np.nan
        rows.append((*key, r, rank_r, len(run)))
    return pd.DataFrame(rows, columns=COLUMNS)
