"""Table of the temporal test: methods trained on all cells, judged in the test year."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from fpl.evaluation.bootstrap import estimate
from fpl.tables.runs import gather

RUN = ["model", "method", "sample"]
UNITS = {
    "rmse": "m3 m-3",
    "ubrmse": "m3 m-3",
    "abs_bias": "m3 m-3",
    "bias": "m3 m-3",
    "r": "1",
    "nse": "1",
    "kge": "1",
}
DIFFERENCES = ("rmse", "ubrmse", "r", "abs_bias")  # of fPL and each other method
TRAINING = ("rmse",)  # of the training period the error that is minimised, no more
COLUMNS = [
    "dataset",
    *RUN,
    "against",
    "cells",
    "period",
    "statistic",
    "value",
    "low",
    "high",
    "n",
    "unit",
]
OURS = "fpl"


def without_model(metrics: Iterable[str | Path]) -> pd.DataFrame:
    """The metrics.csv of runs without a process model, in the wide form of judged experiments."""
    long = gather(metrics)
    keys = ["model", "method", "sample", "seed", "cell", "period"]
    return long.pivot(index=keys, columns="metric", values="value").reset_index()


def build(
    judged: pd.DataFrame, others: pd.DataFrame, dataset: str, sample: str, headline: str
) -> pd.DataFrame:
    """Medians over cells with 95 % intervals, and paired differences of fPL and each other method.

    judged : rows of experiments, one a run, cell and period; others : of runs without a process
    model, compared with fPL on the ``headline`` model
    sample : the training cells, the same for all (what treats each cell by itself included)

    abs_bias is the absolute bias of a cell. Differences are fPL minus ``against``, in the same
    model and at the same cells. Intervals: cells and seeds resampled
    (:func:`fpl.evaluation.bootstrap.estimate`).
    """
    keys = [*RUN, "seed", "cell", "period"]
    together = pd.concat([judged, others], ignore_index=True).drop_duplicates(keys)
    table = together[together["sample"] == sample].assign(abs_bias=lambda rows: rows["bias"].abs())
    rows = []
    for (model, method), run in table.groupby(["model", "method"], sort=True):
        named = {"dataset": dataset, "model": model, "method": method, "sample": sample}
        rows += [named | {"against": ""} | row for row in _rows(run, None, tuple(UNITS))]
    for model, ours in table[table["method"] == OURS].groupby("model", sort=True):
        named = {"dataset": dataset, "model": model, "method": OURS, "sample": sample}
        beside = table[table["model"].eq(model) & table["method"].ne(OURS)]
        if model == headline:
            beside = pd.concat([beside, table[table["model"].isin(others["model"])]])
        for against, theirs in beside.groupby("method", sort=True):
            rows += [named | {"against": against} | row for row in _rows(ours, theirs, DIFFERENCES)]
    return pd.DataFrame(rows)[COLUMNS]


def _rows(
    run: pd.DataFrame, other: pd.DataFrame | None, statistics: tuple[str, ...]
) -> list[dict[str, object]]:
    """A row for each statistic of the test period, and for the error of the training period;
    none where no cell has it."""
    asked = [("test", name) for name in statistics] + [("training", name) for name in TRAINING]
    found: list[dict[str, object]] = []
    for period, statistic in asked:
        runs = [_values(part, period, statistic) for part in (run, other) if part is not None]
        cells = pd.concat([table.dropna(axis=1) for table in runs], join="inner").columns
        if cells.empty:
            continue
        made = estimate(*[table[cells].to_numpy(float) for table in runs])
        found.append(
            {
                "cells": "all",
                "period": period,
                "statistic": statistic,
                "value": made.value,
                "low": made.low,
                "high": made.high,
                "n": made.n,
                "unit": UNITS[statistic],
            }
        )
    return found


def _values(run: pd.DataFrame, period: str, statistic: str) -> pd.DataFrame:
    """Values (seed, cell) of a metric in a period."""
    rows = run[run["period"] == period]
    return rows.pivot(index="seed", columns="cell", values=statistic)
