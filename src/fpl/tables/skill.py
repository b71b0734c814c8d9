"""Table of skill: statistics over cells of every run, on the same cells for all methods."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from fpl.tables.runs import IDENTITY, gather

COLUMNS = [*IDENTITY, "period", "cells", "metric", "statistic", "value", "n"]
STATISTICS = {"median": 0.5, "mean": None, "q25": 0.25, "q75": 0.75}


def build(metrics: Iterable[str | Path], groups: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """Statistics over each group of cells that a run covers whole.

    ``groups`` are those of :func:`fpl.tables.runs.cell_groups`: ``cells`` names the group, ``n`` is
    the number of its cells with a finite metric; the others
    (too few days, or a metric that is not defined) are not in the statistics. A run that lacks some
    cells of a group is not scored on it, so rows with equal ``cells`` are comparable.
    """
    table = gather(metrics)
    parts = []
    for _, run in table.groupby(IDENTITY, sort=False):
        for name, cells in groups.items():
            if np.isin(cells, run["cell"]).all():
                parts.append(_statistics(run[run["cell"].isin(cells)]).assign(cells=name))
    return pd.concat(parts, ignore_index=True)[COLUMNS]


def _statistics(run: pd.DataFrame) -> pd.DataFrame:
    values = run.groupby([*IDENTITY, "period", "metric"], sort=False)["value"]
    count = values.count()
    parts = []
    for name, quantile in STATISTICS.items():
        value = values.mean() if quantile is None else values.quantile(quantile)
        parts.append(pd.DataFrame({"value": value, "n": count, "statistic": name}).reset_index())
    return pd.concat(parts, ignore_index=True)
