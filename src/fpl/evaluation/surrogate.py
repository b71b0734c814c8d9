"""The parameters of the surrogate's route, scored by the surrogate and by the process model."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import torch
import xarray as xr
from torch import Tensor

from fpl.evaluation.score import evaluate
from fpl.learning.surrogate_data import around, latin_hypercube
from fpl.learning.surrogate_round import HELD_OUT, seed_of
from fpl.learning.surrogate_training import errors
from fpl.problem.problem import Problem
from fpl.problem.surrogate import SurrogateProblem

JUDGES = ("surrogate", "model")


def judged_twice(
    problem: Problem,
    surrogate: SurrogateProblem,
    parameters: dict[str, Tensor],
    labels: Mapping[str, xr.DataArray],
    observations: xr.Dataset,
    periods: Mapping[str, Mapping[str, object]],
    minimum_days: int,
) -> pd.DataFrame:
    """Score the same parameters by both judges: the columns of metrics.csv, and ``judged_by``.

    ``labels`` are the ``cell`` numbers of ``problem`` and the ``time`` of training and test;
    ``observations`` may hold more cells.
    """
    tables = []
    for name, judge in zip(JUDGES, (surrogate, problem), strict=True):
        target = problem.target.output
        values = judge.simulation(parameters, (target,))[target].numpy().T
        coords = {name: labels[name].to_numpy() for name in ("cell", "time")}
        simulated = xr.DataArray(values, coords, ("cell", "time"))
        observed, used = observations["observed"], observations["used"]
        table = evaluate(simulated, observed, used, periods, minimum_days, problem.loss.name)
        tables.append(table.assign(judged_by=name))
    return pd.concat(tables, ignore_index=True)


def surrogate_errors(
    problem: Problem,
    surrogate: SurrogateProblem,
    unit: Tensor,
    sets: int,
    spread: float,
    seed: int,
) -> pd.DataFrame:
    """The surrogate's RMSE against the process model, on sets that it has not been trained on.

    ``held_out`` sets are a Latin hypercube, the same for every round; ``optimum`` sets lie around
    the estimates, ``unit`` ``(parameter, cell)``. Of the test period only the weather is used.
    Medians over cells and sets; columns: sets, period, output, rmse, unit.
    """
    draw = seed_of(seed, 0, HELD_OUT)
    points = {
        "held_out": latin_hypercube(problem, sets, draw),
        "optimum": around(unit, sets, spread, draw),
    }
    units = {variable.name: variable.unit for variable in problem.model.outputs}
    rows: list[dict[str, Any]] = []
    for name, sample in points.items():
        with torch.no_grad():
            of_outputs = errors(surrogate, problem, sample)
        for (period, output), rmse in of_outputs.items():
            label = {"sets": name, "period": period, "output": output}
            rows.append(label | {"rmse": rmse, "unit": units[output]})
    return pd.DataFrame(rows)
