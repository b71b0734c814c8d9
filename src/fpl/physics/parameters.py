"""What a parameter is: a name, a unit, a range, a transform and a source."""

import math
from dataclasses import dataclass
from typing import Literal, TypeVar

import numpy as np
import torch

from fpl.errors import ConfigError

Array = TypeVar("Array", np.ndarray, torch.Tensor)


@dataclass(frozen=True)
class Parameter:
    """One parameter of a process model.

    ``low`` and ``high`` bound calibration and learning; ``default`` is used where neither a
    calibration nor a prior from the attributes of the place gives a value. ``transform`` says in
    which space the unit interval is mapped to the range: a parameter spread over decades is
    searched in its logarithm.
    """

    name: str
    unit: str
    low: float
    high: float
    default: float
    description: str
    source: str
    transform: Literal["linear", "log"] = "linear"

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ConfigError(
                f"range of parameter {self.name}: expected low < high, got [{self.low}, "
                f"{self.high}]; mend config key vic.ranges.{self.name}"
            )
        if self.transform == "log" and self.low <= 0:
            raise ConfigError(
                f"range of parameter {self.name}: it is searched in its logarithm, so low must be "
                f"positive, got {self.low}; mend config key vic.ranges.{self.name}"
            )

    def from_unit(self, unit: Array) -> Array:
        """Map values in [0, 1] to the physical range."""
        if self.transform == "linear":
            return self.low + (self.high - self.low) * unit
        span = math.log(self.high / self.low)
        exp = torch.exp if isinstance(unit, torch.Tensor) else np.exp
        return self.low * exp(span * unit)

    def to_unit(self, value: Array) -> Array:
        """The inverse of :meth:`from_unit`; values outside the range fall outside [0, 1]."""
        if self.transform == "linear":
            return (value - self.low) / (self.high - self.low)
        span = math.log(self.high / self.low)
        log = torch.log if isinstance(value, torch.Tensor) else np.log
        return log(value / self.low) / span
