"""Table of the LSTMs: what a process model gives up, or gains, beside a network alone."""

from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from fpl.errors import DataError
from fpl.evaluation.bootstrap import Estimate
from fpl.tables.runs import IDENTITY, gather
from fpl.tables.statistics import (
    COLUMNS,
    RUN,
    Row,
    as_experiment,
    by_seed_and_cell,
    of_metrics,
    reported,
    scores,
    with_size_of_bias,
)
from fpl.terms import Study

METHODS = ("fpl", "sceua", "lockstep", "lstm_trained", "lstm", "lstm_multi")  # two of upstream
RIVALS = {  # whom they are put against
    "lstm_trained": METHODS[:3],
    "lstm": ("fpl", "lstm_trained"),
    "lstm_multi": ("fpl", "lstm_trained"),
}
METRICS = ("rmse", "ubrmse", "abs_bias", "r")
PERCENTILES = (5, 25, 75, 95)  # of a box and its whiskers, in the test year
DRAWN = ("rmse", "ubrmse", "r")
Key = tuple[str, str, str]  # model, method, sample


def build(
    judged: pd.DataFrame,
    metrics: Iterable[str | Path],
    curves: Iterable[str | Path],
    cells: xr.Dataset,
    headline: str,
    study: Study,
) -> pd.DataFrame:
    """Skill of the headline model and of LSTMs at cells trained on, at others, and at all.

    judged : the experiment main; metrics : files of the LSTMs; curves : files of the LSTM trained
    here; cells : row, column, lat and lon of all cells

    A statistic is the median over cells of each cell's mean over seeds, with its 95 % interval;
    STATISTIC_pN the Nth percentile over cells. With ``against`` it is the median over cells of the
    paired difference, method minus ``against``, both trained on the same sample. Training errors
    are those of the objective only. ``core_seconds`` is the mean over seeds of a whole training.
    ``n`` counts cells; of core_seconds seeds.
    """
    ours = judged[(judged["model"] == headline) & judged["method"].isin(METHODS)]
    runs = with_size_of_bias(pd.concat([ours, as_experiment(metrics, cells)], ignore_index=True))
    scored = {
        key: run for key, run in runs.groupby(RUN, sort=False) if run[study.objective].notna().any()
    }
    if "lstm_trained" not in {method for _, method, _ in scored}:
        raise DataError(
            "LSTM: expected metrics of runs observation/lstm_trained with enough days, got "
            f"{', '.join('/'.join(key) for key in scored) or 'none'}; generate them with snakemake"
        )
    rows = [row for key, run in scored.items() for row in _rows(key, run, study)]
    for (first, run), (second, other) in product(scored.items(), repeat=2):
        if first[1] in RIVALS.get(second[1], ()) and first[2] == second[2]:
            rows += _rows(first, run, study, second[1], other)
    rows += _costs(gather(curves))
    return pd.DataFrame(rows).assign(dataset=study.name)[COLUMNS]


def _groups(run: pd.DataFrame) -> dict[tuple[str, str], pd.DataFrame]:
    """The rows of a run by period and cells: all and, if there are others than those trained on,
    both kinds."""
    groups = {}
    for period, rows in run.groupby("period"):
        groups[str(period), "all"] = rows
        if (rows["trained"] == 0).any():
            for name, mark in (("trained", 1), ("untrained", 0)):
                groups[str(period), name] = rows[rows["trained"] == mark]
    return groups


def _rows(
    key: Key, run: pd.DataFrame, study: Study, against: str = "", other: pd.DataFrame | None = None
) -> Iterator[Row]:
    """The run by itself, with percentiles of what is drawn; or less another run, at the places that
    both have. What upstream ships has no training period."""
    groups, others = _groups(run), {} if other is None else _groups(other)
    for (period, cells), rows in groups.items():
        tested = period == "test"
        # of training what is minimised only
        asked = [
            (period, name) for name in (scores(study, METRICS) if tested else [study.objective])
        ]
        alone = (period, "untrained") not in groups
        drawn = scores(study, DRAWN) if tested and not against and (alone or cells != "all") else ()
        labels = dict(zip(RUN, key, strict=True)) | {"against": against, "cells": cells}
        for row in of_metrics(rows, others[period, cells] if against else None, asked, study):
            yield labels | row
            if row["statistic"] in drawn:
                means = by_seed_and_cell(rows, row["statistic"]).mean(axis=0, skipna=False).dropna()
                for percentile in PERCENTILES:
                    level = Estimate(float(np.percentile(means, percentile)), n=len(means))
                    name = f"{row['statistic']}_p{percentile}"
                    yield reported(labels | {"period": period}, name, level, row["unit"])


def _costs(curves: pd.DataFrame) -> Iterator[Row]:
    """What a training of the LSTM takes."""
    seconds = curves.groupby(IDENTITY)["cpu_seconds"].max().reset_index()
    for key, spent in seconds.groupby(RUN, sort=False)["cpu_seconds"]:
        labels = dict(zip(RUN, key, strict=True)) | {"against": "", "cells": "all"}
        mean = Estimate(spent.mean(), n=len(spent))
        yield reported(labels | {"period": "training"}, "core_seconds", mean, "s")
