"""What the observed days tell of each parameter around the priors: slopes, standard errors,
collinearity."""

from collections.abc import Sequence

import numpy as np
import torch
import xarray as xr
from numpy.typing import NDArray
from tqdm import tqdm

from fpl.evaluation.identifiability.study import evenly_warmed, outputs_of_sets
from fpl.problem.problem import Problem

Array = NDArray[np.float64]
UNIFORM = 1.0 / 12.0  # variance of what is known of a parameter before: anywhere in its range
LEAST_SLOPE = 1e-3  # m3 m-3 per range, rms: below it a parameter has no direction to compare


def information(problem: Problem, step: float) -> xr.Dataset:
    """Products of slopes of a problem that leaves all parameters free.

    A slope is that of surface moisture to a parameter in the unit cube, on an observed day of
    training, by differences of ``step`` to either side of the prior (to one side at the end of a
    range). Variables: information (cell, parameter, other), the sum of the products over days;
    days (cell), how many there are.
    """
    problem = evenly_warmed(problem)
    names = problem.space.names
    priors = problem.parameters(None)
    middle = problem.space.to_unit(torch.stack([priors[n] for n in names])).clamp(0.0, 1.0)
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
    notes = {"units": "m6 m-6", "long_name": "sum over days of the product of two slopes"}
    days = {"units": "1", "long_name": "observed days of training"}
    return xr.Dataset(
        {"information": (dims, products, notes), "days": ("cell", used.sum(0).numpy(), days)},
        coords={"parameter": list(names), "other": list(names)},
    )


def standard_errors(products: Array, noise: float, free: Sequence[int]) -> Array:
    """Standard error ``(cell, free)``, in units of the range, of parameters found together.

    ``products`` is ``(cell, parameter, other)``, ``noise`` the standard deviation of a day's
    observation (m3 m-3). A parameter of which nothing is learned keeps 0.29, that of its range.

    # ASSUME errors of the days are normal and independent, the model is linear around the prior,
    and before the observations a parameter is anywhere in its range (by its variance, 1/12).
    """
    chosen = products[:, free][:, :, free]
    precision = chosen / noise**2 + np.eye(len(free)) / UNIFORM
    errors: Array = np.sqrt(np.diagonal(np.linalg.inv(precision), axis1=1, axis2=2))
    return errors


def collinearity(products: Array, days: Array, among: Sequence[int]) -> Array:
    """Collinearity index ``(cell,)`` of parameters (Brun et al. 2001, Water Resour. Res. 37,
    1015-1030, eq. 12): 1 where each has a direction of its own, infinite where one can be made
    good by the others; about 10 and more is taken to mean that they cannot be told apart.

    NaN where one of them hardly moves moisture.
    """
    cosines = _cosines(products, days)[:, among][:, :, among]
    known = np.isfinite(cosines).all(axis=(1, 2))
    gamma = np.full(len(cosines), np.nan)
    smallest = np.linalg.eigvalsh(cosines[known])[:, 0]
    gamma[known] = 1.0 / np.sqrt(np.maximum(smallest, 1e-12))
    return gamma


def most_alike(products: Array, days: Array) -> tuple[NDArray[np.intp], Array]:
    """Of each parameter: the other one whose effect on moisture looks most like its own, and how
    much, both by the median over cells of the absolute cosine of their slopes; NaN if there is none
    that moves moisture beside it at half of the cells."""
    cosines = np.abs(_cosines(products, days))
    count = cosines.shape[1]
    shared = np.isfinite(cosines).mean(axis=0) >= 0.5
    middle = np.full((count, count), np.nan)
    middle[shared] = np.nanmedian(cosines[:, shared], axis=0)
    np.fill_diagonal(middle, np.nan)
    nearest = np.argmax(np.nan_to_num(middle, nan=-1.0), axis=1)
    return nearest, middle[np.arange(count), nearest]


def _cosines(products: Array, days: Array) -> Array:
    """Cosines of the slopes ``(cell, parameter, other)``, NaN where a slope is too small."""
    lengths = np.sqrt(np.diagonal(products, axis1=1, axis2=2))
    lengths = np.where(lengths < LEAST_SLOPE * np.sqrt(days)[:, None], np.nan, lengths)
    made: Array = products / (lengths[:, :, None] * lengths[:, None, :])
    return made
