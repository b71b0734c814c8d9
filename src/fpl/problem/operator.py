"""The observation operator: how an output of the model is compared with observations of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import torch
from torch import Tensor

from fpl.errors import ConfigError
from fpl.models.declaration import Declaration
from fpl.models.parameter import Parameter
from fpl.physics.process_model import Fields
from fpl.terms import Target

OPERATORS = ("identity", "rescaled")


class ObservationOperator(Protocol):
    """From an output of the model to what an observation of it would be, in the target's unit.

    It is affine in the output: calibration has the kernel compute it.
    """

    @property
    def name(self) -> str:
        """As in the configuration."""

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its own parameters, found by each method together with the model's."""

    def check(self, target: Target) -> None:
        """ConfigError if it does not fit the target."""

    def __call__(self, output: Tensor, parameters: Fields) -> Tensor:
        """The output ``(day, cell)`` as it would be observed; parameters are ``(cell,)``."""

    def affine(self, parameters: Fields) -> tuple[Tensor, Tensor]:
        """Factor and offset, shaped like the parameters, of which it needs only its own to have
        their values."""


@dataclass(frozen=True)
class Identity:
    """The output as it is."""

    name = "identity"

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """None."""
        return ()

    def check(self, target: Target) -> None:
        """It fits any target."""

    def __call__(self, output: Tensor, parameters: Fields) -> Tensor:
        """The output itself."""
        return output

    def affine(self, parameters: Fields) -> tuple[Tensor, Tensor]:
        """One and zero."""
        like = next(iter(parameters.values()))
        return torch.ones_like(like), torch.zeros_like(like)


@dataclass(frozen=True)
class Rescaled:
    """``a * output + b``, with a factor a and an offset b of each cell.

    low, high : bounds of the offset, in ``unit``
    # ASSUME a factor of 4 either way.
    """

    unit: str
    low: float
    high: float

    name = "rescaled"

    @cached_property
    def scale(self) -> Parameter:
        """The factor a."""
        source = "authors' code has a, b per cell; range assumed"
        return Parameter("observation_scale", "1", 0.25, 4.0, 1.0, "a in a*y + b", source, "log")

    @cached_property
    def offset(self) -> Parameter:
        """The offset b."""
        source = "authors' code has a, b per cell; range assumed"
        return Parameter(
            "observation_offset", self.unit, self.low, self.high, 0.0, "b in a*y + b", source
        )

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Factor and offset."""
        return self.scale, self.offset

    def check(self, target: Target) -> None:
        """ConfigError if the bounds of the offset are in another unit than the target."""
        if self.unit != target.unit:
            raise ConfigError(
                f"observation operator rescaled: its offset of {self.low:g} to {self.high:g} is in "
                f"{self.unit}, but the target {target.output} is in {target.unit}; take "
                "observation: identity, or bounds made for this target"
            )

    def __call__(self, output: Tensor, parameters: Fields) -> Tensor:
        """The rescaled output."""
        a, b = self.affine(parameters)
        return a * output + b

    def affine(self, parameters: Fields) -> tuple[Tensor, Tensor]:
        """Factor and offset."""
        return parameters[self.scale.name], parameters[self.offset.name]


def operator_named(name: str, target: Target, declaration: Declaration) -> ObservationOperator:
    """The operator of a name, for a target and the process model that has it.

    Raises
    ------
    ConfigError
        No operator has this name, or the model declares no bounds of an offset for the target.
    """
    if name == "identity":
        return Identity()
    if name != "rescaled":
        raise ConfigError(
            f"no observation operator {name!r}; expected one of {', '.join(OPERATORS)}"
        )
    offsets: Mapping[str, tuple[float, float]] = declaration.offsets
    if target.output not in offsets:
        raise ConfigError(
            f"observation operator rescaled does not fit target {target.output} ({target.unit}): "
            f"{declaration.name} declares bounds of an offset for {', '.join(offsets) or 'none'} "
            "of its outputs only; take observation: identity, or declare them in fpl.models"
        )
    unit = next(output.unit for output in declaration.outputs if output.name == target.output)
    return Rescaled(unit, *offsets[target.output])
