"""Rows of tables of statistics: medians over places of runs, and of paired differences of runs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from fpl.evaluation.bootstrap import Estimate, estimate
from fpl.tables.runs import gather, is_trained
from fpl.terms import METRICS, Study

Row = dict[str, Any]
RUN = ["model", "method", "sample"]
KEYS = ["dataset", *RUN, "against", "cells", "period"]
NUMBERS = ["statistic", "value", "low", "high", "n", "unit"]
COLUMNS = [*KEYS, *NUMBERS]


def scores(study: Study, names: Sequence[str]) -> tuple[str, ...]:
    """Names of metrics, the objective first and each once."""
    return tuple(dict.fromkeys((study.objective, *names)))


def unit_of(metric: str, study: Study) -> str:
    """The CF unit of a metric of the study's target."""
    return METRICS[metric].unit_of(study.target)


def as_error(values: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Values of the objective's metric as training and calibration minimise them: smaller is
    better."""
    return 1.0 - values if study.metric.better == "higher" else values


def objective_unit(study: Study) -> str:
    """The CF unit of what training and calibration minimise."""
    return unit_of(study.objective, study)


def with_size_of_bias(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of runs with ``abs_bias`` beside ``bias``."""
    return rows.assign(abs_bias=rows["bias"].abs())


def by_seed_and_cell(rows: pd.DataFrame, metric: str) -> pd.DataFrame:
    """Values of a metric of a run, ``(seed, cell)``; NaN where a seed lacks the place."""
    return rows.pivot(index="seed", columns="cell", values=metric)


def paired(
    first: pd.DataFrame, second: pd.DataFrame | None = None, **options: Any
) -> Estimate | None:
    """Median over places of ``first (seed, cell)``, or of its difference from ``second``, with a 95
    % interval, at the places that both have in every seed; None where there is no such place.

    Seeds may differ in number; ``options`` are those of :func:`fpl.evaluation.bootstrap.estimate`.
    """
    tables = [first] if second is None else [first, second]
    cells = first.columns if second is None else first.columns.intersection(second.columns)
    arrays = [table[cells].to_numpy(float) for table in tables]
    if not np.isfinite(np.concatenate(arrays)).all(axis=0).any():
        return None
    return estimate(*arrays, **options)


def reported(labels: Row, statistic: str, value: Estimate, unit: str) -> Row:
    """A row: its labels, the statistic, and its value with interval, n and unit."""
    return labels | {"statistic": statistic, **vars(value), "unit": unit}


def of_metrics(
    rows: pd.DataFrame,
    other: pd.DataFrame | None,
    asked: Iterable[tuple[str, str]],
    study: Study,
    units: Mapping[str, str] | None = None,
) -> Iterator[Row]:
    """A row for each (period, metric) of a run, or of its difference from another; none where no
    place has it. ``rows``, ``other``: a row a seed, cell and period, metrics as columns; ``units``
    of columns that are no metrics."""
    for period, metric in asked:
        tables = [
            by_seed_and_cell(part[part["period"] == period], metric)
            for part in (rows, other)
            if part is not None
        ]
        value = paired(*tables)
        if value is not None:
            unit = (units or {}).get(metric) or unit_of(metric, study)
            yield reported({"period": period}, metric, value, unit)


def as_experiment(metrics: Iterable[Any], cells: xr.Dataset | None = None) -> pd.DataFrame:
    """The metrics.csv of runs in the form of an experiment: a row a run, cell and period, metrics
    as columns; with ``trained`` (0 or 1) if ``cells``, all places of the dataset, are given."""
    keys = [*RUN, "seed", "cell", "period"]
    wide = gather(metrics).pivot(index=keys, columns="metric", values="value").reset_index()
    return wide if cells is None else wide.assign(trained=is_trained(wide, cells).astype(int))
