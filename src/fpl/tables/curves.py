"""Table of learning and calibration curves."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from fpl.errors import DataError
from fpl.tables.runs import IDENTITY, gather

COLUMNS = [
    *(*IDENTITY, "cells", "step", "runs_per_cell", "warmup_runs_per_cell"),
    *("wall_seconds", "cpu_seconds", "training_objective", "test_objective"),
    *("wall_seconds_per_cell", "cpu_seconds_per_cell"),
]


def build(curves: Iterable[str | Path], groups: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """Stack the curve.csv of all runs, with their number of ``cells`` and seconds per cell.

    Seconds in curve.csv are totals over the cells of the run's sample, for both methods.
    """
    table = gather(curves)
    unknown = sorted(set(table["sample"]) - set(groups))
    if unknown:
        raise DataError(
            f"Curves of samples {unknown}, expected some of {sorted(groups)}. "
            "Remove results of samples that are no longer in the configuration."
        )
    table["cells"] = [groups[sample].size for sample in table["sample"]]
    for clock in ("wall_seconds", "cpu_seconds"):
        table[f"{clock}_per_cell"] = table[clock] / table["cells"]
    return table[COLUMNS]
