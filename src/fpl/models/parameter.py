"""What a parameter is: a name, a unit, a range, a transform and a source."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from fpl.errors import ConfigError

if TYPE_CHECKING:
    import numpy as np
    import torch

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
                f"{self.high}]; mend its range in config section processes"
            )
        if self.transform == "log" and self.low <= 0:
            raise ConfigError(
                f"range of parameter {self.name}: it is searched in its logarithm, so low must be "
                f"positive, got {self.low}; mend its range in config section processes"
            )

    def from_unit(self, unit: Array) -> Array:
        """Map values in [0, 1] to the physical range."""
        if self.transform == "linear":
            return self.low + (self.high - self.low) * unit
        return self.low * _of("exp", math.log(self.high / self.low) * unit)

    def to_unit(self, value: Array) -> Array:
        """The inverse of :meth:`from_unit`; values outside the range fall outside [0, 1]."""
        if self.transform == "linear":
            return (value - self.low) / (self.high - self.low)
        return _of("log", value / self.low) / math.log(self.high / self.low)


def _of(function: str, values: Any) -> Any:
    """``exp`` or ``log`` of a tensor by torch, of all else by numpy: neither is imported by this
    module, which the configuration reads."""
    if hasattr(values, function):
        return getattr(values, function)()
    import numpy as np

    return getattr(np, function)(values)
