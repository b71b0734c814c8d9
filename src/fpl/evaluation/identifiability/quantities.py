"""Quantities of the study, and how true and estimated parameters agree. No torch."""

import numpy as np
import pandas as pd

TARGET, ET = "target", "evapotranspiration"


def agreement(recovered: pd.DataFrame) -> pd.DataFrame:
    """How true and found parameters of each world agree over cells: columns world, parameter, r
    (Pearson), rank_r (Spearman), rmse (of the unit cube). r is NaN where a side does not vary."""
    rows = []
    for (world, name), cells in recovered.groupby(["world", "parameter"], sort=False):
        true, found = cells["true"], cells["found"]
        varies = true.nunique() > 1 and found.nunique() > 1
        r = true.corr(found) if varies else np.nan
        rank_r = true.rank().corr(found.rank()) if varies else np.nan
        rows.append((world, name, r, rank_r, float(((true - found) ** 2).mean() ** 0.5)))
    return pd.DataFrame(rows, columns=["world", "parameter", "r", "rank_r", "rmse"])
