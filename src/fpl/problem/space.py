"""The space that both methods search: the unit cube of the calibrated parameters."""

import math
from collections.abc import Sequence

import torch
from torch import Tensor

from fpl.models.parameter import Parameter


class ParameterSpace:
    """Calibrated parameters in a fixed order, mapped between the unit cube and physical values."""

    def __init__(self, parameters: Sequence[Parameter], dtype: torch.dtype) -> None:
        self.parameters = tuple(parameters)
        self.names = tuple(p.name for p in self.parameters)
        column = lambda values: torch.tensor(list(values), dtype=dtype)[:, None]  # noqa: E731
        self._low = column(p.low for p in self.parameters)
        self._span = column(p.high - p.low for p in self.parameters)
        logs = [p.transform == "log" for p in self.parameters]
        self._log = torch.tensor(logs)[:, None]
        self._decades = column(
            math.log(p.high / p.low) if log else 0.0
            for p, log in zip(self.parameters, logs, strict=True)
        )

    def __len__(self) -> int:
        return len(self.parameters)

    def from_unit(self, unit: Tensor) -> Tensor:
        """Physical values ``(parameter, cell)`` of points ``(parameter, cell)`` in [0, 1]."""
        linear = self._low + self._span * unit
        return torch.where(self._log, self._low * torch.exp(self._decades * unit), linear)

    def to_unit(self, values: Tensor) -> Tensor:
        """The inverse of :meth:`from_unit`."""
        ratio = torch.where(self._log, values / self._low, torch.ones_like(values))
        decades = torch.where(self._log, self._decades, torch.ones_like(self._decades))
        linear = (values - self._low) / self._span
        return torch.where(self._log, torch.log(ratio) / decades, linear)
