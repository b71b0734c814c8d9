"""Summary of the comparison, and the same as a block of markdown for the README."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

RUN = ["dataset", "model", "method", "sample"]
METRICS = {
    "rmse": "RMSE",
    "ubrmse": "ubRMSE",
    "bias": "bias",
    "r": "R",
    "nse": "NSE",
    "kge": "KGE",
}
COST = ["runs_per_cell", "warmup_runs_per_cell", "wall_seconds", "cpu_seconds"]
FITTED = ["fpl", "fpl_gz", "fpl_gz_observed", "sceua", "lockstep"]
MODELLED = [*FITTED, "default"]
NAMES = {
    "fpl": "fPL",
    "fpl_gz": "fPL, g_z (reads weather)",
    "fpl_gz_observed": "fPL, g_z (reads weather, SMAP)",
    "sceua": "SCE-UA",
    "lockstep": "SCE-UA in lockstep",
    "default": "default parameters",
    "climatology": "cell mean of the training year",
    "lstm": "LSTM (upstream, no process model)",
}


def build(skill: pd.DataFrame, curves: pd.DataFrame) -> pd.DataFrame:
    """Test skill and cost of each run and group of cells.

    A metric is the median over cells, then the median over seeds; METRIC_min and METRIC_max span
    the seeds. ``n`` is the number of cells with an RMSE, ``seeds`` the number of seeds. Costs are
    those at the end of the run's curve, the median over seeds: real model runs per cell (warm-up
    apart) and seconds in total.
    """
    test = skill.query("period == 'test' and statistic == 'median'")
    groups = test.groupby([*RUN, "cells", "metric"], sort=False)["value"]
    spread = groups.agg(["median", "min", "max"]).unstack("metric")
    table = pd.DataFrame(index=spread.index)
    size = test[test["metric"] == "rmse"].groupby([*RUN, "cells"], sort=False)
    table["n"], table["seeds"] = size["n"].min(), size["seed"].nunique()
    for metric in METRICS:
        table[metric] = spread["median", metric]
        table[f"{metric}_min"], table[f"{metric}_max"] = (
            spread["min", metric],
            spread["max", metric],
        )
    ends = curves.sort_values("step").groupby([*RUN, "seed"], sort=False)[COST].last()
    cost = ends.groupby(RUN, sort=False).median()
    return table.reset_index().merge(cost.reset_index(), on=RUN, how="left")


def markdown(table: pd.DataFrame) -> str:
    """All runs scored on the densest cells, rounded, as markdown; spread over seeds in brackets."""
    samples = table[~table["cells"].str.contains("_minus_")]
    densest = samples.loc[samples["n"].idxmax(), "cells"]
    rows = samples[samples["cells"] == densest]
    rows = rows.sort_values(["model", "rmse"], ascending=[True, False])
    head = [
        "method",
        "model",
        "trained on",
        *METRICS.values(),
        "model runs per cell",
        "core seconds",
    ]
    lines = [head, ["---"] * len(head)]
    for row in rows.to_dict("records"):
        cells = [NAMES[row["method"]]]
        cells.append(row["model"] if row["method"] in MODELLED else "-")
        cells.append(row["sample"] if row["method"] in FITTED else "-")
        cells += [_range(row, metric) for metric in METRICS]
        lines.append([*cells, _count(row["runs_per_cell"]), _count(row["cpu_seconds"])])
    note = (
        f"Test period, median over the {rows['n'].max()} cells of {densest}; RMSE, ubRMSE and bias "
        f"in m3/m3. Where there are several seeds (up to {rows['seeds'].max()}): their median, and "
        "in brackets the lowest and highest. Model runs are passes of a cell through the training "
        "period, warm-up not counted."
    )
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + f"\n\n{note}\n"


def _range(row: dict[Hashable, Any], metric: str) -> str:
    digits = 2 if metric in ("r", "nse", "kge") else 3
    if pd.isna(row[metric]):
        return "-"
    middle = f"{row[metric]:.{digits}f}"
    if row["seeds"] == 1:
        return middle
    return f"{middle} ({row[f'{metric}_min']:.{digits}f} to {row[f'{metric}_max']:.{digits}f})"


def _count(value: float) -> str:
    return "-" if pd.isna(value) else f"{value:,.0f}"
