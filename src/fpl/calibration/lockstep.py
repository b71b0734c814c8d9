"""SCE-UA of many cells in lockstep: the same search as SPOTPY's, without its overhead.

Every call of the model answers one point of every complex of every cell. What becomes of a cell
depends on the seed and its number, and on no other cell. Written for this project, to be as strong
a baseline as can be had; the table lockstep.csv compares it with SPOTPY's.
"""

import time
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from fpl.calibration.complexes import Complexes, Flags, Floats, draws, shuffled
from fpl.calibration.sceua import Best, Search, Stop
from fpl.errors import EngineError

Judged = Callable[[Floats], tuple[Floats, Floats]]  # (cell, set, parameter) -> values, cycles
FEWER = 0.8  # when no more than this share of the cells is left, the others are left out of calls


class Settings(Protocol):
    """What of the configuration a search depends on."""

    budget: int
    complexes: int
    stop: Stop


class Book:
    """What each cell's search has cost and found."""

    def __init__(self, cells: int, budget: int) -> None:
        self.searches = [Search() for _ in range(cells)]
        self.runs, self.cycles = np.zeros(cells, dtype=int), np.zeros(cells)
        self.best = np.full(cells, np.inf)
        self._seconds = np.zeros((cells, 2))
        self._last, self._budget = _now(), budget

    def left(self) -> NDArray[np.intp]:
        """Runs that each cell still has."""
        return self._budget - self.runs

    def affordable(self, wanted: Flags) -> Flags:
        """Of the points wanted ``(cell, set)``, those that the cells have runs for, in order."""
        flags: Flags = wanted & (np.cumsum(wanted, axis=1) <= self.left()[:, None])
        return flags

    def enter(self, points: Floats, values: Floats, cycles: Floats, told: Flags) -> None:
        """Enter the answers ``(cell, set)`` where ``told``; seconds since the last entry are
        shared equally among them, in their order."""
        if not np.isfinite(values[told]).all():
            cell, place = np.argwhere(told & ~np.isfinite(values))[0]
            raise EngineError(
                f"the objective is {values[cell, place]} at {points[cell, place]} of the unit cube"
            )
        now = _now()
        each = (now - self._last) / max(told.sum(), 1)
        self._last = now
        shown = np.where(told, values, np.inf)
        before = np.minimum.accumulate(np.column_stack([self.best, shown]), axis=1)[:, :-1]
        done = np.cumsum(told, axis=1)
        runs = self.runs[:, None] + done
        spent = self.cycles[:, None] + np.cumsum(np.where(told, cycles, 0), axis=1)
        for cell, place in np.argwhere(shown < before):
            wall, cpu = (self._seconds[cell] + done[cell, place] * each).tolist()
            run, cycles_so_far = int(runs[cell, place]), int(spent[cell, place])
            value, unit = float(shown[cell, place]), points[cell, place].copy()
            self.searches[cell].improvements.append(
                Best(run, cycles_so_far, value, unit, wall, cpu)
            )
        self._seconds += done[:, -1:] * each
        self.best = np.minimum(self.best, shown.min(axis=1))
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


def _now() -> Floats:
    return np.array([time.perf_counter(), time.process_time()])


def search_together(
    judged: Callable[[Sequence[int]], Judged],
    first: Floats,
    labels: Sequence[int],
    settings: Settings,
    seed: int,
) -> list[Search]:
    """Minimise over the unit cube in every cell.

    judged : for positions of cells, what answers for them: points ``(cell, set, parameter)`` to
        values and cycles of warm-up ``(cell, set)``
    first : ``(cell, parameter)``, judged before the population is drawn and no part of it
    labels : numbers of the cells; each draws from a stream of ``seed`` and its number

    Budget, stops and their names are those of :func:`fpl.calibration.sceua.search`.
    """
    cells, dimensions = first.shape
    size = settings.complexes * draws(dimensions)[0]
    streams = [np.random.default_rng([seed, int(label)]) for label in labels]
    everyone = list(range(cells))
    answer = judged(everyone)
    answer(np.full((cells, settings.complexes, dimensions), 0.5))  # builds, outside the clocks
    book = Book(cells, settings.budget)
    with tqdm(total=settings.budget, desc="SCE-UA", unit="run", disable=None) as bar:
        population = np.stack([stream.random((size, dimensions)) for stream in streams])
        opening = np.concatenate([first[:, None], population], axis=1)
        told = book.affordable(np.ones(opening.shape[:2], dtype=bool))
        values, cycles = answer(opening)
        book.enter(opening, values, cycles, told)
        book.close(np.flatnonzero(book.left() <= 0), "budget")
        points, values = shuffled(population, values[:, 1:], settings.complexes)
        asked, here = answer, np.arange(cells)
        history: list[Floats] = []
        while book.open().any():
            bar.update(int(book.runs.max()) - bar.n)
            keep = book.open()[here]
            points, values, here = points[keep], values[keep], here[keep]
            history = [best[keep] for best in history]
            if len(here) < FEWER * len(everyone):
                everyone, asked = here.tolist(), judged(here.tolist())
            points, values = _loop(points, values, asked, everyone, here, book, streams)
            merged = points.reshape(len(here), size, dimensions)
            points, values = shuffled(merged, values.reshape(len(here), size), settings.complexes)
            history = [*history, values.min(axis=(1, 2))][-settings.stop.kstop :]
            _stop(book, here, merged, history, settings.stop)
    return book.searches


def _loop(
    points: Floats,
    values: Floats,
    answer: Judged,
    everyone: list[int],
    here: NDArray[np.intp],
    book: Book,
    streams: list[np.random.Generator],
) -> tuple[Floats, Floats]:
    """One loop of evolution of the cells ``here``; calls answer for ``everyone``."""
    _, complexes, _, dimensions = points.shape
    _, _, steps, numbers = draws(dimensions)
    uniform = np.stack([streams[cell].random((complexes, steps, numbers)) for cell in here])
    evolving = Complexes(points, values, 1.0 - uniform)  # (0, 1]: a logarithm is taken
    places = np.searchsorted(everyone, here)
    shape = (len(book.runs), complexes)
    while True:
        wanted = np.zeros(shape, dtype=bool)
        wanted[here] = evolving.waiting
        told = book.affordable(wanted)
        if not told.any():
            return evolving.points, evolving.values
        asked = np.zeros((*shape, dimensions))
        asked[here] = evolving.asked
        padded = np.full((len(everyone), complexes, dimensions), 0.5)
        padded[places] = evolving.asked
        found, cycles = np.full(shape, np.inf), np.zeros(shape)
        found[everyone], cycles[everyone] = answer(padded)
        book.enter(asked, found, cycles, told)
        evolving.tell(found[here], told[here])


def _stop(
    book: Book, here: NDArray[np.intp], population: Floats, history: list[Floats], stop: Stop
) -> None:
    """Close the searches whose budget is spent, whose population has shrunk, or that gain nothing;
    the measures are SPOTPY's."""
    spread = np.ptp(population, axis=1)
    shrunk = np.exp(np.log(np.maximum(spread, 1e-300)).mean(axis=1)) < stop.peps
    idle = np.zeros(len(here), dtype=bool)
    if len(history) == stop.kstop:
        gain = np.abs(history[-1] - history[0]) * 100.0
        idle = gain / np.mean(np.abs(history), axis=0) < stop.pcento
    spent = book.left()[here] <= 0
    book.close(here[spent], "budget")
    book.close(here[idle & ~spent], "objective")
    book.close(here[shrunk & ~idle & ~spent], "parameters")
