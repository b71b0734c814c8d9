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
    target, unit, training = problem.target.output, problem.target.unit, problem.training
    used = problem.used[training]

    def simulated(model: ProcessModel, fields: Fields) -> tuple[Tensor, Tensor]:
        series = replace(problem, model=model).simulation(dict(fields), (target, "runoff"))
        return series[target][training], DAYS_A_YEAR * series["runoff"][training].mean(0)

    def mean(values: Tensor) -> Tensor:
        """Over the used days."""
        return torch.where(used, values, torch.zeros_like(values)).sum(0) / used.sum(0)

    rows = []
    for name, fields in parameters.items():
        finest, most_runoff = simulated(models[max(models)], fields)
        for steps, model in tqdm(models.items(), desc=f"sub-steps, {name}", disable=None):
            values, runoff = simulated(model, fields)
            measures = {
                ("moisture_rms_difference", unit): mean((values - finest) ** 2).sqrt(),
                ("moisture_mean_difference", unit): mean(values - finest),
                ("annual_runoff", FLUX): runoff,
                ("annual_runoff_difference", FLUX): runoff - most_runoff,
                ("training_rmse", unit): problem.errors(values, training),
            }
            rows += _rows({"parameters": name, "runoff_steps": steps}, measures)
    return pd.DataFrame(rows)


def _rows(label: dict[str, Any], measures: Measures) -> list[dict[str, Any]]:
    """One row for each measure and each quantile over cells."""
    return [
        label
        | {"quantity": quantity, "statistic": statistic}
        | {"value": torch.quantile(values.double(), share).item(), "unit": unit, "n": len(values)}
        for (quantity, unit), values in measures.items()
        for statistic, share in TAILS.items()
    ]
