"""Skill against the number of training cells, at fixed cells: rows of tables/scaling.csv."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from fpl.evaluation.bootstrap import Estimate, Floats
from fpl.evaluation.resampling import over_seeds_and_cells
from fpl.evaluation.scaling import FIXED, SERIES, cells_for_skill, fixed_cells
from fpl.tables.cost import LEARNING, row
from fpl.tables.statistics import Row, scores, unit_of
from fpl.terms import Study

METRICS = ("rmse", "r")
BEST = "best_regionalised"
FEWEST = 5  # cells on which anything is reported


class Seed(NamedTuple):
    """The test year of the runs of a series with one seed, each ``(cell, sample)``."""

    metric: pd.DataFrame
    trained: pd.DataFrame
    fixed: dict[str, pd.Index]


def levels(judged: pd.DataFrame, series: str, own: list[str], study: Study) -> Iterator[Row]:
    """Each sample at the cells that it was trained on and at fixed ones; and the largest sample
    minus the smallest, in each cell. The densest is no member of those never trained on."""
    for metric in scores(study, METRICS):
        groups: dict[tuple[str, str, str], list[pd.Series]] = {}
        for seed in _seeds(judged, own, metric):
            for sample in own:
                inside = seed.trained.index[seed.trained[sample] == 1]
                groups.setdefault((sample, "trained", metric), []).append(
                    seed.metric.loc[inside, sample]
                )
            for group in FIXED:
                here = own[:-1] if group == "never_trained" else own
                kept = seed.metric.loc[seed.fixed[group]]
                for sample in here:
                    groups.setdefault((sample, group, metric), []).append(kept[sample])
                gain = kept[here[-1]] - kept[here[0]]
                groups.setdefault((series, group, f"{metric}_many_minus_few"), []).append(gain)
        for (sample, group, name), values in groups.items():
            if enough(values):
                marks = {"method": LEARNING, "sample": sample, "cells": group}
                value = over_seeds_and_cells(_aligned(values))
                yield marks | row(name, value, unit_of(metric, study))


def efficiency(
    judged: pd.DataFrame,
    regionalised: pd.DataFrame,
    series: str,
    own: list[str],
    samples: dict[str, int],
    error: str,
) -> Iterator[Row]:
    """The training cells, in percent of the donors, with which fPL is as good as the best
    regionalised SCE-UA, at cells that neither was trained on."""
    best = best_regionalised(regionalised, set(judged["model"]), error)
    sparser = own[:-1]
    if best.empty or not sparser:
        return
    wanted = best[best["trained"] == 0].groupby("cell")[error].mean()
    errors: list[pd.DataFrame] = []
    for seed in _seeds(judged, own, error):
        kept = seed.fixed["never_trained"].intersection(wanted.index)
        errors.append(seed.metric.loc[kept, sparser])
    if not enough([table[sparser[0]] for table in errors]):
        return
    cells = wanted.index
    of_seeds = np.stack([table.reindex(cells).to_numpy().T for table in errors])
    needed = cells_for_skill([samples[s] for s in sparser], of_seeds, wanted.to_numpy())
    # Every cell is judged but those that lend their parameters
    donors = judged["cell"].nunique() - best["cell"].nunique()
    percent = 100.0 / donors
    share = Estimate(needed.value * percent, needed.low * percent, needed.high * percent, needed.n)
    marks = {"method": LEARNING, "sample": series, "cells": "never_trained"}
    yield marks | row("percent_of_cells_for_regionalised_skill", share, "%", against=BEST)


def best_regionalised(regionalised: pd.DataFrame, models: set[str], error: str) -> pd.DataFrame:
    """Test rows of the regionalised SCE-UA with most donors on a lattice that has the lowest median
    error at the other cells: chosen by the test year, in its favour. In lockstep, where it is."""
    if regionalised.empty:
        return regionalised
    rows = regionalised[
        (regionalised["period"] == "test")
        & regionalised["model"].isin(models)
        & regionalised["sample"].str.fullmatch(SERIES["lattices"])
    ]
    rows = rows[rows["source"] == max(rows["source"], key="lockstep".__eq__)]
    rows = rows[rows["sample"] == min(rows["sample"], key=number)]
    middle = rows[rows["trained"] == 0].groupby("method")[error].median()
    return rows[rows["method"] == middle.idxmin()]


def number(lattice: str) -> int:
    """The spacing of a lattice."""
    return int(lattice.removeprefix("s"))


def _aligned(values: list[pd.Series]) -> Floats:
    """``(seed, cell)``, NaN where a seed has not the cell."""
    return pd.concat(values, axis=1).to_numpy(dtype=float).T


def enough(values: list[pd.Series]) -> bool:
    """Whether every seed has enough cells."""
    return min(map(len, values), default=0) >= FEWEST


def _seeds(judged: pd.DataFrame, own: list[str], metric: str) -> Iterator[Seed]:
    """Seeds that all samples of the series have."""
    test = judged[(judged["period"] == "test") & judged["sample"].isin(own)]
    for _, runs in test.groupby("seed"):
        if runs["sample"].nunique() < len(own):
            continue
        wide, trained = (
            runs.pivot(index="cell", columns="sample", values=column)[own]
            for column in (metric, "trained")
        )
        fixed = fixed_cells({sample: trained[sample] for sample in own})
        yield Seed(wide, trained, fixed)
