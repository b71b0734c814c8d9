"""Rows of evapotranspiration in time beside a reference: every method, and fPL less others.

The reference is daily truth in a generated world, or a satellite product in spans of days.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from fpl.config import Evapotranspiration
from fpl.errors import DataError
from fpl.evaluation.series import SCORES, scores, span_means, within
from fpl.tables.et_methods import AGAINST, BASE, COLUMNS
from fpl.tables.runs import stack
from fpl.tables.statistics import paired

PAIRED = ("rmse", "r")
Key = tuple[str, ...]  # model, method, sample, period, score
Periods = Mapping[str, Mapping[str, object]]


def build(
    simulations: Iterable[str | Path],
    reference: xr.DataArray,
    cells: str,
    periods: Periods,
    settings: Evapotranspiration,
) -> pd.DataFrame:
    """COLUMNS of et_methods: medians over cells of the scores of each cell, by period.

    simulations : simulation.nc of runs, of one sample
    reference : mm d-1 (cell, start) with the coordinate ``days`` (start), gaps NaN
    cells : what the rows call the cells of the reference

    Scores are rmse, r and bias, named ``daily_`` or ``8_day_`` after the most common span.
    """
    spans = pd.DataFrame({"start": reference["start"].values, "days": reference["days"].values})
    length = int(spans["days"].mode()[0])
    prefix = "daily" if length == 1 else f"{length}_day"
    runs = stack(simulations, _evapotranspiration)
    scored = _scored(runs, reference, spans, periods)
    rows: list[dict[str, Any]] = []
    for (model, method, sample, period, name), table in scored.items():
        key = {"model": model, "method": method, "sample": sample}
        key |= {"period": period, "cells": cells}
        key |= {"statistic": f"{prefix}_{name}", "unit": SCORES[name]}
        rows.append(key | {"against": ""} | _estimate(table, None, settings))
        for other in AGAINST if method == BASE and name in PAIRED else ():
            second = scored.get((model, other, sample, period, name))
            if second is not None:
                rows.append(key | {"against": other} | _estimate(table, second, settings))
    dataset = next(iter(runs), ("",))[0]
    return pd.DataFrame(rows).assign(dataset=dataset).reindex(columns=COLUMNS)


def _evapotranspiration(path: str | Path) -> xr.DataArray:
    with xr.open_dataset(path) as opened:
        return opened["evapotranspiration"].load()


def _scored(
    runs: Mapping[tuple[str, ...], xr.DataArray],
    reference: xr.DataArray,
    spans: pd.DataFrame,
    periods: Periods,
) -> dict[Key, pd.DataFrame]:
    """Values, a row a seed, a column a cell."""
    scored = {}
    for (_, *run), daily in runs.items():
        cells = np.intersect1d(reference["cell"], daily["cell"])
        known = reference.sel(cell=cells).transpose("cell", "start").values
        for period, limits in periods.items():
            chosen = within(spans, limits)
            if not chosen.any():
                raise DataError(f"expected spans of the reference in the period {period!r}, got 0")
            seeds = [
                scores(span_means(seed, spans[chosen]), known[:, chosen].astype(float))
                for seed in daily.sel(cell=cells)
            ]
            for name in SCORES:
                values = pd.DataFrame([of[name] for of in seeds], daily["seed"].values, cells)
                scored[(*run, period, name)] = values
    return scored


def _estimate(
    first: pd.DataFrame, second: pd.DataFrame | None, settings: Evapotranspiration
) -> dict[str, Any]:
    value = paired(first, second, resamples=settings.resamples, seed=settings.seed)
    if value is None:
        raise DataError(
            "expected places with estimates and simulated values in all seeds, got none"
        )
    return vars(value) | {"seeds": len(first)}
