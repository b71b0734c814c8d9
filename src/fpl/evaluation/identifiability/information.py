"""What the observed days say of each parameter around the priors: slopes and their products."""

import numpy as np
import torch
import xarray as xr
from tqdm import tqdm

from fpl.evaluation.identifiability.study import evenly_warmed, outputs_of_sets
from fpl.problem.problem import Problem


def information(problem: Problem, step: float) -> xr.Dataset:
    """Products of slopes of a problem that leaves all parameters free.

    A slope is that of the target to a parameter in the unit cube, on an observed day of
    training, by differences of ``step`` to either side of the prior (to one side at the end of a
    range). Variables: information (cell, parameter, other), the sum of the products over days;
    days (cell), how many there are.
    """
    problem = evenly_warmed(problem)
    names = problem.space.names
    middle = problem.unit_of(problem.parameters(None))
    used = problem.used[problem.training]
    slopes = np.zeros((len(names), *used.shape))
    for row, _ in enumerate(tqdm(names, desc="slopes", unit="parameter", disable=None)):
        ends = torch.stack([middle, middle], dim=1)  # (parameter, set, cell)
        ends[row] += torch.tensor([[-step], [step]], dtype=ends.dtype)
        ends.clamp_(0.0, 1.0)
        low, high = outputs_of_sets(problem, ends)[0].double().unbind(1)
        apart = (ends[row, 1] - ends[row, 0]).double()
        slopes[row] = torch.where(used, (high - low) / apart, 0.0).numpy()
    dims = ("cell", "parameter", "other")
    products = np.einsum("pdc,qdc->cpq", slopes, slopes)
    notes = {
        "units": f"({problem.target.unit})2",
        "long_name": "sum over days of the product of two slopes",
    }
    days = {"units": "1", "long_name": "observed days of training"}
    return xr.Dataset(
        {"information": (dims, products, notes), "days": ("cell", used.sum(0).numpy(), days)},
        coords={"parameter": list(names), "other": list(names)},
    )
