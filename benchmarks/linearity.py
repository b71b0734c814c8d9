"""Cost against number of cells: is it linear?"""

import numpy as np
import pandas as pd

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
    slope, offset = np.polyfit(cells, cost, 1)
    away = cells - cells.mean()
    variance = ((cost - slope * cells - offset) ** 2).sum() / (len(cells) - 2)
    return {
        "n": len(cells),
        "cells_min": round(np.exp(cells[0])),
        "cells_max": round(np.exp(cells[-1])),
        "exponent": float(slope),
        "standard_error": float(np.sqrt(variance / (away**2).sum())),
        "last_exponent": float((cost[-1] - cost[-2]) / (cells[-1] - cells[-2])),
    }
