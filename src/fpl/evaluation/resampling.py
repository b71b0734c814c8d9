"""Intervals by resampling whole runs (seeds), and of runs that have cells of their own."""

from collections.abc import Callable, Sequence

import numpy as np

from fpl.evaluation.bootstrap import PERCENTILES, RESAMPLES, SEED, Estimate, Floats


def over_seeds(
    groups: Sequence[Floats],
    statistic: Callable[..., Floats],
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Estimate:
    """A statistic of groups of runs, and its interval: the runs of each group are resampled by
    themselves (percentile bootstrap). ``n`` is the number of runs, of the smallest group.

    groups : each ``(run, ...)``
    statistic : of groups ``(resample, run, ...)``, gives ``(resample,)``

    Values that are not finite (a threshold that is never reached) are told as NaN: empty in a
    table. A group of one run adds nothing to the interval, and with one run in each there is none.
    """
    draw = np.random.default_rng(seed)
    sizes = [len(group) for group in groups]
    value = _finite(statistic(*(group[None] for group in groups))[0])
    if max(sizes) < 2:
        return Estimate(value, np.nan, np.nan, min(sizes))
    drawn = [group[draw.integers(len(group), size=(resamples, len(group)))] for group in groups]
    made = statistic(*drawn)
    # No interpolation between resamples: next to infinity there is none
    sound = np.where(np.isnan(made), np.inf, made)
    low, high = np.percentile(sound, PERCENTILES, method="inverted_cdf")
    return Estimate(value, _finite(low), _finite(high), min(sizes))


def of_medians(first: Sequence[float], second: Sequence[float] | None = None) -> Estimate:
    """Median of what runs have cost, or the median of ``first`` over that of ``second``. A run that
    never arrived costs infinitely much."""
    if second is None:
        return over_seeds([np.asarray(first, float)], medians)
    return over_seeds([np.asarray(first, float), np.asarray(second, float)], _ratios)


def middle(values: Sequence[float]) -> float:
    """Median; infinite values, of runs that never arrive, count as the largest."""
    return float(medians(np.asarray(values, float)[None])[0])


def medians(values: Floats) -> Floats:
    """:func:`middle` of each row."""
    ordered, last = np.sort(values, axis=1), values.shape[1] - 1
    pair: Floats = ordered[:, [last // 2, values.shape[1] // 2]].mean(axis=1)
    return pair


def quotient(above: Floats, below: Floats) -> Floats:
    """Infinite where it says nothing."""
    sound = np.isfinite(below) & (below > 0)
    made: Floats = np.divide(above, below, out=np.full_like(above, np.inf), where=sound)
    return made


def _ratios(first: Floats, second: Floats) -> Floats:
    return quotient(medians(first), medians(second))


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
    made = np.empty((resamples, len(groups)))
    drawn = draw.integers(len(groups), size=made.shape)
    for j, group in enumerate(groups):
        here = drawn == j
        cells = draw.integers(group.size, size=(int(here.sum()), group.size))
        made[here] = np.median(group[cells], axis=1)
    made = made.mean(axis=1)
    low, high = np.percentile(made, PERCENTILES)
    value = float(np.mean([np.median(group) for group in groups]))
    return Estimate(value, float(low), float(high), sum(group.size for group in groups))


def _finite(value: float) -> float:
    return float(value) if np.isfinite(value) else float("nan")
