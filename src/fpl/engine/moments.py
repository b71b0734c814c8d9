"""Moments of a simulated series beside an observed one: what every objective is made of."""

from typing import NamedTuple

import torch
from torch import Tensor


class Moments(NamedTuple):
    """Means, variances and a covariance over the used days, each ``(..., cell)`` in float64.

    All are population moments (1/n), in the unit of the target or its square. They are those of
    the observations and of the error, simulated minus observed, because the mean squared error is
    then a sum of two squares. As the variances of both series minus twice their covariance it
    would be a small difference of large numbers wherever the fit is good. A cell without a used
    day has NaN.
    """

    days: Tensor
    observed_mean: Tensor
    observed_variance: Tensor
    error_mean: Tensor
    error_variance: Tensor
    error_covariance: Tensor  # of the error with the observations

    @property
    def mean_squared_error(self) -> Tensor:
        """Mean of the squared error."""
        return self.error_mean**2 + self.error_variance

    @property
    def simulated_mean(self) -> Tensor:
        """Mean of the simulated series."""
        return self.observed_mean + self.error_mean

    @property
    def simulated_variance(self) -> Tensor:
        """Variance of the simulated series; where it is constant, zero to rounding."""
        return self.observed_variance + 2 * self.error_covariance + self.error_variance

    @property
    def covariance(self) -> Tensor:
        """Covariance of the simulated and the observed series."""
        return self.observed_variance + self.error_covariance


def moments_of(simulated: Tensor, observed: Tensor, used: Tensor) -> Moments:
    """Moments ``(cell,)`` of a simulated series ``(day, cell)`` beside the observed one.

    Means come first and deviations from them second, in float64, so that an offset far larger than
    the variance costs no digits. Differentiable with respect to ``simulated``; values of days not
    used are not looked at.
    """
    days = used.sum(0)
    zero = torch.zeros((), dtype=torch.float64)
    target = torch.where(used, observed.double(), zero)
    target_mean = target.sum(0) / days
    target_anomaly = torch.where(used, target - target_mean, zero)
    error = torch.where(used, simulated.double() - target, zero)
    error_mean = error.sum(0) / days
    error_anomaly = torch.where(used, error - error_mean, zero)
    return Moments(
        days.double(),
        target_mean,
        (target_anomaly**2).sum(0) / days,
        error_mean,
        (error_anomaly**2).sum(0) / days,
        (error_anomaly * target_anomaly).sum(0) / days,
    )
