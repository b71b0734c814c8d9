"""SCE-UA by SPOTPY, one cell at a time, on the same Problem as learning.

SPOTPY's ``repetitions`` is not the number of model runs: it counts accepted points twice. Here the
budget is counted in the model itself, and a run past it ends the search.
"""

import contextlib
import functools
import io
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import spotpy
from numpy.typing import NDArray

from fpl.config.sections import Stop
from fpl.errors import EngineError
from fpl.problem.counter import RunCounter

Floats = NDArray[np.float64]
Objective = Callable[[Floats], float]
Clock = Callable[[], tuple[float, float]]  # wall and processor seconds so far
UNLIMITED = 10**9  # repetitions asked of SPOTPY: the budget of model runs stops it earlier
REASONS = {"SMALL PARAMETER SPACE": "parameters", "OBJECTIVE FUNCTION CRITERIA": "objective"}


@dataclass(frozen=True)
class Best:
    """The best point after ``run`` model runs and ``warmup_runs`` cycles of warm-up."""

    run: int
    warmup_runs: int
    objective: float
    unit: Floats
    wall_seconds: float
    cpu_seconds: float


@dataclass
class Search:
    """A search of the unit cube: every improvement, then the end, and why it ended."""

    improvements: list[Best] = field(default_factory=list)
    end: Best | None = None
    reason: str = ""


class _BudgetSpent(Exception):
    """Raised out of the model when no run is left."""


@functools.cache
def _unit_cube(dimensions: int) -> tuple[object, ...]:
    """SPOTPY's parameters, made once: each draws 100,000 numbers, even if its bounds are given."""
    return tuple(
        spotpy.parameter.Uniform(f"u{i}", 0.0, 1.0, minbound=0.0, maxbound=1.0)
        for i in range(dimensions)
    )


class _Setup:
    """What SPOTPY asks of a problem. The simulation is the objective itself, so that nothing else
    has to be stored."""

    def __init__(
        self, objective: Objective, dimensions: int, budget: int, counter: RunCounter, clock: Clock
    ) -> None:
        self._cube = _unit_cube(dimensions)
        self.search = Search()
        self._objective, self._budget, self._counter = objective, budget, counter
        self._clock, self._start = clock, clock()

    def parameters(self) -> object:
        return spotpy.parameter.generate(self._cube)

    def simulation(self, vector: Floats) -> list[float]:
        if self._counter.training >= self._budget:
            raise _BudgetSpent
        value = self._objective(np.asarray(vector))
        if not np.isfinite(value):
            raise EngineError(f"the objective is {value} at {vector} of the unit cube")
        best = self.search.improvements
        if not best or value < best[-1].objective:
            best.append(self._now(value, np.array(vector, dtype=np.float64)))
        return [value]

    def evaluation(self) -> list[float]:
        return [0.0]

    def objectivefunction(
        self, simulation: list[float], evaluation: list[float], params: object = None
    ) -> float:
        return simulation[0]

    def finish(self, reason: str) -> Search:
        last = self.search.improvements[-1]
        self.search.end = self._now(last.objective, last.unit)
        self.search.reason = reason
        return self.search

    def _now(self, value: float, unit: Floats) -> Best:
        wall, cpu = (now - start for now, start in zip(self._clock(), self._start, strict=True))
        return Best(self._counter.training, self._counter.warmup, value, unit, wall, cpu)


def search(
    objective: Objective,
    dimensions: int,
    counter: RunCounter,
    *,
    first: Floats,
    budget: int,
    complexes: int,
    stop: Stop,
    seed: int,
    clock: Clock = lambda: (time.perf_counter(), time.process_time()),
) -> Search:
    """Minimise ``objective`` over the unit cube of ``dimensions`` parameters by SCE-UA.

    The point ``first`` is judged before SPOTPY draws its population, so that the best so far is
    never worse than what was known without a search; SPOTPY does not see it. ``counter`` counts
    the model runs that the objective makes, and starts at zero; ``clock`` gives the seconds that
    the search has taken. The search ends after ``budget`` runs (reason ``budget``), or when SPOTPY
    finds that the best value gains less than ``pcento`` percent in ``kstop`` loops (``objective``)
    or that the population has shrunk to ``peps`` of the cube (``parameters``).
    """
    setup = _Setup(objective, dimensions, budget, counter, clock)
    setup.simulation(first)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        sampler = spotpy.algorithms.sceua(
            setup, dbname="ram", dbformat="ram", save_sim=False, random_state=seed
        )
        try:
            sampler.sample(
                UNLIMITED, ngs=complexes, kstop=stop.kstop, pcento=stop.pcento, peps=stop.peps
            )
        except _BudgetSpent:
            return setup.finish("budget")
    text = said.getvalue()
    return setup.finish(next(reason for words, reason in REASONS.items() if words in text))
