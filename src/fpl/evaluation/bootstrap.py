"""Intervals by bootstrap over cells and seeds, paired over cells: what every verdict rests on."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fpl.errors import DataError

Floats = NDArray[np.float64]
Statistic = Callable[..., Floats]  # of values and the axis that it takes away, as np.median
PERCENTILES = (2.5, 97.5)
RESAMPLES = 2000
SEED = 0


@dataclass(frozen=True)
class Estimate:
    """A value and its 95 % interval; ``n`` cells were resampled."""

    value: float
    low: float
    high: float
    n: int


def estimate(
    first: Floats,
    second: Floats | None = None,
    statistic: Statistic = np.median,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Estimate:
    """A statistic of the cells' values, or of ``first`` minus ``second`` in each cell.

    first, second : ``(seed, cell)``; the same cells in the same order, seeds need not agree in
        number. Cells that are NaN in any row of either are left out, of both.
    statistic : of the values of cells, each the mean over seeds, along ``axis``

    Cells are resampled once for both, so that the difference stays paired; the seeds of each by
    themselves (percentile bootstrap, Efron & Tibshirani 1993, ch. 13). ASSUME cells are
    exchangeable: neighbours are 144 km apart, but what they share makes the interval somewhat too
    narrow.

    DataError: the cells do not agree, or none is left.
    """
    arrays = [np.atleast_2d(first)] + ([] if second is None else [np.atleast_2d(second)])
    if len({array.shape[1] for array in arrays}) > 1:
        raise DataError(
            f"expected the same cells in both, got {[array.shape[1] for array in arrays]} cells; "
            "compare runs on the cells that they share"
        )
    sound = np.all([np.isfinite(array).all(axis=0) for array in arrays], axis=0)
    if not sound.any():
        raise DataError("expected cells with a value in every seed, got none; check the metrics")
    arrays = [array[:, sound] for array in arrays]
    draw = np.random.default_rng(seed)
    made = np.empty((resamples, sound.sum()))
    for i in range(resamples):
        seeds = [array[draw.integers(len(array), size=len(array))] for array in arrays]
        cells = draw.integers(sound.sum(), size=sound.sum())
        made[i] = _difference(seeds)[cells]
    low, high = np.percentile(statistic(made, axis=1), PERCENTILES)
    value = statistic(_difference(arrays), axis=0)
    return Estimate(float(value), float(low), float(high), int(sound.sum()))


def _difference(arrays: list[Floats]) -> Floats:
    """Mean over seeds of the first, less that of the second if there is one."""
    means = [array.mean(axis=0) for array in arrays]
    return means[0] if len(means) == 1 else means[0] - means[1]
