"""The objective of one cell at as little overhead as can be: what calibration calls."""

from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray

from fpl.engine import Runner
from fpl.problem.counter import RunCounter
from fpl.problem.observation import observe
from fpl.problem.problem import OBSERVED, Problem

Floats = NDArray[np.floating]


class CellObjective:
    """``Problem.objective`` of one cell, a function of a point ``(parameter,)`` of the unit cube.

    The same warm-up, model, observation operator and objective, with a counter of its own; the
    difference is that days, buffers and used days are prepared once.
    """

    def __init__(self, problem: Problem, cell: int) -> None:
        self.counter = RunCounter()
        self._one = one = replace(problem.select([cell]), counter=self.counter)
        model, dtype = one.model, one.observed.dtype
        names = model.parameter_names
        self._parameters = torch.stack([one.priors[name] for name in names])
        self._rows = [names.index(name) for name in one.calibrated]
        self._days = np.flatnonzero(one.used[one.training][:, 0].numpy())
        self._seen = one.observed[one.training][:, 0].numpy()[self._days]
        days = {name: values[one.training] for name, values in one.forcing.items()}
        self._runner = Runner(model, days, (OBSERVED,), one.engine)
        self._unit = torch.empty(len(one.space), 1, dtype=dtype)

    @property
    def dimensions(self) -> int:
        """How many parameters are searched."""
        return len(self._one.space)

    def __call__(self, unit: Floats) -> float:
        """RMSE (m3 m-3) over the used days of training."""
        one = self._one
        self._unit[:, 0] = torch.from_numpy(np.asarray(unit, dtype=np.float64))
        values = one.space.from_unit(self._unit)
        self._parameters[self._rows] = values[: len(self._rows)]
        named = dict(zip(one.model.parameter_names, self._parameters, strict=True))
        first = one.model.initial_state(named)
        state = torch.stack([first[name] for name in one.model.state_names])
        made, _ = self._runner(self._parameters, one.settle(self._parameters, state))
        one.counter.training += 1
        operators = dict(zip(one.space.names, values, strict=True))
        seen = observe(one.operator, made[0], operators)[:, 0].numpy()[self._days]
        return float(np.sqrt(np.mean((seen - self._seen) ** 2, dtype=np.float64)))
