"""When a curve reaches an error, what it has cost by then, and how that grows with the cells."""

import numpy as np
from numpy.typing import ArrayLike

from fpl.evaluation.bootstrap import Floats

# Passes that a gradient goes back through, for each run: training, and a cycle of warm-up
DIFFERENTIATED = 2
NEAR_END = 1.01  # times the last error of a run: it has come to its own end


def reach(cost: ArrayLike, error: ArrayLike, limit: float) -> float:
    """The first cost at which the error is no more than ``limit``, linear between the points of a
    curve ``(point,)``; infinite if it never is."""
    spent, wrong = np.asarray(cost, dtype=float), np.asarray(error, dtype=float)
    below = np.flatnonzero(wrong <= limit)
    if below.size == 0:
        return float("inf")
    point = int(below[0])
    if point == 0:
        return float(spent[0])
    share = (wrong[point - 1] - limit) / (wrong[point - 1] - wrong[point])
    return float(spent[point - 1] + share * (spent[point] - spent[point - 1]))


def error_at(cost: ArrayLike, error: ArrayLike, spent: float) -> float:
    """The error of a curve at a cost, linear between its points; its last if it ended sooner."""
    return float(np.interp(spent, np.asarray(cost, float), np.asarray(error, float)))


def passes(runs: Floats, warmup: Floats, backward: float, differentiated: int) -> Floats:
    """Cost as forward passes of the training period: ``runs``, cycles of ``warmup``, and
    ``differentiated`` passes of each run gone back through at ``backward`` forward passes each."""
    return runs + warmup + differentiated * backward * runs


def log_sums(size: ArrayLike, cost: ArrayLike) -> Floats:
    """What a power law through points needs to know, ``(5,)``: their number, sums of logarithms
    (base 10) of size and cost, of squares and of products. Points without a finite, positive cost
    are left out. Sums of several sets of points are those of all of them."""
    x, y = np.asarray(size, dtype=float), np.asarray(cost, dtype=float)
    kept = np.isfinite(y) & (y > 0)
    x, y = np.log10(x[kept]), np.log10(y[kept])
    return np.array([x.size, x.sum(), y.sum(), x @ x, x @ y])


def power_law(sums: Floats) -> tuple[Floats, Floats]:
    """Exponent and logarithm (base 10) of the factor of ``cost = factor * size ** exponent``, by
    least squares of logarithms, from :func:`log_sums` ``(..., 5)``; NaN where sizes do not differ.
    """
    n, x, y, xx, xy = np.moveaxis(sums, -1, 0)
    spread = n * xx - x * x
    sound = spread > 1e-9
    empty = np.full_like(spread, np.nan)
    exponent = np.divide(n * xy - x * y, spread, out=empty.copy(), where=sound)
    factor = np.divide(y - exponent * x, n, out=empty, where=sound)
    return exponent, factor
