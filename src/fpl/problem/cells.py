"""The objective of many cells in one call, each at points of its own: what calibration asks for."""

from collections.abc import Callable

import torch
from torch import Tensor

from fpl.engine import Judge
from fpl.problem.problem import Problem

# What calibration asks of a problem: the loss and the cycles of warm-up, each ``(set, cell)``, at
# points ``(parameter, set, cell)`` of the unit cube
Objectives = Callable[[Tensor], tuple[Tensor, Tensor]]


class CellObjectives:
    """``Problem.objective`` of every cell of a problem, without gradient, each cell at points of
    its own.

    The same warm-up, model, observation operator and objective; days, buffers and used days are
    prepared once, and moments are summed inside the kernel. Runs are not counted: warm-up cycles
    are returned.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        training, names = problem.training, problem.model.parameter_names
        self._priors = torch.stack([problem.priors[name] for name in names])[:, None]
        self._rows = [names.index(name) for name in problem.calibrated]
        self._judge = Judge(
            problem.model,
            {name: values[training] for name, values in problem.forcing.items()},
            problem.target.output,
            problem.observed[training],
            problem.used[training],
            problem.warmup,
            problem.engine,
            problem.threads,
        )

    def __call__(self, unit: Tensor) -> tuple[Tensor, Tensor]:
        """The loss over the used days of training, and the cycles of warm-up, each ``(set,
        cell)``, at points ``(parameter, set, cell)`` of the unit cube."""
        space, model = self.problem.space, self.problem.model
        found = space.from_unit(unit.flatten(1)).view_as(unit)
        values = self._priors.repeat(1, unit.shape[1], 1)
        values[self._rows] = found[: len(self._rows)]
        first = model.initial_state(dict(zip(model.parameter_names, values, strict=True)))
        scale, offset = self.problem.operator.affine(dict(zip(space.names, found, strict=True)))
        start = torch.stack([first[name] for name in model.state_names])
        moments, cycles = self._judge(values, start, scale, offset)
        return self.problem.loss.from_moments(moments).to(values.dtype), cycles
