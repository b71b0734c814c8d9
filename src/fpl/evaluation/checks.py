"""What the numbers rest on: sub-steps of the soil column.

Simulations of the model are compared with one another. The target is compared as observations would
show it, on the used days of training. Annual fluxes (mm per year) are those of a mean year of all
days of training.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import torch
from torch import Tensor
from tqdm import tqdm

from fpl.data.climate import DAYS_A_YEAR
from fpl.physics.process_model import ProcessModel
from fpl.problem.problem import Problem

FLUX = "mm yr-1"
TAILS = {"q05": 0.05, "median": 0.5, "q95": 0.95}

Fields = Mapping[str, Tensor]
Measures = dict[tuple[str, str], Tensor]  # (quantity, unit): values (cell,)


def substeps(
    problem: Problem, parameters: Mapping[str, Fields], models: Mapping[int, ProcessModel]
) -> pd.DataFrame:
    """What fewer sub-steps change: each of ``models`` (sub-steps -> model) less the model of most.

    ``parameters`` holds sets of parameters (name -> fields ``(cell,)``) to try. Each model starts
    from the state to which it has settled itself.

    Columns: parameters, runoff_steps, quantity, statistic (over cells), value, unit, n (cells).
    """
    rows = []
    finest = replace(problem, model=models[max(models)])
    for name, fields in parameters.items():
        truth = _training(finest, fields, "runoff")
        for steps, model in tqdm(models.items(), desc=f"sub-steps, {name}", disable=None):
            simulated = _training(replace(problem, model=model), fields, "runoff")
            target = problem.target.output
            difference = simulated[target] - truth[target]
            runoff = _annual(simulated["runoff"])
            measures: Measures = {
                ("moisture_rms_difference", problem.target.unit): _rms(problem, difference),
                ("moisture_mean_difference", problem.target.unit): _mean(problem, difference),
                ("annual_runoff", FLUX): runoff,
                ("annual_runoff_difference", FLUX): runoff - _annual(truth["runoff"]),
                ("training_rmse", problem.target.unit): problem.errors(
                    simulated[target], problem.training
                ),
            }
            rows += _rows({"parameters": name, "runoff_steps": steps}, measures)
    return pd.DataFrame(rows)


def _training(problem: Problem, parameters: Fields, flux: str) -> dict[str, Tensor]:
    """The target and a flux ``(day, cell)`` of training."""
    series = problem.simulation(dict(parameters), (problem.target.output, flux))
    return {name: values[problem.training] for name, values in series.items()}


def _mean(problem: Problem, values: Tensor) -> Tensor:
    """Mean over the used days of training, ``(cell,)``."""
    used = problem.used[problem.training]
    return torch.where(used, values, torch.zeros_like(values)).sum(0) / used.sum(0)


def _rms(problem: Problem, values: Tensor) -> Tensor:
    return _mean(problem, values**2).sqrt()


def _annual(flux: Tensor) -> Tensor:
    """Mean annual flux (mm per year) ``(cell,)`` of daily ones (mm per day)."""
    return DAYS_A_YEAR * flux.mean(0)


def _rows(label: dict[str, Any], measures: Measures) -> list[dict[str, Any]]:
    """One row for each measure and each quantile over cells."""
    return [
        label
        | {"quantity": quantity, "statistic": statistic}
        | {"value": torch.quantile(values.double(), share).item(), "unit": unit, "n": len(values)}
        for (quantity, unit), values in measures.items()
        for statistic, share in TAILS.items()
    ]
