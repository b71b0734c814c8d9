"""The observation operator: how an output of the model is compared with observations of it."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from fpl.errors import ConfigError
from fpl.models.declaration import Declaration
from fpl.models.parameter import Parameter
from fpl.physics.process_model import Fields
from fpl.terms import Target

OPERATORS = ("identity", "rescaled")


class ObservationOperator(ABC):
    """From an output of the model to what an observation of it would be, in the target's unit.

    It is affine in the output: calibration has the kernel compute it.
    """

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its own parameters, found by each method together with the model's."""
        return ()

    def check(self, target: Target) -> None:  # noqa: B027 - by default it does
        """ConfigError if it does not fit the target."""

    def __call__(self, output: Tensor, parameters: Fields) -> Tensor:
        """The output ``(day, cell)`` as it would be observed; parameters are ``(cell,)``."""
        a, b = self.affine(parameters)
        return a * output + b

    @abstractmethod
    def affine(self, parameters: Fields) -> tuple[Tensor, Tensor]:
        """Factor and offset, shaped like the parameters, of which it needs only its own to have
        their values."""


@dataclass(frozen=True)
class Identity(ObservationOperator):
    """The output as it is."""

    def __call__(self, output: Tensor, parameters: Fields) -> Tensor:
        """The output itself."""
        return output

    def affine(self, parameters: Fields) -> tuple[Tensor, Tensor]:
        """One and zero."""
        like = next(iter(parameters.values()))
        return torch.ones_like(like), torch.zeros_like(like)


@dataclass(frozen=True)
class Rescaled(ObservationOperator):
    """``a * output + b``, with a factor a and an offset b of each cell.

    low, high : bounds of the offset, in ``unit``
    # ASSUME a factor of 4 either way.
    """

    unit: str
    low: float
    high: float

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The factor a and the offset b."""
        source = "authors' code has a, b per cell; range assumed"
        scale = Parameter("observation_scale", "1", 0.25, 4.0, 1.0, "a in a*y + b", source, "log")
        offset = Parameter(
            "observation_offset", self.unit, self.low, self.high, 0.0, "b in a*y + b", source
        )
        return scale, offset

    def check(self, target: Target) -> None:
        """ConfigError if the bounds of the offset are in another unit than the target."""
        if self.unit != target.unit:
            raise ConfigError(
                f"observation operator rescaled: its offset of {self.low:g} to {self.high:g} is in "
                f"{self.unit}, but the target {target.output} is in {target.unit}; take "
                "observation: identity, or bounds made for this target"
            )

    def affine(self, parameters: Fields) -> tuple[Tensor, Tensor]:
        """Factor and offset."""
        scale, offset = self.parameters
        return parameters[scale.name], parameters[offset.name]


def operator_named(name: str, target: Target, declaration: Declaration) -> ObservationOperator:
    """The operator of a name, for a target and the process model that has it; ConfigError if there
    is none, or the model declares no bounds of an offset for the target."""
    if name == "identity":
        return Identity()
    if name != "rescaled":
        raise ConfigError(
            f"no observation operator {name!r}; expected one of {', '.join(OPERATORS)}"
        )
    offsets = declaration.offsets
    if target.output not in offsets:
        raise ConfigError(
            f"observation operator rescaled does not fit target {target.output} ({target.unit}): "
            f"{declaration.name} declares bounds of an offset for {', '.join(offsets) or 'none'} "
            "of its outputs only; take observation: identity, or declare them in fpl.models"
        )
    unit = next(output.unit for output in declaration.outputs if output.name == target.output)
    return Rescaled(unit, *offsets[target.output])
