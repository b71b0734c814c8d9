"""Intervals for statistics of maps: bootstrap over contiguous blocks of cells, and over seeds.

Neighbouring cells are alike, so that cells drawn one by one would seem to say more than they do.
Block bootstrap: Lahiri (2003), Resampling methods for dependent data, ch. 12.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fpl.data.samples import blocks_of
from fpl.evaluation.bootstrap import PERCENTILES, RESAMPLES, SEED, Estimate, difference

Floats = NDArray[np.float64]

# ASSUME what is alike in the maps reaches no further than a block: 20 of about 600 km
STRIPS, CUTS = 5, 4


def blocks(lat: Floats, lon: Floats) -> NDArray[np.int64]:
    """The block ``(cell,)`` of each cell: strips of longitude, each cut by latitude, with equally
    many cells. In a world of few cells there are fewer blocks."""
    return blocks_of(lat, lon, STRIPS, CUTS)


def weights(block: NDArray[np.int64], resamples: int = RESAMPLES, seed: int = SEED) -> Floats:
    """How much each cell counts in each resample ``(draw, cell)``: as often as its block is drawn;
    each row sums to 1."""
    _, place = np.unique(block, return_inverse=True)
    count = place.max() + 1
    drawn = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), resamples)
    times = drawn[:, place].astype(np.float64)
    return times / times.sum(axis=1, keepdims=True)


def covariance(weight: Floats, first: Floats, second: Floats) -> Floats:
    """Covariance ``(draw, ...)`` over cells of two fields ``(..., cell)`` in each resample."""
    a, b = (x - x.mean(axis=-1, keepdims=True) for x in np.broadcast_arrays(first, second))
    product, left, right = (_means(weight, x) for x in (a * b, a, b))
    return product - left * right


def _means(weight: Floats, fields: Floats) -> Floats:
    flat = fields.reshape(-1, fields.shape[-1])
    return np.asarray(weight @ flat.T).reshape(len(weight), *fields.shape[:-1])


@dataclass(frozen=True)
class Resampled:
    """A statistic of all cells ``whole (seed, parameter)`` and of each resample of them ``drawn
    (draw, seed, parameter)``; ``cells`` counts them."""

    whole: Floats
    drawn: Floats
    cells: int

    def median(self, members: Sequence[int]) -> "Resampled":
        """Median over these positions of parameters, as one parameter."""
        whole, drawn = (
            np.median(array[..., list(members)], axis=-1, keepdims=True)
            for array in (self.whole, self.drawn)
        )
        return Resampled(whole, drawn, self.cells)


def resample(statistic: Callable[[Floats], Floats], weight: Floats) -> Resampled:
    """``statistic`` takes weights ``(draw, cell)`` and gives ``(draw, seed, parameter)``."""
    cells = weight.shape[1]
    return Resampled(statistic(np.full((1, cells), 1 / cells))[0], statistic(weight), cells)


def estimate(first: Resampled, second: Resampled | None = None, seed: int = SEED) -> Estimate:
    """Mean over seeds of a statistic of one parameter, or of ``first`` minus ``second``.

    The 95 % interval (percentiles) is of cells and seeds. Both must come of the same weights, so
    that the difference stays paired; the seeds of each are drawn by themselves. One seed has no
    spread: the interval is then of the cells alone.
    """
    draw = np.random.default_rng([seed, 1])
    pair = [first] if second is None else [first, second]
    value = difference([part.whole.mean() for part in pair])
    means = []
    for part in pair:
        seeds = part.drawn[:, :, 0]
        chosen = draw.integers(seeds.shape[1], size=seeds.shape)
        means.append(np.take_along_axis(seeds, chosen, axis=1).mean(axis=1))
    low, high = np.nanpercentile(difference(means), PERCENTILES)
    return Estimate(float(value), float(low), float(high), first.cells)
