"""What the numbers rest on: sub-steps of the soil column, and what each parameter moves.

Both tables compare simulations of the model with one another. Surface moisture (m3 m-3) is compared
as SMAP would see it and on the days that count, the used days of training. Annual fluxes (mm per
year) are 365.25 times the mean of all days of training.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import torch
from torch import Tensor
from tqdm import tqdm

from fpl.physics.process_model import ProcessModel
from fpl.problem.problem import OBSERVED, Problem

RUNOFF_STEPS = (1, 2, 4, 8, 24)  # the last is VIC's own
MIDDLE_HALF = (0.25, 0.75)  # the ends of the middle half of a range, in the unit interval
DAYS_A_YEAR = 365.25
MOISTURE, FLUX = "m3 m-3", "mm yr-1"
TAILS = {"q05": 0.05, "median": 0.5, "q95": 0.95}
QUARTILES = {"q25": 0.25, "median": 0.5, "q75": 0.75}
NO_SET = "none"

Fields = Mapping[str, Tensor]
Measures = dict[tuple[str, str], Tensor]  # (quantity, unit): values (cell,)


def substeps(
    problem: Problem, parameters: Mapping[str, Fields], models: Mapping[int, ProcessModel]
) -> pd.DataFrame:
    """What fewer sub-steps change: each of ``models`` (sub-steps -> model) less the one of most.

    ``parameters`` holds sets of parameters (name -> fields ``(cell,)``) to try. Each model starts
    from the state to which it has settled itself.

    Columns: parameters, runoff_steps, quantity, statistic (over cells), value, unit, n (cells).
    """
    rows = []
    finest = replace(problem, model=models[max(models)])
    for name, fields in parameters.items():
        truth = _training(finest, fields, "runoff")
        for steps, model in tqdm(models.items(), desc=f"sub-steps, {name}", disable=None):
            made = _training(replace(problem, model=model), fields, "runoff")
            difference = made[OBSERVED] - truth[OBSERVED]
            runoff = _annual(made["runoff"])
            measures: Measures = {
                ("moisture_rms_difference", MOISTURE): _rms(problem, difference),
                ("moisture_mean_difference", MOISTURE): _mean(problem, difference),
                ("annual_runoff", FLUX): runoff,
                ("annual_runoff_difference", FLUX): runoff - _annual(truth["runoff"]),
                ("training_rmse", MOISTURE): problem.rmse(made[OBSERVED], problem.training),
            }
            rows += _rows({"parameters": name, "runoff_steps": steps}, measures, TAILS)
    return pd.DataFrame(rows)


def sensitivity(problem: Problem, sets: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """How far each parameter of the model, moved alone, moves moisture and evapotranspiration.

    It goes from a quarter to three quarters of its range (of the logarithm where it is searched
    there) while all others stay at their priors. ``sets`` (name -> parameters) are the calibrated
    sets; column ``sets`` names those that it belongs to, joined by "+".

    Columns: parameter, sets, parameter_unit, low, high, quantity, statistic (over cells), value,
    unit, n (cells).
    """
    rows = []
    priors = problem.parameters(None)
    flux = "evapotranspiration"
    for parameter in tqdm(problem.model.parameters, desc="parameters", disable=None):
        name, ends = parameter.name, parameter.from_unit(torch.tensor(MIDDLE_HALF)).tolist()
        low, high = (
            _training(problem, priors | {name: torch.full_like(priors[name], end)}, flux)
            for end in ends
        )
        measures: Measures = {
            ("moisture_rms_difference", MOISTURE): _rms(problem, high[OBSERVED] - low[OBSERVED]),
            ("annual_evapotranspiration_difference", FLUX): _annual(high[flux] - low[flux]).abs(),
        }
        label = {
            "parameter": name,
            "sets": "+".join(key for key, names in sets.items() if name in names) or NO_SET,
            "parameter_unit": parameter.unit,
            "low": ends[0],
            "high": ends[1],
        }
        rows += _rows(label, measures, QUARTILES)
    return pd.DataFrame(rows)


def _training(problem: Problem, parameters: Fields, flux: str) -> dict[str, Tensor]:
    """Surface moisture and a flux ``(day, cell)`` of training."""
    made = problem.simulation(dict(parameters), (OBSERVED, flux))
    return {name: values[problem.training] for name, values in made.items()}


def _mean(problem: Problem, values: Tensor) -> Tensor:
    """Mean over the used days of training, ``(cell,)``."""
    used = problem.used[problem.training]
    return torch.where(used, values, torch.zeros_like(values)).sum(0) / used.sum(0)


def _rms(problem: Problem, values: Tensor) -> Tensor:
    return _mean(problem, values**2).sqrt()


def _annual(flux: Tensor) -> Tensor:
    """Mean annual flux (mm per year) ``(cell,)`` of daily ones (mm per day)."""
    return DAYS_A_YEAR * flux.mean(0)


def _rows(
    label: dict[str, Any], measures: Measures, statistics: Mapping[str, float]
) -> list[dict[str, Any]]:
    """One row for each measure and each quantile over cells."""
    return [
        label
        | {"quantity": quantity, "statistic": statistic}
        | {"value": torch.quantile(values.double(), share).item(), "unit": unit, "n": len(values)}
        for (quantity, unit), values in measures.items()
        for statistic, share in statistics.items()
    ]
