"""What a surrogate learns from: runs of the process model with many sets of parameters a cell."""

from dataclasses import dataclass

import numpy as np
import torch
import xarray as xr
from scipy.stats import qmc
from torch import Tensor
from tqdm import tqdm

from fpl.engine import simulate
from fpl.physics.process_model import ProcessModel
from fpl.problem.problem import Problem
from fpl.problem.surrogate import OUTPUTS, static_of


@dataclass(frozen=True)
class ModelRuns:
    """Sets of parameters of each cell, and what the process model makes of them in training.

    unit : ``(parameter, set, cell)``, points of the unit cube
    series : ``(day, set, cell, output)``, the outputs of ``fpl.problem.surrogate.OUTPUTS``
    """

    unit: Tensor
    series: Tensor

    @property
    def sets(self) -> int:
        """How many sets of parameters each cell has."""
        return self.unit.shape[1]

    def and_then(self, others: "ModelRuns") -> "ModelRuns":
        """These sets, then those of ``others``."""
        return ModelRuns(
            torch.cat([self.unit, others.unit], dim=1),
            torch.cat([self.series, others.series], dim=1),
        )

    def dataset(self, model: ProcessModel) -> xr.Dataset:
        """The same, to be kept in a file; ``model`` gives the units."""
        described = {variable.name: variable for variable in model.outputs}
        notes = {"units": "1", "long_name": "parameters in the unit of their ranges"}
        dataset = xr.Dataset({"unit": (("parameter", "set", "cell"), self.unit.numpy(), notes)})
        for name, values in zip(OUTPUTS, self.series.unbind(-1), strict=True):
            notes = {"units": described[name].unit, "long_name": name.replace("_", " ")}
            dataset[name] = (("day", "set", "cell"), values.numpy(), notes)
        return dataset

    @classmethod
    def of(cls, kept: xr.Dataset) -> "ModelRuns":
        """The inverse of :meth:`dataset`."""
        unit, *series = (torch.as_tensor(kept[name].to_numpy()) for name in ("unit", *OUTPUTS))
        return cls(unit, torch.stack(series, dim=-1))


def latin_hypercube(problem: Problem, sets: int, seed: int) -> Tensor:
    """A Latin hypercube of ``sets`` points of its own for each cell, ``(parameter, set, cell)``."""
    draw = qmc.LatinHypercube(d=len(problem.space), rng=np.random.default_rng(seed))
    points = np.stack([draw.random(sets).T for _ in range(problem.cells)], axis=-1)
    return torch.as_tensor(points, dtype=problem.observed.dtype)


def around(unit: Tensor, sets: int, spread: float, seed: int) -> Tensor:
    """``sets`` points ``(parameter, set, cell)`` around those of ``unit`` ``(parameter, cell)``.

    Gaussian with standard deviation ``spread`` of the range; what falls outside the unit cube is
    reflected at its face.
    """
    draw = torch.Generator().manual_seed(seed)
    shape = (unit.shape[0], sets, unit.shape[1])
    moved = unit[:, None] + spread * torch.randn(shape, generator=draw, dtype=unit.dtype)
    return 1.0 - (1.0 - moved.abs() % 2.0).abs()


def run_model(problem: Problem, unit: Tensor) -> ModelRuns:
    """Run the process model over training from a settled state, at points ``(parameter, set,
    cell)``. Only forward runs are needed; they are counted by the problem."""
    days = {name: values[problem.training] for name, values in problem.forcing.items()}
    series = []
    for point in tqdm(unit.unbind(1), desc="process model", unit="set", disable=None):
        parameters = problem.parameters(point.contiguous())
        of_model = {name: parameters[name] for name in problem.model.parameter_names}
        state = problem.settled_state(parameters).unbind(0)
        start = dict(zip(problem.model.state_names, state, strict=True))
        run = simulate(
            problem.model, days, of_model, start, OUTPUTS, problem.engine, problem.threads
        )
        problem.counter.training += problem.cells
        series.append(torch.stack([run.outputs[name].detach() for name in OUTPUTS], dim=-1))
    return ModelRuns(unit, torch.stack(series, dim=1))


def static_inputs(problem: Problem, unit: Tensor) -> Tensor:
    """What the surrogate is told of each set ``(set, cell, parameter)``: all parameters of the
    model, the calibrated ones at ``unit`` ``(parameter, set, cell)``."""
    every = [problem.parameters(point.contiguous()) for point in unit.unbind(1)]
    return torch.stack([static_of(problem.model, parameters) for parameters in every])
