"""What products of slopes say: standard errors of parameters, and which act alike. No torch."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
UNIFORM = 1.0 / 12.0  # variance of what is known of a parameter before: anywhere in its range
LEAST_SLOPE = 1e-3  # unit of the target per range, rms: below it a parameter has no direction


def standard_errors(products: Array, noise: float, free: Sequence[int]) -> Array:
    """Standard error ``(cell, free)``, in units of the range, of parameters found together.

    ``products`` is ``(cell, parameter, other)``, ``noise`` the standard deviation of a day's
    observation (unit of the target). A parameter of which nothing is learned keeps 0.29, that of
    its range.

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
