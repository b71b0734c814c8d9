"""Objectives: how far simulated series are from observed ones, one value a cell, best at zero.

Each is computed in two ways that agree to rounding: from series, differentiably, for learning; from
moments, which the kernel sums while the model runs, for calibration.

What is undefined is refused by ``check`` before anything runs: a cell without a used day; for RSR
and 1 - KGE, constant observations; for 1 - KGE, observations whose mean is zero. Without that check
a cell with no used day gets NaN, the others infinity, without gradient; no other cell is touched.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

import torch
from torch import Tensor

from fpl.engine.moments import Moments, moments_of
from fpl.errors import ConfigError, DataError

SMALLEST = 1e-12  # under each root, in its unit: a finite gradient where the fit is perfect
CONSTANT = 1e-6  # a standard deviation, over that of the observations, that is none
ROUNDING = 1e-13  # of a mean, in float64
SHOWN = 5  # cells that a message names


class Objective(ABC):
    """How far a simulated series is from the observed one."""

    name: ClassVar[str]  # in the configuration
    label: ClassVar[str]  # for people

    def __call__(self, simulated: Tensor, observed: Tensor, used: Tensor) -> Tensor:
        """The objective ``(cell,)`` over the used days of series ``(day, cell)``, the simulated one
        from the observation operator; differentiable with respect to ``simulated``."""
        return self.from_moments(moments_of(simulated, observed, used)).to(simulated.dtype)

    @abstractmethod
    def from_moments(self, moments: Moments) -> Tensor:
        """The objective ``(..., cell)`` from moments of the same days, in float64."""

    def check(self, observed: Tensor, used: Tensor, cells: Sequence[object]) -> None:
        """DataError that names the cells (labels ``cells``) where the objective is undefined: no
        day is used, or the observations are constant."""
        RMSE().check(observed, used, cells)
        low = torch.where(used, observed, torch.inf).amin(0)
        high = torch.where(used, observed, -torch.inf).amax(0)
        hint = ", or take objective rmse"
        _refuse(self.label, low == high, cells, "observations that vary", "a constant", hint)


class RMSE(Objective):
    """Root mean square error, in the unit of the target."""

    name, label = "rmse", "RMSE"

    def __call__(self, simulated: Tensor, observed: Tensor, used: Tensor) -> Tensor:
        """RMSE ``(cell,)`` over the used days."""
        squares = torch.where(used, (simulated - observed) ** 2, torch.zeros_like(simulated))
        return torch.sqrt(squares.sum(0) / used.sum(0) + SMALLEST)

    def from_moments(self, moments: Moments) -> Tensor:
        """RMSE ``(..., cell)``."""
        return torch.sqrt(moments.mean_squared_error + SMALLEST)

    def check(self, observed: Tensor, used: Tensor, cells: Sequence[object]) -> None:
        """DataError where no day is used."""
        _refuse(self.label, ~used.any(0), cells, "at least one used day", "none", "")


class RSR(Objective):
    """RMSE over the standard deviation of the observations, which is sqrt(1 - NSE).

    Moriasi et al. 2007, Trans. ASABE 50, 885-900. A cell counts as much as any other, however
    little or much its observations vary.
    """

    name, label = "rsr", "RSR"

    def from_moments(self, moments: Moments) -> Tensor:
        """RSR ``(..., cell)``; infinite where the observations are constant."""
        undefined = _constant(moments)
        variance = _but(moments.observed_variance, undefined, 1.0)
        ratio = torch.sqrt(moments.mean_squared_error / variance + SMALLEST)
        return _but(ratio, undefined, torch.inf)


class KGE(Objective):
    """1 - KGE: distance from perfect correlation, variability and mean, one each.

    sqrt((r - 1)^2 + (alpha - 1)^2 + (beta - 1)^2), alpha the ratio of standard deviations and beta
    that of means, simulated over observed: the form of Gupta et al. 2009, J. Hydrol. 377, 80-91.
    With a simulated series that is constant (to a millionth of the standard deviation of the
    observations) the correlation r is taken as 0; alpha is 0 then, and only beta has a gradient.
    """

    name, label = "kge", "1 - KGE"

    def from_moments(self, moments: Moments) -> Tensor:
        """1 - KGE ``(..., cell)``; infinite where the observations are constant or of mean zero."""
        undefined = _constant(moments) | _mean_is_zero(moments)
        observed = _but(moments.observed_variance, undefined, 1.0)
        flat = moments.simulated_variance <= CONSTANT**2 * observed
        simulated = _but(moments.simulated_variance, flat, 1.0)
        r = _but(moments.covariance / torch.sqrt(simulated * observed), flat, 0.0)
        alpha = _but(torch.sqrt(simulated / observed), flat, 0.0)
        beta = moments.simulated_mean / _but(moments.observed_mean, undefined, 1.0)
        squares = (r - 1) ** 2 + (alpha - 1) ** 2 + (beta - 1) ** 2
        return _but(torch.sqrt(squares + SMALLEST), undefined, torch.inf)

    def check(self, observed: Tensor, used: Tensor, cells: Sequence[object]) -> None:
        """DataError where no day is used, or the observations are constant or of mean zero."""
        super().check(observed, used, cells)
        zero = _mean_is_zero(moments_of(observed, observed, used))
        hint = ", or take objective rsr: the ratio of means divides by this one"
        _refuse(self.label, zero, cells, "observations whose mean is not zero", "zero", hint)


OBJECTIVES: dict[str, Objective] = {o.name: o for o in (RMSE(), RSR(), KGE())}


def objective_named(name: str) -> Objective:
    """The objective of this name; ConfigError that lists the known ones if there is none."""
    if name not in OBJECTIVES:
        raise ConfigError(f"objective: expected one of {', '.join(OBJECTIVES)}, got {name!r}")
    return OBJECTIVES[name]


def _constant(moments: Moments) -> Tensor:
    """Whether the observations are constant: rounding makes their variance tiny, not 0."""
    return moments.observed_variance <= (ROUNDING * moments.observed_mean) ** 2


def _mean_is_zero(moments: Moments) -> Tensor:
    return moments.observed_mean**2 <= ROUNDING**2 * moments.observed_variance


def _but(values: Tensor, these: Tensor, other: float) -> Tensor:
    """``values``, but ``other`` and no gradient at these."""
    return torch.where(these, values.new_full((), other), values)


def _refuse(
    label: str, bad: Tensor, cells: Sequence[object], expected: str, got: str, hint: str
) -> None:
    """DataError that names the first cells that are bad."""
    names = [str(cell) for cell, is_bad in zip(cells, bad.tolist(), strict=True) if is_bad]
    if names:
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        raise DataError(
            f"objective {label}: expected {expected} in training, got {got} at "
            f"{', '.join(names[:SHOWN])}{more}; leave these out of the sample{hint}"
        )
