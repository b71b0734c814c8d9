"""What searches of many cells have cost and found, entered call by call."""

import time

import numpy as np
from numpy.typing import NDArray

from fpl.calibration.complexes import Flags, Floats
from fpl.calibration.sceua import Best, Search
from fpl.errors import EngineError


class Book:
    """What the search of each cell has cost, and the best points so far."""

    def __init__(self, cells: int, budget: int) -> None:
        self.searches = [Search() for _ in range(cells)]
        self.runs, self.cycles = np.zeros(cells, dtype=int), np.zeros(cells)
        self.best = np.full(cells, np.inf)
        self._seconds = np.zeros((cells, 2))
        self._last, self._budget = seconds_now(), budget

    def left(self) -> NDArray[np.intp]:
        """Runs that each cell still has."""
        return self._budget - self.runs

    def affordable(self, wanted: Flags) -> Flags:
        """Of the points wanted ``(cell, set)``, those that the cells have runs for, in order."""
        flags: Flags = wanted & (np.cumsum(wanted, axis=1) <= self.left()[:, None])
        return flags

    def enter(self, points: Floats, values: Floats, cycles: Floats, evaluated: Flags) -> None:
        """Enter the values ``(cell, set)`` of the points ``evaluated``; seconds since the last
        entry are shared equally among them, in their order."""
        if not np.isfinite(values[evaluated]).all():
            cell, point = np.argwhere(evaluated & ~np.isfinite(values))[0]
            raise EngineError(
                f"the objective is {values[cell, point]} at {points[cell, point]} of the unit cube"
            )
        now = seconds_now()
        each = (now - self._last) / max(evaluated.sum(), 1)
        self._last = now
        known = np.where(evaluated, values, np.inf)
        before = np.minimum.accumulate(np.column_stack([self.best, known]), axis=1)[:, :-1]
        done = np.cumsum(evaluated, axis=1)
        runs = self.runs[:, None] + done
        spent = self.cycles[:, None] + np.cumsum(np.where(evaluated, cycles, 0), axis=1)
        for cell, point in np.argwhere(known < before):
            wall, cpu = (self._seconds[cell] + done[cell, point] * each).tolist()
            run, cycles_so_far = int(runs[cell, point]), int(spent[cell, point])
            value, unit = float(known[cell, point]), points[cell, point].copy()
            self.searches[cell].improvements.append(
                Best(run, cycles_so_far, value, unit, wall, cpu)
            )
        self._seconds += done[:, -1:] * each
        self.best = np.minimum(self.best, known.min(axis=1))
        self.runs, self.cycles = runs[:, -1], spent[:, -1]

    def close(self, cells: NDArray[np.intp], reason: str) -> None:
        """End the searches of some cells."""
        for cell in cells:
            last = self.searches[cell].improvements[-1]
            wall, cpu = self._seconds[cell].tolist()
            run, cycles = int(self.runs[cell]), int(self.cycles[cell])
            self.searches[cell].end = Best(run, cycles, last.objective, last.unit, wall, cpu)
            self.searches[cell].reason = reason

    def open(self) -> Flags:
        """Cells that still search."""
        return np.array([search.end is None for search in self.searches])


def seconds_now() -> Floats:
    """Wall and processor seconds by the clocks of this process."""
    return np.array([time.perf_counter(), time.process_time()])
