"""The objectives of a block of cells, answered together, with a counter and a clock for each."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from tqdm import tqdm

from fpl.calibration.book import seconds_now
from fpl.calibration.turns import Floats
from fpl.problem.cells import CellObjectives, Objectives
from fpl.problem.counter import RunCounter
from fpl.problem.problem import Problem


class Together:
    """Answers for all cells of a problem in one call of the model. The seconds between two answers
    are shared equally among the cells that asked."""

    def __init__(
        self, problem: Problem, objectives: Callable[[Any], Objectives] = CellObjectives
    ) -> None:
        self._objectives = objectives(problem)
        self.dimensions = len(problem.space)
        self.counters = [RunCounter() for _ in range(problem.cells)]
        self.priors = prior_units(problem)
        self._unit = torch.full(
            (self.dimensions, 1, problem.cells), 0.5, dtype=problem.observed.dtype
        )
        self._objectives(self._unit)  # builds the kernel outside the clocks
        self._spent = np.zeros((problem.cells, 2))
        self._last = seconds_now()

    def answer(self, asked: Mapping[int, Floats], bar: tqdm) -> dict[int, float]:
        """The objective of each cell that asks, at its point of the unit cube."""
        for index, point in asked.items():
            self._unit[:, 0, index] = torch.from_numpy(np.asarray(point, dtype=np.float64))
        losses, cycles = (values[0].tolist() for values in self._objectives(self._unit))
        now = seconds_now()
        self._spent[list(asked)] += (now - self._last) / len(asked)
        self._last = now
        for index in asked:
            self.counters[index].training += 1
            self.counters[index].warmup += int(cycles[index])
        bar.update(max(counter.training for counter in self.counters) - bar.n)
        return {index: losses[index] for index in asked}

    def seconds(self, index: int) -> tuple[float, float]:
        """Wall and processor seconds that a cell's search has taken."""
        wall, cpu = self._spent[index]
        return float(wall), float(cpu)


def prior_units(problem: Problem) -> Floats:
    """The priors of the cells as points ``(cell, parameter)`` of the unit cube, on its face if
    outside."""
    return problem.unit_of(problem.parameters(None)).double().numpy().T
