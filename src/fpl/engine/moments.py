"""Moments of a simulated series beside an observed one: what every objective is made of."""

from typing import NamedTuple

import torch
from torch import Tensor


class ObservedMoments(NamedTuple):
    """What is known of the observations before a model runs, each ``(cell,)`` in float64."""

    days: Tensor
    mean: Tensor
    variance: Tensor


class Moments(NamedTuple):
    """Means, variances and their kin over the used days, each ``(..., cell)`` in float64.

    All are population moments (1/n), in the unit of the target or its square. The mean squared
    error follows from the others, yet it is summed by itself: out of them it would be a small
    difference of large numbers wherever the fit is good. A cell without a used day has NaN.
    """

    days: Tensor
    observed_mean: Tensor
    observed_variance: Tensor
    simulated_mean: Tensor
    simulated_variance: Tensor
    covariance: Tensor
    mean_squared_error: Tensor


def moments_of(simulated: Tensor, observed: Tensor, used: Tensor) -> Moments:
    """Moments ``(cell,)`` of a simulated series ``(day, cell)`` beside the observed one.

    Means come first and deviations from them second, in float64, so that an offset far larger than
    the variance costs no digits. Differentiable with respect to ``simulated``; values of days not
    used are not looked at.
    """
    known = observed_moments(observed, used)
    series, target = simulated.double(), observed.double()
    mean = _counted(series, used).sum(0) / known.days
    anomaly = _counted(series - mean, used)
    product = anomaly * _counted(target - known.mean, used)
    error = _counted(series - target, used)
    second = ((x.sum(0) / known.days) for x in (anomaly**2, product, error**2))
    return Moments(*known, mean, *second)


def observed_moments(observed: Tensor, used: Tensor) -> ObservedMoments:
    """Moments ``(cell,)`` of an observed series ``(day, cell)`` over its used days."""
    days = used.sum(0).double()
    mean = _counted(observed.double(), used).sum(0) / days
    variance = (_counted(observed.double() - mean, used) ** 2).sum(0) / days
    return ObservedMoments(days, mean, variance)


def _counted(values: Tensor, used: Tensor) -> Tensor:
    """Values ``(day, cell)``, zero and without gradient on days not used."""
    return torch.where(used, values, torch.zeros_like(values))
