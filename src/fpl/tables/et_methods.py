"""Table of fluxes that no method was fitted to: every method beside estimates, and differences.

Evapotranspiration at towers and basins, runoff and its surface share at gauged basins; in a
generated world the truth at all cells. Means of training and test year together, so ``period`` is
empty.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from fpl.config import Evapotranspiration
from fpl.errors import DataError
from fpl.evaluation import fluxes
from fpl.evaluation.bootstrap import Estimate
from fpl.evaluation.flux_reference import FLUXES, derived
from fpl.tables.statistics import KEYS, NUMBERS, RUN, Row, reported

COLUMNS = [*KEYS, *NUMBERS, "seeds"]
BASE = "fpl"  # the method that others are compared with
AGAINST = ("default", "sceua", "lockstep")
Key = tuple[str, str, str]
Periods = Mapping[str, Mapping[str, object]]
Reference = Mapping[str, pd.DataFrame]


class Statistic(NamedTuple):
    """A score of one quantity over cells, and its unit."""

    quantity: str
    score: fluxes.Score
    unit: str


LEVELS = {
    "bias_percent": Statistic("evapotranspiration", fluxes.bias, "%"),
    "r": Statistic("evapotranspiration", fluxes.correlation, "1"),
    "rmse": Statistic("evapotranspiration", fluxes.rmse, "mm yr-1"),
    "runoff_bias_percent": Statistic("runoff", fluxes.bias, "%"),
    "runoff_r": Statistic("runoff", fluxes.correlation, "1"),
    "surface_share": Statistic("surface_share", fluxes.mean, "1"),
}
SIZES = {
    "abs_bias_percent": Statistic("evapotranspiration", fluxes.absolute_bias, "%"),
    "runoff_abs_bias_percent": Statistic("runoff", fluxes.absolute_bias, "%"),
}
PAIRED = SIZES | {name: LEVELS[name] for name in ("r", "rmse", "runoff_r")}
EVERYWHERE = {  # at all cells of a run, beside no reference
    "surface_runoff_median": Statistic("surface_runoff", fluxes.median, "mm yr-1"),
}
OF_REFERENCE = {
    "mean": Statistic("evapotranspiration", fluxes.mean, "mm yr-1"),
    "runoff_mean": Statistic("runoff", fluxes.mean, "mm yr-1"),
    "surface_share": LEVELS["surface_share"],
}


def build(
    dataset: str,
    experiments: Iterable[pd.DataFrame],
    reference: Reference,
    periods: Periods,
    settings: Evapotranspiration,
) -> pd.DataFrame:
    """COLUMNS of every model and method, on the sample with most cells.

    experiments : as the rule judge writes them; a run that is in several counts once
    reference : as :mod:`fpl.evaluation.flux_reference` gives it, by name of the cells

    Rows without ``against`` are of the method, or of the reference itself (method ``estimate``);
    rows with it are fPL less that method, cells paired. Sizes of biases are given of fPL alone.
    """
    judged = pd.concat(experiments, ignore_index=True)
    judged = judged.drop_duplicates([*RUN, "seed", "cell", "period"])
    groups = judged.groupby(RUN)
    runs = {key: _run(groups.get_group(key), periods) for key in _largest(judged)}
    as_runs = {name: pd.concat({0: known}, names=["seed"]) for name, known in reference.items()}
    rows = _scored(("", "estimate", ""), as_runs, reference, OF_REFERENCE, settings)
    for row in rows:
        row |= {"low": np.nan, "high": np.nan, "seeds": 0}
    for key, run in runs.items():
        everywhere = {"all": run.groupby("cell").mean()}  # only says which cells there are
        asked = LEVELS | SIZES if key[1] == BASE else LEVELS
        rows += _scored(key, run, reference, asked, settings)
        rows += _scored(key, run, everywhere, EVERYWHERE, settings)
    for key in [key for key in runs if key[1] == BASE]:
        for name in AGAINST:
            for other in [k for k in runs if (k[0], k[1]) == (key[0], name)]:
                rows += _scored(key, runs[key], reference, PAIRED, settings, name, runs[other])
    return pd.DataFrame(rows).assign(dataset=dataset, period="")[COLUMNS]


def _largest(judged: pd.DataFrame) -> list[Key]:
    """Of each model and method the sample with most training cells."""
    counts = judged[judged["trained"] == 1].groupby(RUN, sort=False)["cell"].nunique()
    best = counts.groupby(level=["model", "method"], sort=False).idxmax()
    return [(str(a), str(b), str(c)) for a, b, c in best]


def _run(rows: pd.DataFrame, periods: Periods) -> pd.DataFrame:
    """Quantities (columns) of all periods together, index (seed, cell)."""
    wide = rows.set_index(["seed", "cell", "period"])[list(FLUXES)].unstack("period")
    days = {name: _days(period) for name, period in periods.items()}
    missing = sorted(set(days) - set(rows["period"]))
    if missing or wide.isna().any().any():
        raise DataError(
            f"expected fluxes of the periods {list(days)} at every cell, got gaps "
            f"(without any: {missing}); generate the experiment's table again"
        )
    sums = [wide.xs(name, axis=1, level="period") * count for name, count in days.items()]
    return derived(sum(sums[1:], sums[0]) / sum(days.values()))


def _days(period: Mapping[str, object]) -> int:
    start, end = (date.fromisoformat(str(period[name])) for name in ("start", "end"))
    return (end - start).days + 1


def _scored(
    key: Key,
    run: pd.DataFrame | Mapping[str, pd.DataFrame],
    reference: Reference,
    statistics: Mapping[str, Statistic],
    settings: Evapotranspiration,
    against: str = "",
    other: pd.DataFrame | None = None,
) -> list[Row]:
    """One row for each statistic and kind of cells; none where too few cells are known."""
    rows = []
    for cells, known in reference.items():
        for statistic, (quantity, score, unit) in statistics.items():
            table = run if isinstance(run, pd.DataFrame) else run[cells]
            if quantity not in table or quantity not in known:
                continue
            first = table[quantity].unstack("cell")
            second = None if other is None else other[quantity].unstack("cell")
            value = _estimate(score, first, known[quantity].dropna(), second, settings)
            if value is not None:
                labels: Row = dict(zip(RUN, key, strict=True))
                labels |= {"against": against, "cells": cells, "seeds": len(first)}
                rows.append(reported(labels, statistic, value, unit))
    return rows


def _estimate(
    score: fluxes.Score,
    first: pd.DataFrame,
    known: pd.Series,
    second: pd.DataFrame | None,
    settings: Evapotranspiration,
) -> Estimate | None:
    shared = known.index.intersection(first.columns)
    if second is not None:
        shared = shared.intersection(second.columns)
    return fluxes.compare(
        score,
        first[shared].to_numpy(),
        known[shared].to_numpy(float),
        None if second is None else second[shared].to_numpy(),
        settings.resamples,
        settings.seed,
    )
