"""Intervals by bootstrap over cells and seeds, paired over cells: what every verdict rests on."""

from collections.abc import Callable, Sequence
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
    """A value and its 95 % interval, NaN where there is none; ``n`` cells were resampled."""

    value: float
    low: float = np.nan
    high: float = np.nan
    n: int = 1


def estimate(
    first: Floats,
    second: Floats | None = None,
    statistic: Statistic = np.median,
    resamples: int = RESAMPLES,
    seed: int = SEED,
    block: NDArray[np.int64] | None = None,
) -> Estimate:
    """A statistic of the cells' values, or of ``first`` minus ``second`` in each cell.

    first, second : ``(seed, cell)``; the same cells in the same order, seeds need not agree in
        number. Cells that are NaN in any row of either are left out, of both.
    statistic : of the values of cells, each the mean over seeds, along ``axis``

    block : ``(cell,)``, where neighbours are alike: whole blocks are resampled then

    Cells are resampled once for both, so that the difference stays paired; the seeds of each by
    themselves (percentile bootstrap, Efron & Tibshirani 1993, ch. 13). ASSUME cells
    without blocks are exchangeable: neighbours are far apart, but what they share makes the
    interval somewhat too narrow.

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
    members = _members(sound, block)
    sizes = [len(array) for array in arrays] + [len(members)]
    # All draws at once: of each resample the seeds of the first, of the second, then the members
    limits = np.broadcast_to(np.repeat(sizes, sizes), (resamples, sum(sizes)))
    *seeds, chosen = np.split(
        np.random.default_rng(seed).integers(limits), np.cumsum(sizes)[:-1], axis=1
    )
    means = [
        np.asarray(sum(array[run] for run in runs.T)) / len(array)
        for array, runs in zip(arrays, seeds, strict=True)
    ]
    drawn, values = difference(means), np.empty(resamples)
    cells = chosen if block is None else [np.concatenate([members[i] for i in r]) for r in chosen]
    count = np.array([len(own) for own in cells])  # blocks need not be of the same size
    for size in np.unique(count):
        alike = np.flatnonzero(count == size)
        places = np.stack([cells[i] for i in alike])
        values[alike] = statistic(np.take_along_axis(drawn[alike], places, axis=1), axis=1)
    low, high = np.percentile(values, PERCENTILES)
    value = statistic(difference([array.mean(axis=0) for array in arrays]), axis=0)
    return Estimate(float(value), float(low), float(high), int(sound.sum()))


def _members(sound: NDArray[np.bool_], block: NDArray[np.int64] | None) -> list[NDArray[np.int64]]:
    """Positions, among the sound cells, of what is drawn together."""
    if block is None:
        return list(np.arange(sound.sum())[:, None])
    kept = block[sound]
    return [np.flatnonzero(kept == number) for number in np.unique(kept)]


def difference(values: Sequence[Floats]) -> Floats:
    """The first, less the second if there is a second."""
    return values[0] if len(values) == 1 else values[0] - values[1]
