"""Table of fluxes that no method was fitted to: every method beside estimates, and differences.

Evapotranspiration at towers and basins, runoff and its surface share at gauged basins; in a
generated world the truth at all cells. Means of training and test year together, so ``period`` is
empty.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import product

import numpy as np
import pandas as pd

from fpl.config import Evapotranspiration
from fpl.errors import DataError
from fpl.evaluation import fluxes
from fpl.evaluation.flux_reference import FLUXES, derived
from fpl.tables.statistics import KEYS, NUMBERS, RUN, Row, reported

COLUMNS = [*KEYS, *NUMBERS, "seeds"]
BASE = "fpl"  # the method that others are compared with
AGAINST = ("default", "sceua", "lockstep")
Key = tuple[str, str, str]
Periods = Mapping[str, Mapping[str, object]]
Reference = Mapping[str, pd.DataFrame]


ET = "evapotranspiration"
STATISTICS: Mapping[str, tuple[str, fluxes.Score, str]] = {  # quantity, score over cells, unit
    "bias_percent": (ET, fluxes.bias, "%"),
    "abs_bias_percent": (ET, fluxes.absolute_bias, "%"),
    "r": (ET, fluxes.correlation, "1"),
    "rmse": (ET, fluxes.rmse, "mm yr-1"),
    "mean": (ET, fluxes.mean, "mm yr-1"),
    "runoff_bias_percent": ("runoff", fluxes.bias, "%"),
    "runoff_abs_bias_percent": ("runoff", fluxes.absolute_bias, "%"),
    "runoff_r": ("runoff", fluxes.correlation, "1"),
    "runoff_mean": ("runoff", fluxes.mean, "mm yr-1"),
    "surface_share": ("surface_share", fluxes.mean, "1"),
    "surface_runoff_median": ("surface_runoff", fluxes.median, "mm yr-1"),
}
LEVELS = ("bias_percent", "r", "rmse", "runoff_bias_percent", "runoff_r", "surface_share")
SIZES = ("abs_bias_percent", "runoff_abs_bias_percent")  # of fPL alone
PAIRED = (*SIZES, "r", "rmse", "runoff_r")
EVERYWHERE = ("surface_runoff_median",)  # at all cells of a run, beside no reference
OF_REFERENCE = ("mean", "runoff_mean", "surface_share")


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
    rows with it are fPL less that method, cells paired.
    """
    judged = pd.concat(experiments, ignore_index=True)
    judged = judged.drop_duplicates([*RUN, "seed", "cell", "period"])
    groups = judged.groupby(RUN)
    runs = {key: _run(groups.get_group(key), periods) for key in _largest(judged)}
    rows: list[Row] = []
    for cells, known in reference.items():
        table = pd.concat({0: known}, names=["seed"])
        own = _scored(("", "estimate", ""), table, {cells: known}, OF_REFERENCE, settings)
        rows += [row | {"low": np.nan, "high": np.nan, "seeds": 0} for row in own]
    for key, run in runs.items():
        everywhere = {"all": run.groupby("cell").mean()}  # only says which cells there are
        asked = (*LEVELS, *SIZES) if key[1] == BASE else LEVELS
        rows += _scored(key, run, reference, asked, settings)
        rows += _scored(key, run, everywhere, EVERYWHERE, settings)
    for key, name in product([key for key in runs if key[1] == BASE], AGAINST):
        for other in [k for k in runs if k[:2] == (key[0], name)]:
            rows += _scored(key, runs[key], reference, PAIRED, settings, name, runs[other])
    return pd.DataFrame(rows).assign(dataset=dataset, period="")[COLUMNS]


def _largest(judged: pd.DataFrame) -> list[Key]:
    """Of each model and method the sample with most training cells."""
    counts = judged[judged["trained"] == 1].groupby(RUN, sort=False)["cell"].nunique()
    return list(counts.groupby(level=["model", "method"], sort=False).idxmax())


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
    run: pd.DataFrame,
    reference: Reference,
    names: Iterable[str],
    settings: Evapotranspiration,
    against: str = "",
    other: pd.DataFrame | None = None,
) -> Iterator[Row]:
    """One row for each kind of cells and statistic; none where too few cells are known."""
    for (cells, known), name in product(reference.items(), names):
        quantity, score, unit = STATISTICS[name]
        if quantity not in run or quantity not in known:
            continue
        tables = [table[quantity].unstack("cell") for table in (run, other) if table is not None]
        expected = known[quantity].dropna()
        shared = expected.index
        for table in tables:
            shared = shared.intersection(table.columns)
        first, second = tables[0][shared], tables[1][shared] if len(tables) > 1 else None
        value = fluxes.compare(
            score,
            first.to_numpy(),
            expected[shared].to_numpy(float),
            None if second is None else second.to_numpy(),
            settings.resamples,
            settings.seed,
        )
        if value is not None:
            labels = dict(zip(RUN, key, strict=True)) | {"against": against, "cells": cells}
            yield reported(labels | {"seeds": len(first)}, name, value, unit)
