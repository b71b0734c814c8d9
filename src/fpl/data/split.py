"""Which cells (sample) and which days (period) are used."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fpl.errors import ConfigError, DataError

BASE_STEP = 4
# First and last day, both inside, as start and end: a mapping, or a section that gives such pairs.
Period = Mapping[str, Any] | Iterable[tuple[str, Any]]


def cells_of_lattice(row: ArrayLike, column: ArrayLike, sample: str) -> NDArray[np.bool_]:
    """Mask (cell) of the cells that belong to a lattice sample of a grid.

    row, column : indices in the grid of cells on a lattice of ``BASE_STEP``. The sample "sN" is one
    cell in each N x N patch (the paper's 1/N^2), N a multiple of ``BASE_STEP``; the sample of 2N is
    a subset of it. ConfigError for any other name, DataError for cells off the lattice.
    """
    digits = sample[1:]
    known = sample.startswith("s") and digits.isdecimal() and int(digits) > 0
    if not known or int(digits) % BASE_STEP:
        raise ConfigError(
            f"unknown sample {sample!r}: expected s{BASE_STEP}, s{2 * BASE_STEP} or "
            f"s{4 * BASE_STEP}: one cell in each patch of so many grid cells in both directions"
        )
    every = int(digits) // BASE_STEP
    chosen = np.ones(np.shape(row), dtype=bool)
    for name, index in (("row", np.asarray(row)), ("column", np.asarray(column))):
        steps, rest = np.divmod(index - index.min(), BASE_STEP)
        if np.any(rest):
            raise DataError(
                f"expected cells on a lattice of every {BASE_STEP}th {name}, got {name} "
                f"{index[rest != 0][0]} beside {index.min()}: sample {sample} is not defined here"
            )
        chosen &= steps % every == 0
    return chosen


def period_index(time: ArrayLike, period: Period) -> slice:
    """Slice of ``time`` (daily, datetime64) from the period's start to its end, both inside.

    DataError if the data do not cover the period.
    """
    days = np.asarray(time).astype("datetime64[D]")
    start, end = period_days(period)
    if start > end:
        raise ConfigError(f"period runs backwards: start {start} is after end {end}")
    if len(days) == 0 or start < days[0] or end > days[-1]:
        covered = f"{days[0]} to {days[-1]}" if len(days) else "no day at all"
        raise DataError(
            f"expected data from {start} to {end}, got {covered}: "
            "change the periods in the configuration"
        )
    return slice(int(np.searchsorted(days, start)), int(np.searchsorted(days, end)) + 1)


def period_days(period: Period) -> tuple[np.datetime64, np.datetime64]:
    """First and last day of a period."""
    days = dict(period)
    return np.datetime64(str(days["start"]), "D"), np.datetime64(str(days["end"]), "D")
