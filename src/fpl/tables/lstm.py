"""Table of the LSTMs: what a process model gives up, or gains, beside a network without one."""

from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from fpl.data.samples import cells_of_sample
from fpl.errors import DataError
from fpl.evaluation.bootstrap import Floats, estimate
from fpl.tables.runs import IDENTITY, gather

METHODS = ("fpl", "sceua", "lockstep", "lstm_trained", "lstm")  # lstm: as upstream ships it
RIVALS = {"lstm_trained": METHODS[:3], "lstm": ("fpl", "lstm_trained")}  # whom they are put against
UNITS = {"rmse": "m3 m-3", "ubrmse": "m3 m-3", "abs_bias": "m3 m-3", "r": "1"}
PERCENTILES = (5, 25, 75, 95)  # of a box and its whiskers, in the test year
DRAWN = ("rmse", "ubrmse", "r")
RUN = ["model", "method", "sample"]
COLUMNS = [
    *("dataset", *RUN, "against", "cells", "period"),
    *("statistic", "value", "low", "high", "n", "unit"),
]
Row = dict[str, Any]
Key = tuple[str, str, str]  # model, method, sample


def build(
    judged: pd.DataFrame,
    metrics: Iterable[str | Path],
    curves: Iterable[str | Path],
    cells: xr.Dataset,
    headline: str,
) -> pd.DataFrame:
    """Skill of the headline model and of LSTMs at cells trained on, at others, and at all.

    judged : the experiment main; metrics : files of the LSTMs; curves : files of the LSTM trained
    here; cells : row, column, lat and lon of all cells

    A statistic is the median over cells of each cell's mean over seeds, with its 95 % interval;
    STATISTIC_pN the Nth percentile over cells. With ``against`` it is the median over cells of the
    paired difference, method minus ``against``, both trained on the same sample. Training errors
    are told as RMSE only. ``core_seconds`` is the mean over seeds of a whole training. ``n`` counts
    cells; of core_seconds seeds.
    """
    scores = gather(metrics)
    ours = judged[(judged["model"] == headline) & judged["method"].isin(METHODS)]
    runs = pd.concat([ours, _wide(scores, cells)], ignore_index=True)
    runs["abs_bias"] = runs["bias"].abs()
    found = {key: run for key, run in runs.groupby(RUN, sort=False) if run["rmse"].notna().any()}
    if "lstm_trained" not in {method for _, method, _ in found}:
        raise DataError(
            "LSTM: expected metrics of runs observation/lstm_trained with enough days, got "
            f"{', '.join('/'.join(key) for key in found) or 'none'}; make them with snakemake"
        )
    rows = [row for key, run in found.items() for row in _described(key, run)]
    for (first, run), (second, other) in product(found.items(), found.items()):
        if first[1] in RIVALS.get(second[1], ()) and first[2] == second[2]:
            rows += _compared(first, run, second[1], other)
    rows += _costs(gather(curves))
    return pd.DataFrame(rows).assign(dataset=scores["dataset"].iloc[0])[COLUMNS]


def _wide(scores: pd.DataFrame, cells: xr.Dataset) -> pd.DataFrame:
    """Metrics of runs in the form of an experiment: one row a run, cell and period."""
    named = scores
    keys = [*RUN, "seed", "cell", "period"]
    wide = named.pivot(index=keys, columns="metric", values="value").reset_index()
    parts = []
    for (sample, seed), part in wide.groupby(["sample", "seed"]):
        inside = cells["cell"].to_numpy()[cells_of_sample(cells, str(sample), int(seed))]
        parts.append(part.assign(trained=part["cell"].isin(inside).astype(int)))
    return pd.concat(parts, ignore_index=True)


def _groups(run: pd.DataFrame) -> dict[tuple[str, str], pd.DataFrame]:
    """The rows of a run by period and cells: all and, if there are others than those trained on,
    both kinds."""
    found = {}
    for period, rows in run.groupby("period"):
        found[str(period), "all"] = rows
        if (rows["trained"] == 0).any():
            for name, mark in (("trained", 1), ("untrained", 0)):
                found[str(period), name] = rows[rows["trained"] == mark]
    return found


def _described(key: Key, run: pd.DataFrame) -> Iterator[Row]:
    """The run by itself; percentiles of what is drawn."""
    groups = _groups(run)
    for (period, name), rows in groups.items():
        alone = (period, "untrained") not in groups
        drawn = DRAWN if period == "test" and (alone or name != "all") else ()
        labels = _labels(key, "", name, period)
        for statistic in _told(period):
            values = _grid(rows, statistic)
            if not np.isfinite(values).all(axis=0).any():
                continue  # what upstream ships has no training year
            yield labels | _estimated(statistic, values.to_numpy())
            means = values.mean(axis=0, skipna=False).dropna()
            for percentile in PERCENTILES if statistic in drawn else ():
                yield labels | {
                    "statistic": f"{statistic}_p{percentile}",
                    "value": float(np.percentile(means, percentile)),
                    "n": len(means),
                    "unit": UNITS[statistic],
                }


def _compared(key: Key, run: pd.DataFrame, against: str, other: pd.DataFrame) -> Iterator[Row]:
    """The run less another one, at the cells that both have."""
    others = _groups(other)
    for (period, name), rows in _groups(run).items():
        labels = _labels(key, against, name, period)
        for statistic in _told(period):
            first, second = _grid(rows, statistic), _grid(others[period, name], statistic)
            shared = first.columns.intersection(second.columns)
            pair = first[shared].to_numpy(), second[shared].to_numpy()
            if np.isfinite(np.concatenate(pair)).all(axis=0).any():
                yield labels | _estimated(statistic, *pair)


def _costs(curves: pd.DataFrame) -> Iterator[Row]:
    """What a training of the LSTM takes."""
    seconds = curves.groupby([*IDENTITY])["cpu_seconds"].max().reset_index()
    for key, runs in seconds.groupby(["model", "method", "sample"], sort=False):
        spent = runs["cpu_seconds"]
        yield _labels(key, "", "all", "training") | {
            "statistic": "core_seconds",
            "value": spent.mean(),
            "n": len(spent),
            "unit": "s",
        }


def _told(period: str) -> list[str]:
    """Statistics of a period: of training the error that is minimised only."""
    return [*UNITS] if period == "test" else ["rmse"]


def _grid(rows: pd.DataFrame, statistic: str) -> pd.DataFrame:
    """Values (seed, cell)."""
    return rows.pivot(index="seed", columns="cell", values=statistic)


def _labels(key: Key, against: str, cells: str, period: str) -> Row:
    return dict(zip(RUN, key, strict=True)) | {"against": against, "cells": cells, "period": period}


def _estimated(statistic: str, first: Floats, second: Floats | None = None) -> Row:
    found = estimate(first, second)
    return {"statistic": statistic, "unit": UNITS[statistic], **vars(found)}
