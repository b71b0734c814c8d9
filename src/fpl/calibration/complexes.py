"""Competitive complex evolution of many searches at once, by numbers alone: no model is known here.

Duan, Sorooshian & Gupta 1992 (Water Resour. Res. 28, 1015-1031) and 1994 (J. Hydrol. 158, 265-284).
Each complex of each cell asks for one point at a time: a reflection, then a contraction, then a
random point, until one is kept. Complexes do not wait for one another within a loop, so that every
answer is one that a complex has asked for.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
REFLECTION, CONTRACTION, RANDOM = range(3)


def draws(dimensions: int) -> tuple[int, int, int, int]:
    """Sizes for so many parameters: points of a complex, points of a simplex, evolution steps of a
    loop, random numbers of a step (Duan et al. 1994: 2n+1, n+1, 2n+1)."""
    points = 2 * dimensions + 1
    return points, dimensions + 1, points, points + 2 * dimensions


class Complexes:
    """One loop of evolution of the complexes of all cells.

    points : ``(cell, complex, point, parameter)`` in the unit cube, best first in each complex
    values : ``(cell, complex, point)``
    uniform : ``(cell, complex, step, number)`` in (0, 1), what the loop draws from
    """

    def __init__(self, points: Floats, values: Floats, uniform: Floats) -> None:
        self.cells, self.complexes, self._m, self._n = points.shape
        self.points, self.values = points.copy(), values.copy()
        _, self._q, self._steps, _ = draws(self._n)
        self._uniform = uniform
        shape = (self.cells, self.complexes)
        self._step = np.zeros(shape, dtype=int)
        self._phase = np.zeros(shape, dtype=int)
        self._worst = np.zeros(shape, dtype=int)
        self._centre = np.zeros((*shape, self._n))
        self.asked = np.zeros((*shape, self._n))
        self._begin(np.nonzero(np.ones(shape, dtype=bool)))

    @property
    def waiting(self) -> Flags:
        """Which complexes ``(cell, complex)`` still ask for the value of ``asked``."""
        waits: Flags = self._step < self._steps
        return waits

    def tell(self, values: Floats, evaluated: Flags) -> None:
        """The values ``(cell, complex)`` of what was asked, where ``evaluated``."""
        at = np.nonzero(evaluated)
        worst = self.values[(*at, self._worst[at])]
        kept = (values[at] <= worst) | (self._phase[at] == RANDOM)
        yes, no = tuple(i[kept] for i in at), tuple(i[~kept] for i in at)
        self._keep(yes, values[yes])
        self._try_next(no)

    def _keep(self, at: tuple[NDArray[np.intp], ...], values: Floats) -> None:
        """The point takes the place of the worst of its simplex; the complex is sorted again."""
        self.points[(*at, self._worst[at])] = self.asked[at]
        self.values[(*at, self._worst[at])] = values
        order = np.argsort(self.values[at], axis=-1, kind="stable")
        self.values[at] = np.take_along_axis(self.values[at], order, axis=-1)
        self.points[at] = np.take_along_axis(self.points[at], order[..., None], axis=-2)
        self._step[at] += 1
        going = self._step[at] < self._steps
        self._begin(tuple(i[going] for i in at))

    def _begin(self, at: tuple[NDArray[np.intp], ...]) -> None:
        """Choose a simplex, by chances that fall linearly with rank, the best always among them,
        and ask for the reflection of its worst point; a random point if that lies outside."""
        numbers = self._uniform[(*at, self._step[at])]
        weight = np.arange(self._m, 0, -1.0)
        keys = np.log(numbers[:, : self._m]) / weight  # the largest are a weighted draw without
        keys[:, 0] = np.inf  # replacement (Efraimidis & Spirakis 2006)
        chosen = np.sort(np.argsort(-keys, axis=1, kind="stable")[:, : self._q], axis=1)
        self._worst[at] = chosen[:, -1]
        corners = np.take_along_axis(self.points[at], chosen[..., None], axis=1)
        centre = corners[:, :-1].mean(axis=1)
        reflected = 2.0 * centre - corners[:, -1]
        inside = ((reflected >= 0.0) & (reflected <= 1.0)).all(axis=1)
        anywhere = numbers[:, self._m : self._m + self._n]
        self.asked[at] = np.where(inside[:, None], reflected, anywhere)
        self._centre[at], self._phase[at] = centre, REFLECTION

    def _try_next(self, at: tuple[NDArray[np.intp], ...]) -> None:
        """After a reflection that was no better, halfway to the centre; after that, anywhere."""
        first = (self._phase[at] == REFLECTION)[:, None]
        worst = self.points[(*at, self._worst[at])]
        halfway = 0.5 * (worst + self._centre[at])
        anywhere = self._uniform[(*at, self._step[at])][:, self._m + self._n :]
        self.asked[at] = np.where(first, halfway, anywhere)
        self._phase[at] += 1


def shuffled(points: Floats, values: Floats, complexes: int) -> tuple[Floats, Floats]:
    """Deal a population ``(cell, point, parameter)`` out to complexes: the best to the first, the
    next to the second, and so on in turn (Duan et al. 1992)."""
    order = np.argsort(values, axis=1, kind="stable")
    ranked = np.take_along_axis(points, order[..., None], axis=1)
    cells, count, parameters = points.shape
    dealt = (cells, count // complexes, complexes)
    return (
        ranked.reshape(*dealt, parameters).swapaxes(1, 2),
        np.take_along_axis(values, order, axis=1).reshape(dealt).swapaxes(1, 2),
    )
