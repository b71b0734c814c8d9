"""Table of fluxes that no method was fitted to: every method beside estimates, and differences.

Evapotranspiration at towers and basins, runoff and its surface share at gauged basins; in a
generated world the truth at all cells. Means of training and test year together, so ``period`` is
empty.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from fpl.config import Evapotranspiration
from fpl.errors import DataError
from fpl.evaluation import fluxes
from fpl.evaluation.bootstrap import Estimate
from fpl.evaluation.flux_reference import FLUXES, derived

RUN = ["model", "method", "sample"]
COLUMNS = ["dataset", *RUN, "against", "cells", "period"]
COLUMNS += ["statistic", "value", "low", "high", "n", "unit", "seeds"]
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
    rows with it are fPL less that method, cells paired. Sizes of biases are told of fPL alone.
    """
    judged = pd.concat(experiments, ignore_index=True)
    judged = judged.drop_duplicates([*RUN, "seed", "cell", "period"])
    runs = {key: _run(_rows(judged, key), periods) for key in _densest(judged)}
    rows = _told(("", "estimate", ""), _stacked(reference), reference, OF_REFERENCE, settings)
    for row in rows:
        row |= {"low": np.nan, "high": np.nan, "seeds": 0}
    for key, run in runs.items():
        everywhere = {"all": run.groupby("cell").mean()}  # only says which cells there are
        told = LEVELS | SIZES if key[1] == BASE else LEVELS
        rows += _told(key, run, reference, told, settings)
        rows += _told(key, run, everywhere, EVERYWHERE, settings)
    for key in [key for key in runs if key[1] == BASE]:
        for name in AGAINST:
            for other in [k for k in runs if (k[0], k[1]) == (key[0], name)]:
                rows += _told(key, runs[key], reference, PAIRED, settings, name, runs[other])
    return pd.DataFrame(rows).assign(dataset=dataset, period="")[COLUMNS]


def _densest(judged: pd.DataFrame) -> list[Key]:
    """Of each model and method the sample with most training cells."""
    counts = judged[judged["trained"] == 1].groupby(RUN, sort=False)["cell"].nunique()
    best = counts.groupby(level=["model", "method"], sort=False).idxmax()
    return [(str(a), str(b), str(c)) for a, b, c in best]


def _rows(judged: pd.DataFrame, key: Key) -> pd.DataFrame:
    return judged[(judged[RUN] == list(key)).all(axis=1)]


def _run(rows: pd.DataFrame, periods: Periods) -> pd.DataFrame:
    """Quantities (columns) of all periods together, index (seed, cell)."""
    wide = rows.set_index(["seed", "cell", "period"])[list(FLUXES)].unstack("period")
    days = {name: _days(period) for name, period in periods.items()}
    missing = sorted(set(days) - set(rows["period"]))
    if missing or wide.isna().any().any():
        raise DataError(
            f"expected fluxes of the periods {list(days)} at every cell, got gaps "
            f"(without any: {missing}); make the experiment's table again"
        )
    weights = [wide.xs(name, axis=1, level="period") * count for name, count in days.items()]
    total = weights[0]
    for other in weights[1:]:
        total = total + other
    return derived(total / sum(days.values()))


def _days(period: Mapping[str, object]) -> int:
    start, end = (date.fromisoformat(str(period[name])) for name in ("start", "end"))
    return (end - start).days + 1


def _stacked(reference: Reference) -> dict[str, pd.DataFrame]:
    """The reference as if it were a run with one seed, by name of the cells."""
    return {name: pd.concat({0: known}, names=["seed"]) for name, known in reference.items()}


def _told(
    key: Key,
    run: pd.DataFrame | Mapping[str, pd.DataFrame],
    reference: Reference,
    statistics: Mapping[str, Statistic],
    settings: Evapotranspiration,
    against: str = "",
    other: pd.DataFrame | None = None,
) -> list[dict[str, Any]]:
    """One row for each statistic and kind of cells; none where too few cells are known."""
    found = []
    for cells, known in reference.items():
        for statistic, (quantity, score, unit) in statistics.items():
            table = run if isinstance(run, pd.DataFrame) else run[cells]
            if quantity not in table or quantity not in known:
                continue
            first = table[quantity].unstack("cell")
            second = None if other is None else other[quantity].unstack("cell")
            estimate = _estimate(score, first, known[quantity].dropna(), second, settings)
            if estimate is not None:
                row = dict(zip(RUN, key, strict=True)) | vars(estimate)
                row |= {"against": against, "cells": cells, "seeds": len(first)}
                found.append(row | {"statistic": statistic, "unit": unit})
    return found


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
