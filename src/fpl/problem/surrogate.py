"""A Problem whose runs are those of a surrogate: learned and searched like any other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import cached_property

import torch
from torch import Tensor

from fpl.errors import DataError
from fpl.physics.process_model import Fields, ProcessModel
from fpl.problem.counter import RunCounter
from fpl.problem.problem import Problem

FLUX = "evapotranspiration"  # what a surrogate predicts of the model beside the target
Surrogate = Callable[[Tensor, Tensor], Tensor]


def outputs_of(problem: Problem) -> tuple[str, ...]:
    """What a surrogate predicts of the model: the target, then evapotranspiration if the model has
    it, so that the water that it holds back is told from the water that it loses."""
    target = problem.target.output
    return (target, FLUX) if FLUX in problem.model.output_names and target != FLUX else (target,)


def forcing_of(problem: Problem) -> Tensor:
    """What drives the model, ``(day, cell, forcing)``."""
    return torch.stack([problem.forcing[name] for name in problem.model.forcing_names], dim=-1)


def static_of(model: ProcessModel, parameters: Fields) -> Tensor:
    """Every parameter of the model ``(cell, parameter)`` in the unit of its range."""
    return torch.stack([p.to_unit(parameters[p.name]) for p in model.parameters], dim=-1)


def cyclic_days(training: slice, spin_up: int) -> Tensor:
    """Positions of the days of training, before them its last ``spin_up`` days.

    ASSUME the state before training is that at its end: the process model is settled by cycling
    training, so its own past looks like this. No spin-up longer than training is needed.
    """
    first, days = training.start or 0, training.stop - (training.start or 0)
    return first + torch.arange(-spin_up, days) % days


@dataclass(frozen=True, kw_only=True)
class SurrogateProblem(Problem):
    """The same cells, parameters, data and objective, with a surrogate in the model's place.

    A run, counted as one, is a run of the surrogate over training, with ``spin_up`` days before it
    in which its memory fills; warm-up cycles there are none. ``surrogate`` takes forcing ``(day,
    cell, forcing)`` and parameters ``(cell, parameter)``, each in the unit of its range, and gives
    ``outputs_of`` the problem ``(day, cell, output)``.
    """

    surrogate: Surrogate
    spin_up: int

    @classmethod
    def replacing(cls, problem: Problem, surrogate: Surrogate, spin_up: int) -> "SurrogateProblem":
        """``problem`` with a surrogate in the place of its model, and a counter of its own."""
        same = {field.name: getattr(problem, field.name) for field in fields(Problem)}
        same["counter"] = RunCounter()
        return cls(**same, surrogate=surrogate, spin_up=spin_up)

    @cached_property
    def _weather(self) -> Tensor:
        return forcing_of(self)

    def objective(self, unit: Tensor) -> Tensor:
        """The loss of each cell ``(cell,)`` over the used days of training; differentiable with
        respect to ``unit`` ``(parameter, cell)``."""
        parameters = self.parameters(unit)
        days = cyclic_days(self.training, self.spin_up)
        target = self._predict(parameters, days)[..., outputs_of(self).index(self.target.output)]
        self.counter.training += self.cells
        return self.errors(self.operator(target, parameters), self.training)

    def simulation(
        self, parameters: dict[str, Tensor], outputs: Sequence[str]
    ) -> dict[str, Tensor]:
        """Outputs ``(day, cell)`` over training and test, without gradient; not counted."""
        known = outputs_of(self)
        unknown = [name for name in outputs if name not in known]
        if unknown:
            raise DataError(
                f"a surrogate predicts {', '.join(known)}, not {', '.join(unknown)}; ask the "
                "process model for these"
            )
        days = cyclic_days(self.training, self.spin_up)
        after = torch.arange(self.training.stop, self.test.stop)
        with torch.no_grad():
            series = self._predict(parameters, torch.cat([days, after]))
        simulated = {name: series[..., known.index(name)] for name in outputs}
        return self._as_observed(simulated, parameters)

    def _predict(self, parameters: Fields, days: Tensor) -> Tensor:
        """Outputs ``(day, cell, output)`` of the days after the spin-up."""
        static = static_of(self.model, parameters)
        return self.surrogate(self._weather[days], static)[self.spin_up :]


class SurrogateObjectives:
    """The objective of a :class:`SurrogateProblem`, as calibration asks for it."""

    def __init__(self, problem: SurrogateProblem) -> None:
        self.problem = problem

    def __call__(self, unit: Tensor) -> tuple[Tensor, Tensor]:
        """The loss over the used days of training, and no cycles of warm-up, each ``(set,
        cell)``, at points ``(parameter, set, cell)`` of the unit cube. Counted by the caller."""
        with torch.no_grad(), self.problem.counter.aside():
            points = [point.contiguous() for point in unit.unbind(1)]
            losses = torch.stack([self.problem.objective(point) for point in points])
        return losses, torch.zeros_like(losses)
