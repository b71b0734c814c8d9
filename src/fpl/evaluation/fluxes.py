"""Mean fluxes of runs beside estimates, over cells: scores with intervals, alone and paired.

A run has one value a cell and seed, an estimate one a cell. Scores are taken over cells, of each
seed by itself, then averaged over seeds: a user has one run, not the mean of several.
"""

from collections.abc import Callable

import numpy as np

from fpl.errors import DataError
from fpl.evaluation.bootstrap import PERCENTILES, RESAMPLES, SEED, Estimate, Floats, difference

Score = Callable[[Floats, Floats], Floats]
LEAST_CELLS = 3  # below it a correlation says nothing


def bias(simulated: Floats, reference: Floats) -> Floats:
    """Per cent by which the mean over cells (last axis) lies above that of the reference."""
    return 100.0 * (simulated.mean(-1) / reference.mean(-1) - 1.0)


def absolute_bias(simulated: Floats, reference: Floats) -> Floats:
    """Size of the bias, per cent."""
    return np.abs(bias(simulated, reference))


def correlation(simulated: Floats, reference: Floats) -> Floats:
    """Correlation over cells (last axis); NaN where either is the same everywhere."""
    a, b = (values - values.mean(-1, keepdims=True) for values in (simulated, reference))
    size = np.sqrt((a**2).sum(-1) * (b**2).sum(-1))
    product = (a * b).sum(-1)
    return np.divide(product, size, out=np.full_like(product, np.nan), where=size > 0)


def rmse(simulated: Floats, reference: Floats) -> Floats:
    """Root of the mean square difference over cells (last axis), in the unit of both."""
    return np.sqrt(((simulated - reference) ** 2).mean(-1))


def mean(simulated: Floats, _: Floats) -> Floats:
    """Mean over cells (last axis), in the unit of the flux."""
    return simulated.mean(-1)


def median(simulated: Floats, _: Floats) -> Floats:
    """Median over cells (last axis), in the unit of the flux."""
    return np.median(simulated, axis=-1)


def compare(
    score: Score,
    first: Floats,
    reference: Floats,
    second: Floats | None = None,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Estimate | None:
    """Score of ``first``, or that less the score of ``second``, with its 95 % interval.

    first, second : ``(seed, cell)``; reference : ``(cell,)``; the same cells in the same order
    score : of simulated and reference, over the last axis

    Cells are drawn anew, the same for both; seeds of each by themselves (percentile bootstrap, see
    :mod:`fpl.evaluation.bootstrap`). Cells without a value anywhere are left out. None if fewer
    than ``LEAST_CELLS`` are left.
    """
    runs = [np.atleast_2d(first)] + ([] if second is None else [np.atleast_2d(second)])
    sizes = {run.shape[1] for run in runs} | {reference.size}
    if len(sizes) > 1:
        raise DataError(
            f"expected the same cells in runs and reference, got {sorted(sizes)} cells; compare "
            "runs on the cells that they share"
        )
    sound = np.isfinite(reference) & np.all([np.isfinite(r).all(0) for r in runs], axis=0)
    if sound.sum() < LEAST_CELLS:
        return None
    runs, known = [run[:, sound] for run in runs], reference[sound]
    draw = np.random.default_rng(seed)
    cells = draw.integers(known.size, size=(resamples, 1, known.size))
    drawn = []
    for run in runs:
        seeds = draw.integers(len(run), size=(resamples, len(run), 1))
        drawn.append(score(run[seeds, cells], known[cells]).mean(-1))
    value = difference([score(run, known[None]).mean() for run in runs])
    low, high = np.nanpercentile(difference(drawn), PERCENTILES)
    return Estimate(float(value), float(low), float(high), int(known.size))
