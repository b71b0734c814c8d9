"""SCE-UA of many cells in lockstep: the same search as SPOTPY's, without its overhead.

Every call of the model answers one point of every complex of every cell. What becomes of a cell
depends on the seed and its number, and on no other cell. Written for this project, to be as strong
a baseline as can be had; the table lockstep.csv compares it with SPOTPY's.
"""

from collections.abc import Callable, Sequence

import numpy as np
from tqdm import tqdm

from fpl.calibration.book import Book
from fpl.calibration.complexes import Complexes, Flags, Floats, draws, shuffled
from fpl.calibration.sceua import Search
from fpl.config.sections import Calibration as Settings
from fpl.config.sections import Stop

Evaluate = Callable[[Floats], tuple[Floats, Floats]]  # (cell, set, parameter) -> values, cycles
FEWER = 0.8  # when no more than this share of the cells is left, the others are left out of calls


class Population:
    """The points of the cells that still search, ``(cell, complex, point, parameter)``, and their
    values ``(cell, complex, point)``.

    evaluator : for positions of cells, what evaluates points of these cells
    active : positions of the cells that still search
    batch : positions of the cells that a call evaluates: all active ones, and some that have ended,
        for a smaller batch is prepared only when few are left
    """

    def __init__(
        self,
        evaluator: Callable[[Sequence[int]], Evaluate],
        evaluate: Evaluate,
        points: Floats,
        values: Floats,
        complexes: int,
    ) -> None:
        self._evaluator, self._evaluate, self._complexes = evaluator, evaluate, complexes
        self.active = self.batch = np.arange(len(points))
        self._lowest: list[Floats] = []  # of the active cells, after each loop
        self.points, self.values = shuffled(points, values, complexes)

    def keep(self, searching: Flags) -> None:
        """Leave out the cells of all that are not ``searching`` any more."""
        kept = searching[self.active]
        self.active = self.active[kept]
        self.points, self.values = self.points[kept], self.values[kept]
        self._lowest = [lowest[kept] for lowest in self._lowest]
        if len(self.active) < FEWER * len(self.batch):
            self.batch, self._evaluate = self.active, self._evaluator(self.active.tolist())

    def evolve(self, book: Book, streams: list[np.random.Generator]) -> None:
        """One loop of evolution of the complexes, then the points are dealt out to them anew."""
        cells, complexes, points, dimensions = self.points.shape
        _, _, steps, numbers = draws(dimensions)
        uniform = np.stack(
            [streams[cell].random((complexes, steps, numbers)) for cell in self.active]
        )
        evolving = Complexes(self.points, self.values, 1.0 - uniform)  # (0, 1]: for a logarithm
        index = np.searchsorted(self.batch, self.active)
        shape = (len(book.runs), complexes)
        while True:
            waiting = np.zeros(shape, dtype=bool)
            waiting[self.active] = evolving.waiting
            evaluated = book.affordable(waiting)
            if not evaluated.any():
                break
            asked = np.zeros((*shape, dimensions))
            asked[self.active] = evolving.asked
            padded = np.full((len(self.batch), complexes, dimensions), 0.5)
            padded[index] = evolving.asked
            values, cycles = np.full(shape, np.inf), np.zeros(shape)
            values[self.batch], cycles[self.batch] = self._evaluate(padded)
            book.enter(asked, values, cycles, evaluated)
            evolving.tell(values[self.active], evaluated[self.active])
        self.points, self.values = shuffled(
            evolving.points.reshape(cells, complexes * points, dimensions),
            evolving.values.reshape(cells, complexes * points),
            complexes,
        )

    def stop(self, book: Book, stop: Stop) -> None:
        """Close the searches whose budget is spent, whose population has shrunk, or that gain
        nothing; the measures are SPOTPY's."""
        cells, _, _, dimensions = self.points.shape
        spread = np.ptp(self.points.reshape(cells, -1, dimensions), axis=1)
        shrunk = np.exp(np.log(np.maximum(spread, 1e-300)).mean(axis=1)) < stop.peps
        self._lowest = [*self._lowest, self.values.min(axis=(1, 2))][-stop.kstop :]
        idle = np.zeros(cells, dtype=bool)
        if len(self._lowest) == stop.kstop:
            gain = np.abs(self._lowest[-1] - self._lowest[0]) * 100.0
            idle = gain / np.mean(np.abs(self._lowest), axis=0) < stop.pcento
        spent = book.left()[self.active] <= 0
        book.close(self.active[spent], "budget")
        book.close(self.active[idle & ~spent], "objective")
        book.close(self.active[shrunk & ~idle & ~spent], "parameters")


def search_together(
    evaluator: Callable[[Sequence[int]], Evaluate],
    first: Floats,
    labels: Sequence[int],
    settings: Settings,
    seed: int,
) -> list[Search]:
    """Minimise over the unit cube in every cell.

    evaluator : for positions of cells, what evaluates points of these cells: points ``(cell, set,
        parameter)`` to values and cycles of warm-up ``(cell, set)``
    first : ``(cell, parameter)``, evaluated before the population is drawn and no part of it
    labels : numbers of the cells; each draws from a stream of ``seed`` and its number

    Budget, stops and their names are those of :func:`fpl.calibration.sceua.search`.
    """
    cells, dimensions = first.shape
    size = settings.complexes * draws(dimensions)[0]
    streams = [np.random.default_rng([seed, int(label)]) for label in labels]
    evaluate = evaluator(list(range(cells)))
    evaluate(np.full((cells, settings.complexes, dimensions), 0.5))  # builds, outside the clocks
    book = Book(cells, settings.budget)
    with tqdm(total=settings.budget, desc="SCE-UA", unit="run", disable=None) as bar:
        drawn = np.stack([stream.random((size, dimensions)) for stream in streams])
        opening = np.concatenate([first[:, None], drawn], axis=1)
        evaluated = book.affordable(np.ones(opening.shape[:2], dtype=bool))
        values, cycles = evaluate(opening)
        book.enter(opening, values, cycles, evaluated)
        book.close(np.flatnonzero(book.left() <= 0), "budget")
        population = Population(evaluator, evaluate, drawn, values[:, 1:], settings.complexes)
        while book.open().any():
            bar.update(int(book.runs.max()) - bar.n)
            population.keep(book.open())
            population.evolve(book, streams)
            population.stop(book, settings.stop)
    return book.searches
