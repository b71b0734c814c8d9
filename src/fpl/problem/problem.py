"""Problem: what is to be found, on what data, judged how. Learning and calibration get the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import torch
from numpy.typing import NDArray
from torch import Tensor

from fpl.engine import EngineName, Runner, Warmup
from fpl.engine.checks import check_parameters
from fpl.physics.process_model import ProcessModel
from fpl.problem.counter import RunCounter
from fpl.problem.objective import Objective
from fpl.problem.operator import ObservationOperator
from fpl.problem.space import ParameterSpace
from fpl.problem.target import check_target
from fpl.terms import Target


@dataclass(frozen=True)
class Problem:
    """A model, its calibrated parameters, data and objective, for a set of cells.

    target : the output of the model that is compared with observations
    operator : how it is compared
    loss : what is minimised, one value a cell
    forcing : each ``(day, cell)``, from the first day of training to the last of the test
    observed : ``(day, cell)``, in the unit of the target, zero where not used
    used : ``(day, cell)``, bool; the days that count
    priors : every parameter of the model, ``(cell,)``
    training, test : slices of days
    labels : numbers or names of the cells, for messages; None for their positions
    fluxes : what files of simulations hold beside the target: name there -> output of the model

    The forcing must be sound (:func:`fpl.engine.checks.check_forcing`, which
    :func:`fpl.problem.assemble.assemble` calls); it is not checked again. ConfigError if the target
    is no output of the model, or in another unit, or the operator does not fit it.
    """

    model: ProcessModel
    calibrated: tuple[str, ...]
    target: Target
    operator: ObservationOperator
    loss: Objective
    forcing: dict[str, Tensor]
    observed: Tensor
    used: Tensor
    priors: dict[str, Tensor]
    training: slice
    test: slice
    warmup: Warmup
    engine: EngineName = "auto"
    threads: int = 1
    counter: RunCounter = field(default_factory=RunCounter)
    labels: NDArray[Any] | None = None
    fluxes: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_target(self.model, self.target)
        self.operator.check(self.target)

    @cached_property
    def space(self) -> ParameterSpace:
        """The calibrated parameters of the model, then those of the observation operator."""
        of_model = [self.model.parameter(name) for name in self.calibrated]
        return ParameterSpace([*of_model, *self.operator.parameters], self.observed.dtype)

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return self.observed.shape[1]

    def select(self, cells: Tensor | Sequence[int]) -> "Problem":
        """The same problem for some cells (positions); runs are counted by the same counter."""
        index = torch.as_tensor(cells)
        return replace(
            self,
            forcing={name: values[:, index] for name, values in self.forcing.items()},
            observed=self.observed[:, index],
            used=self.used[:, index],
            priors={name: values[index] for name, values in self.priors.items()},
            labels=None if self.labels is None else self.labels[index.numpy()],
        )

    def to_fit(self, cells: Tensor | Sequence[int]) -> "Problem":
        """:meth:`select`, for cells whose parameters are to be fitted; DataError if some have no
        used day in training, or observations there for which the objective is not defined."""
        chosen = self.select(cells)
        labels = torch.as_tensor(cells) if chosen.labels is None else chosen.labels
        days = self.training
        self.loss.check(chosen.observed[days], chosen.used[days], labels.tolist())
        return chosen

    def parameters(self, unit: Tensor | None) -> dict[str, Tensor]:
        """All parameters ``(cell,)``: calibrated ones from the unit cube ``(parameter, cell)``, the
        rest, or all if ``unit`` is None, at their priors.

        Parameters that the model has as dynamic are ``(day, cell)`` of training and test: those of
        a unit cube of each day ``(parameter, day, cell)``, else the same every day.
        """
        plain = torch.ones(self.cells, dtype=self.observed.dtype)
        values = self.priors | {p.name: p.default * plain for p in self.operator.parameters}
        if unit is not None:
            physical = self.space.from_unit(unit.flatten(1)).view_as(unit)
            values |= dict(zip(self.space.names, physical.unbind(0), strict=True))
        return {name: self._shaped(name, value) for name, value in values.items()}

    def unit_of(self, parameters: Mapping[str, Tensor]) -> Tensor:
        """Parameters ``(cell,)`` as points ``(parameter, cell)`` of the unit cube, on its face if
        they lie outside."""
        values = torch.stack([parameters[name] for name in self.space.names])
        return self.space.to_unit(values).clamp(0.0, 1.0)

    def _shaped(self, name: str, values: Tensor) -> Tensor:
        """``(day, cell)`` if the parameter is dynamic, else ``(cell,)``."""
        if name in self.model.dynamic:
            return values.expand(self.observed.shape)
        return values if values.ndim == 1 else values[0]

    def settled_state(self, parameters: dict[str, Tensor]) -> Tensor:
        """The state ``(state, cell)`` at the end of a warm-up, without gradient.

        Each cell cycles on its own account: what becomes of it does not depend on its neighbours.
        """
        with torch.no_grad():
            days = self._of(parameters, self.training)
            today = days | {name: days[name][0] for name in self.model.dynamic}
            first = self.model.initial_state(today)
            start = torch.stack([first[name] for name in self.model.state_names])
            state, cycles = self._runner(self.training, (), ()).settle(
                self._stacked(days), start, self.warmup, self._dynamic(days)
            )
        self.counter.warmup += int(cycles.sum())
        return state

    def objective(self, unit: Tensor) -> Tensor:
        """The loss of each cell ``(cell,)`` over the used days of training.

        Differentiable with respect to ``unit`` ``(parameter, cell)``: the gradient passes through
        training and one warm-up cycle before it, not through the cycles before that. This cycle is
        added to the others, so that with gradient the start is settled a little better than
        without; in a settled cell the two differ by what one more cycle changes.
        """
        parameters = self.parameters(unit)
        state = self.settled_state(parameters)
        differentiable = torch.is_grad_enabled() and unit.requires_grad
        if differentiable:
            state = self._run(parameters, state, self.training, ())[1]
            self.counter.warmup += self.cells
        series, _ = self._run(parameters, state, self.training, (self.target.output,))
        self.counter.training += self.cells
        return self.errors(self.operator(series[0], parameters), self.training)

    def errors(self, simulated: Tensor, period: slice) -> Tensor:
        """The loss ``(cell,)`` over the used days of a period, of the target ``(day, cell)`` as it
        would be observed on its days."""
        return self.loss(simulated, self.observed[period], self.used[period])

    def simulation(
        self, parameters: dict[str, Tensor], outputs: Sequence[str]
    ) -> dict[str, Tensor]:
        """Outputs ``(day, cell)`` over training and test, from a settled state, without gradient;
        the target is as it would be observed. Not counted: it serves judging, not fitting."""
        with torch.no_grad(), self.counter.aside():
            state = self.settled_state(parameters)
            whole = slice(0, self.test.stop)
            series, _ = self._run(parameters, state, whole, tuple(outputs))
        return self._as_observed(dict(zip(outputs, series.unbind(0), strict=True)), parameters)

    def _as_observed(
        self, simulated: dict[str, Tensor], parameters: dict[str, Tensor]
    ) -> dict[str, Tensor]:
        """The same outputs, the target, if it is among them, as it would be observed."""
        name = self.target.output
        if name not in simulated:
            return simulated
        return simulated | {name: self.operator(simulated[name], parameters)}

    def judged(self, unit: Tensor | None) -> tuple[Tensor, Tensor]:
        """The loss of each cell over training and over test."""
        name = self.target.output
        simulated = self.simulation(self.parameters(unit), (name,))[name]
        training, test = (self.errors(simulated[p], p) for p in (self.training, self.test))
        return training, test

    def _of(self, parameters: dict[str, Tensor], period: slice) -> dict[str, Tensor]:
        """The parameters, dynamic ones on the days of a period."""
        return parameters | {name: parameters[name][period] for name in self.model.dynamic}

    def _stacked(self, parameters: dict[str, Tensor]) -> Tensor:
        return torch.stack([parameters[name] for name in self.model.static])

    def _dynamic(self, parameters: dict[str, Tensor]) -> list[Tensor]:
        return [parameters[name] for name in self.model.dynamic]

    def _run(
        self, parameters: dict[str, Tensor], state: Tensor, period: slice, outputs: tuple[str, ...]
    ) -> tuple[Tensor, Tensor]:
        """Outputs ``(output, day, cell)`` and the state at the end ``(state, cell)``."""
        runner, days = self._runner(period, outputs, self.calibrated), self._of(parameters, period)
        check_parameters(self.model, days, runner.like)
        return runner(self._stacked(days), state, self._dynamic(days))

    def _runner(self, period: slice, outputs: tuple[str, ...], wanted: tuple[str, ...]) -> Runner:
        days = {name: values[period] for name, values in self.forcing.items()}
        return Runner(self.model, days, outputs, self.engine, self.threads, wanted, checked=True)
