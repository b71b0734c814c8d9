"""Rows on how far the seeds of a method disagree on the same cells: equifinality.

``seed_spread``
    standard deviation over seeds of a position in the unit cube, of differences over as many
    seeds as both methods have; median over a group of parameters, then over cells. If no more than
    the range were known it would be 0.289
``rank_r_seeds``
    Spearman's correlation of the maps of two seeds, mean over pairs
``rmse_spread`` (or of another objective)
    standard deviation over seeds of the test error of a cell; median over cells

Intervals of spreads by bootstrap over cells, of correlations over blocks of cells.
ASSUME the seeds at hand stand for all: they are not resampled, since drawing one twice narrows
the spread.
"""

from collections.abc import Mapping
from functools import partial
from itertools import combinations

import numpy as np
import pandas as pd

from fpl.evaluation.blocks import resample
from fpl.evaluation.bootstrap import Floats, estimate
from fpl.evaluation.spatial import rank_correlation
from fpl.tables.compared_maps import MEDIAN, RANDOM, Maps, Rows, compare, test_errors
from fpl.tables.statistics import objective_unit
from fpl.terms import Study

LEAST_SEEDS = 2
RESAMPLES = 1000


def of_maps(maps: Maps) -> Rows:
    """Spread and rank correlation of methods with several seeds, and of fPL minus the others."""
    several = _several(maps.cubes)
    rows: Rows = []
    for group, members in maps.groups.items():
        rows += _spreads(maps, "seed_spread", several, group, members, "1")
    ranks = {method: resample(partial(_agreement, c), maps.weight) for method, c in several.items()}
    return rows + compare(maps, "rank_r_seeds", ranks, maps.groups)


def of_skill(maps: Maps, judged: pd.DataFrame, study: Study) -> Rows:
    """Spread over seeds of the test objective of each cell, of runs of the maps' model and
    sample; ``judged`` is rows of experiments/*.csv."""
    here = judged[
        (judged["model"] == maps.model)
        & (judged["sample"] == maps.sample)
        & judged["cell"].isin(maps.cell)
        & judged["method"].isin(list(maps.cubes))
    ]
    scores = {m: errors.to_numpy()[:, None] for m, errors in test_errors(here, study).items()}
    name, unit = f"{study.objective}_spread", objective_unit(study)
    return _spreads(maps, name, _several(scores), MEDIAN, [0], unit)


def _several(cubes: Mapping[str, Floats]) -> dict[str, Floats]:
    return {m: cube for m, cube in cubes.items() if len(cube) >= LEAST_SEEDS and m != RANDOM}


def _agreement(cube: Floats, weight: Floats) -> Floats:
    """Rank correlation ``(draw, 1, parameter)``, mean over pairs of seeds of ``(seed, parameter,
    cell)``."""
    alike = [rank_correlation(*two, weight) for two in combinations(cube, 2)]
    return np.asarray(np.mean(alike, axis=0))[:, None]


def _spreads(
    maps: Maps,
    statistic: str,
    cubes: Mapping[str, Floats],
    group: str,
    members: list[int],
    unit: str,
) -> Rows:
    """Levels over all seeds; differences over as many seeds as both methods have."""
    rows = []
    for method, against in maps.pairs(cubes, group):
        both = [cubes[name][:, members] for name in (method, against) if name]
        seeds = min(len(cube) for cube in both)
        spreads = [np.median(cube[:seeds].std(axis=0, ddof=1), axis=0) for cube in both]
        value = estimate(spreads[0], spreads[1] if against else None, resamples=RESAMPLES)
        row = maps.row(method, statistic, value, parameter=group, against=against, unit=unit)
        rows.append(row | {"seeds": seeds})
    return rows
