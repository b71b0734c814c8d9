"""Summary of the comparison, and the same as a block of markdown for the README."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from fpl.tables.markdown import table as markdown_table
from fpl.tables.runs import IDENTITY, across_seeds, costs
from fpl.tables.statistics import scores
from fpl.terms import METHODS, METRICS, Study
from fpl.terms.metric import OF_TARGET

RUN = IDENTITY[:-1]
SCORES = ("rmse", "ubrmse", "bias", "r", "nse", "kge")
COST = ["runs_per_cell", "warmup_runs_per_cell", "wall_seconds", "cpu_seconds"]


def build(skill: pd.DataFrame, curves: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Test skill and cost of each run and group of cells.

    A metric is the median over cells, then the median over seeds; METRIC_min and METRIC_max span
    the seeds. ``n`` is the number of cells with the objective, ``seeds`` the number of seeds. Costs
    are those at the end of the run's curve, the median over seeds: real model runs per cell
    (warm-up apart) and seconds in total.
    """
    test = skill.query("period == 'test' and statistic == 'median'")
    table = across_seeds(test, [*RUN, "cells"], scores(study, SCORES))
    size = test[test["metric"] == study.objective].groupby([*RUN, "cells"], sort=False)
    table.insert(0, "n", size["n"].min())
    table.insert(1, "seeds", size["seed"].nunique())
    return table.reset_index().merge(costs(curves, COST), on=RUN, how="left")


def markdown(table: pd.DataFrame, study: Study) -> str:
    """All runs scored on the largest sample, rounded, as markdown; spread of seeds in brackets."""
    samples = table[~table["cells"].str.contains("_minus_")]
    largest = samples.loc[samples["n"].idxmax(), "cells"]
    rows = samples[samples["cells"] == largest]
    rows = rows.sort_values(
        ["model", study.objective], ascending=[True, study.metric.better == "higher"]
    )
    shown = scores(study, SCORES)
    labels = (METRICS[metric].label for metric in shown)
    head = ["method", "model", "trained on", *labels]
    head += [f"model runs per {study.place}", "core seconds"]
    lines = []
    for row in rows.to_dict("records"):
        method = METHODS[row["method"]]
        cells = [method.label, "-" if method.kind == "series" else row["model"]]
        cells.append("-" if method.kind in ("series", "given") else row["sample"])
        cells += [_range(row, metric) for metric in shown]
        lines.append([*cells, _count(row["runs_per_cell"]), _count(row["cpu_seconds"])])
    note = (
        f"Test period, median over the {study.places(int(rows['n'].max()))} of {largest}; RMSE, "
        f"ubRMSE and bias in {study.target.unit}. Where there are several seeds (up to "
        f"{rows['seeds'].max()}): their median, and in brackets the lowest and highest. Model runs "
        f"are passes of a {study.place} through the training period, warm-up not counted."
    )
    return f"{markdown_table(head, lines)}\n\n{note}\n"


def _range(row: dict[Hashable, Any], metric: str) -> str:
    digits = 3 if METRICS[metric].unit == OF_TARGET else 2
    if pd.isna(row[metric]):
        return "-"
    middle = f"{row[metric]:.{digits}f}"
    if row["seeds"] == 1:
        return middle
    return f"{middle} ({row[f'{metric}_min']:.{digits}f} to {row[f'{metric}_max']:.{digits}f})"


def _count(value: float) -> str:
    return "-" if pd.isna(value) else f"{value:,.0f}"
