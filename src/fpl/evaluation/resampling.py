"""Intervals by resampling whole runs (seeds), and of runs that have cells of their own."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from fpl.evaluation.bootstrap import PERCENTILES, RESAMPLES, SEED, Estimate, Floats


def over_seeds(
    groups: Sequence[Sequence[Any]],
    statistic: Callable[..., float],
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Estimate:
    """A statistic of groups of runs, and its interval: the runs of each group are resampled by
    themselves (percentile bootstrap). ``n`` is the number of runs of the first group.

    Values that are not finite (a threshold that is never reached) are told as NaN: empty in a
    table. A group of one run adds nothing to the interval, and with one run in each there is none.
    """
    draw = np.random.default_rng(seed)
    value = _finite(statistic(*groups))
    if all(len(group) < 2 for group in groups):
        return Estimate(value, np.nan, np.nan, len(groups[0]))
    made = np.empty(resamples)
    for i in range(resamples):
        drawn = [[group[j] for j in draw.integers(len(group), size=len(group))] for group in groups]
        made[i] = statistic(*drawn)
    return Estimate(value, *_interval(made), len(groups[0]))


def of_medians(
    first: Sequence[float],
    second: Sequence[float] | None = None,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Estimate:
    """Median of what runs have cost, or the median of ``first`` over that of ``second``, with an
    interval from resampling the runs of each by themselves. A run that never arrived costs
    infinitely much. ``n`` is the number of runs, the smaller one of two groups.

    What is not finite is NaN, as is the interval where no group has two runs.
    """
    groups = [np.asarray(first, float)] + ([] if second is None else [np.asarray(second, float)])
    draw = np.random.default_rng(seed)
    drawn = [group[draw.integers(group.size, size=(resamples, group.size))] for group in groups]
    value = _quotient([np.array([middle(group)]) for group in groups])[0]
    made = _quotient([_middles(values) for values in drawn])
    fewest = min(group.size for group in groups)
    if all(group.size < 2 for group in groups):
        return Estimate(_finite(value), np.nan, np.nan, fewest)
    return Estimate(_finite(value), *_interval(made), fewest)


def middle(values: Sequence[float] | Floats) -> float:
    """Median; infinite values, of runs that never arrive, count as the largest."""
    return float(_middles(np.asarray(values, float)[None])[0])


def _middles(values: Floats) -> Floats:
    ordered, last = np.sort(values, axis=1), values.shape[1] - 1
    pair: Floats = ordered[:, [last // 2, values.shape[1] // 2]].mean(axis=1)
    return pair


def _quotient(medians: list[Floats]) -> Floats:
    """The only one, or the first over the second; infinite where that says nothing."""
    if len(medians) == 1:
        return medians[0]
    above, below = medians
    sound = np.isfinite(below) & (below > 0)
    return np.divide(above, below, out=np.full_like(above, np.inf), where=sound)


def _interval(made: Floats) -> tuple[float, float]:
    """No interpolation between resamples: next to infinity there is none."""
    sound = np.where(np.isnan(made), np.inf, made)
    low, high = np.percentile(sound, PERCENTILES, method="inverted_cdf")
    return _finite(low), _finite(high)


def over_seeds_and_cells(
    values: Sequence[Floats], resamples: int = RESAMPLES, seed: int = SEED
) -> Estimate:
    """Median over cells, mean over seeds, where every seed has cells of its own: seeds are
    resampled, then the cells of each. ``n`` is the number of cells of all seeds together."""
    groups = [np.asarray(one)[np.isfinite(one)] for one in values]
    groups = [group for group in groups if group.size]
    if not groups:
        return Estimate(np.nan, np.nan, np.nan, 0)
    draw = np.random.default_rng(seed)
    made = np.empty(resamples)
    for i in range(resamples):
        drawn = [groups[j] for j in draw.integers(len(groups), size=len(groups))]
        made[i] = np.mean([np.median(g[draw.integers(g.size, size=g.size)]) for g in drawn])
    low, high = np.percentile(made, PERCENTILES)
    value = float(np.mean([np.median(group) for group in groups]))
    return Estimate(value, float(low), float(high), sum(group.size for group in groups))


def _finite(value: float) -> float:
    return float(value) if np.isfinite(value) else float("nan")
