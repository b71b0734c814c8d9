"""Quantities of the study, and how true and estimated parameters agree. No torch."""

import numpy as np
import pandas as pd

TARGET, ET = "target", "evapotranspiration"


def correlations(true: pd.Series, estimates: pd.Series) -> tuple[float, float]:
    """Pearson's and Spearman's correlation; NaN where either side does not vary."""
    if true.nunique() < 2 or estimates.nunique() < 2:
        return np.nan, np.nan
    return true.corr(estimates), true.rank().corr(estimates.rank())


def agreement(recovered: pd.DataFrame) -> pd.DataFrame:
    """How true and estimated parameters of each world agree over cells: columns world, parameter, r
    (Pearson), rank_r (Spearman), rmse (of the unit cube)."""
    rows = []
    for (world, name), cells in recovered.groupby(["world", "parameter"], sort=False):
        true, estimates = cells["true"], cells["found"]
        rmse = float(((true - estimates) ** 2).mean() ** 0.5)
        rows.append((world, name, *correlations(true, estimates), rmse))
    return pd.DataFrame(rows, columns=["world", "parameter", "r", "rank_r", "rmse"])
