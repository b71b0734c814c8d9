"""Cost against number of cells: is it linear?"""

import numpy as np
import pandas as pd
from scipy.stats import linregress

GROUP = ["engine", "threads", "model", "substeps", "direction"]  # eager torch is one line
OWN = ("torch", "fused")
FITTED = ["n", "cells_min", "cells_max", "exponent", "standard_error", "last_exponent"]


def linearity(speed: pd.DataFrame) -> pd.DataFrame:
    """Slope of the logarithm of seconds a day against that of cells, for each line of ``speed``.

    ``exponent`` is from a least-squares line over all numbers of cells, with its standard error; 1
    is linear. ``last_exponent`` is between the two greatest numbers of cells.
    """
    own = speed[speed["engine"].isin(OWN)].dropna(subset=["seconds_median"])
    eager = own["engine"] == "torch"
    own = own.assign(threads=own["threads"].mask(eager, own.loc[eager, "threads"].max()))
    rows = []
    for key, group in own.groupby(GROUP):
        ordered = group.sort_values("cells")
        cells = np.log(ordered["cells"].to_numpy(dtype=float))
        cost = np.log((ordered["seconds_median"] / ordered["days"]).to_numpy(dtype=float))
        if len(cells) > 2:
            rows.append(dict(zip(GROUP, key, strict=True)) | _fit(cells, cost))
    return pd.DataFrame(rows, columns=[*GROUP, *FITTED])


def _fit(cells: np.ndarray, cost: np.ndarray) -> dict[str, float]:
    line = linregress(cells, cost)
    return {
        "n": len(cells),
        "cells_min": round(np.exp(cells[0])),
        "cells_max": round(np.exp(cells[-1])),
        "exponent": line.slope,
        "standard_error": line.stderr,
        "last_exponent": (cost[-1] - cost[-2]) / (cells[-1] - cells[-2]),
    }
