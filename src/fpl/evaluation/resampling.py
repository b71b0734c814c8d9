"""Intervals by resampling whole runs (seeds), and of runs that have cells of their own."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from fpl.evaluation.bootstrap import PERCENTILES, RESAMPLES, SEED, Estimate, Floats

Numbers = NDArray[np.int64]


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

    Values that are not finite (a threshold that is never reached) are NaN: empty in a table.
    A group of one run adds nothing to the interval, and with one run in each there is none.
    """
    draw = np.random.default_rng(seed)
    sizes = [len(group) for group in groups]
    value = _finite(statistic(*(group[None] for group in groups))[0])
    if max(sizes) < 2:
        return Estimate(value, n=min(sizes))
    drawn = [group[draw.integers(len(group), size=(resamples, len(group)))] for group in groups]
    values = statistic(*drawn)
    # No interpolation between resamples: next to infinity there is none
    sound = np.where(np.isnan(values), np.inf, values)
    low, high = np.percentile(sound, PERCENTILES, method="inverted_cdf")
    return Estimate(value, _finite(low), _finite(high), min(sizes))


def of_medians(first: Sequence[float], second: Sequence[float] | None = None) -> Estimate:
    """Median of what runs have cost, or the median of ``first`` over that of ``second``. A run that
    never arrived costs infinitely much."""
    costs = [np.asarray(values, float) for values in (first, second) if values is not None]
    return over_seeds(costs, medians if second is None else _ratios)


def middle(values: Sequence[float]) -> float:
    """Median; infinite values, of runs that never arrive, count as the largest."""
    return float(medians(np.asarray(values, float)[None])[0])


def medians(values: Floats) -> Floats:
    """:func:`middle` of each row."""
    ordered, last = np.sort(values, axis=1), values.shape[1] - 1
    pair: Floats = ordered[:, [last // 2, values.shape[1] // 2]].mean(axis=1)
    return pair


def quotient(above: Floats, below: Floats) -> Floats:
    """Ratio of costs: zero where the one below is never reached, infinite where only the one above
    is not, NaN where neither is, or nothing was paid."""
    ratio = np.full_like(above, np.nan)
    np.divide(above, below, out=ratio, where=np.isfinite(below) & (below > 0))
    ratio[np.isinf(below) & np.isfinite(above)] = 0.0
    return ratio


def _ratios(first: Floats, second: Floats) -> Floats:
    return quotient(medians(first), medians(second))


def over_seeds_and_cells(values: Floats, resamples: int = RESAMPLES, seed: int = SEED) -> Estimate:
    """Median over cells, mean over seeds, where seeds need not have the same cells.

    values : ``(seed, cell)``, NaN where a seed has not the cell

    Seeds are resampled, and cells once for all seeds: a cell that several seeds have is one cell.
    ``n`` is the number of cells that any seed has.
    """
    known = values[np.isfinite(values).any(axis=1)]
    count = int(np.isfinite(known).any(axis=0).sum())
    if not count:
        return Estimate(np.nan, n=0)
    drawn, counts = draws(len(known), known.shape[1], resamples, seed)
    medians_of = np.stack([weighted_medians(seed, counts) for seed in known], axis=1)
    means = finite_means(np.take_along_axis(medians_of, drawn, axis=1))
    low, high = np.nanpercentile(means, PERCENTILES)
    return Estimate(float(np.nanmedian(known, axis=1).mean()), float(low), float(high), count)


def finite_means(values: Floats) -> Floats:
    """Mean of the finite values of each row; NaN in a row without any."""
    sound = np.isfinite(values)
    total, count = np.where(sound, values, 0.0).sum(axis=1), sound.sum(axis=1)
    return np.divide(total, count, out=np.full(len(values), np.nan), where=count > 0)


def draws(seeds: int, cells: int, resamples: int, seed: int) -> tuple[Numbers, Numbers]:
    """Which seeds ``(resample, seed)``, and how often each cell ``(resample, cell)``, are drawn."""
    draw = np.random.default_rng(seed)
    drawn = draw.integers(seeds, size=(resamples, seeds))
    return drawn, draw.multinomial(cells, np.full(cells, 1 / cells), resamples)


def weighted_medians(values: Floats, counts: Numbers) -> Floats:
    """Median of the finite values ``(cell,)``, each as often as ``counts (resample, cell)`` says;
    NaN in a resample that has none of them."""
    order = np.argsort(values)[: np.isfinite(values).sum()]  # NaN are last
    running = counts[:, order].cumsum(axis=1)
    total = running[:, -1:]
    ranks = (np.maximum((total + 1) // 2, 1), total // 2 + 1)
    places = [np.minimum((running < rank).sum(axis=1), len(order) - 1) for rank in ranks]
    middle_pair: Floats = values[order][np.stack(places)].mean(axis=0)
    return np.where(total[:, 0] > 0, middle_pair, np.nan)


def _finite(value: float) -> float:
    return float(value) if np.isfinite(value) else float("nan")
