"""The problem that is studied, and many sets of parameters of it in one call."""

from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor

from fpl.data.climate import DAYS_A_YEAR
from fpl.problem.operator import Identity
from fpl.problem.problem import Problem

FLUX = "evapotranspiration"


def all_free(problem: Problem, known: Sequence[str]) -> Problem:
    """The same data with every parameter of the model free but those ``known`` of a place,
    which stay at their priors; the target is compared as it is.

    The days after training are cut off: where a test is asked for, training is judged once more.
    """
    last = problem.training.stop
    return replace(
        problem,
        calibrated=tuple(name for name in problem.model.parameter_names if name not in known),
        operator=Identity(),
        forcing={name: values[:last] for name, values in problem.forcing.items()},
        observed=problem.observed[:last],
        used=problem.used[:last],
        test=problem.training,
    )


def evenly_warmed(problem: Problem) -> Problem:
    """The same problem, each run warmed up by as many cycles: a run that settled a cycle sooner
    than its neighbour would differ from it by more than by its parameters."""
    return replace(problem, warmup=replace(problem.warmup, settled_mm=0.0))


def outputs_of_sets(problem: Problem, unit: Tensor) -> tuple[Tensor, Tensor]:
    """The target ``(day, set, cell)`` of training and mean evapotranspiration (mm yr-1) ``(set,
    cell)`` at points ``(parameter, set, cell)`` of the unit cube."""
    _, sets, cells = unit.shape
    tiled = problem.select(torch.arange(cells).repeat(sets))
    names = (problem.target.output, FLUX)
    series = tiled.simulation(tiled.parameters(unit.flatten(1)), names)
    target, flux = (series[name][problem.training] for name in names)
    return target.view(-1, sets, cells), DAYS_A_YEAR * flux.mean(0).view(sets, cells)
