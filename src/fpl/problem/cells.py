"""The objective of many cells in one call, each at points of its own: what calibration asks for."""

import torch
from torch import Tensor

from fpl.engine import Judge
from fpl.problem.observation import OFFSET, SCALE
from fpl.problem.problem import OBSERVED, Problem


class CellObjectives:
    """``Problem.objective`` of every cell of a problem, without gradient, each cell at points of
    its own.

    The same warm-up, model, observation operator and objective; days, buffers and used days are
    prepared once, and the misfit is summed inside the kernel. Runs are not counted: warm-up cycles
    are returned.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        training = problem.training
        self._judge = Judge(
            problem.model,
            {name: values[training] for name, values in problem.forcing.items()},
            OBSERVED,
            problem.observed[training],
            problem.used[training],
            problem.until,
            problem.engine,
            problem.threads,
        )

    @property
    def dimensions(self) -> int:
        """How many parameters are searched."""
        return len(self.problem.space)

    def __call__(self, unit: Tensor) -> tuple[Tensor, Tensor]:
        """RMSE (m3 m-3) over the used days of training, and the cycles of warm-up, each
        ``(set, cell)``, at points ``(parameter, set, cell)`` of the unit cube."""
        one, model = self.problem, self.problem.model
        sets = unit.shape[1]
        found = one.space.from_unit(unit.flatten(1))
        values = {name: v.repeat(sets) for name, v in one.parameters(None).items()}
        values |= dict(zip(one.space.names, found.unbind(0), strict=True))
        first = model.initial_state(values)
        plain = torch.ones(sets * one.cells, dtype=unit.dtype)

        def shaped(*rows: Tensor) -> Tensor:
            return torch.stack(rows).unflatten(1, (sets, one.cells))

        mean_squares, cycles = self._judge(
            shaped(*(values[name] for name in model.parameter_names)),
            shaped(*(first[name] for name in model.state_names)),
            shaped(values.get(SCALE.name, plain))[0],
            shaped(values.get(OFFSET.name, 0.0 * plain))[0],
        )
        return torch.sqrt(mean_squares), cycles
