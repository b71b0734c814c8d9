"""How the model's surface moisture is compared with SMAP: the observation operator h(y)."""

from collections.abc import Mapping
from typing import Literal

from torch import Tensor

from fpl.models.parameter import Parameter

OperatorName = Literal["identity", "rescaled"]

# ASSUME SMAP and the model differ by at most a linear rescaling of each cell, with these bounds: a
# factor of 4 either way, and an offset within the span of soil moisture.
SCALE = Parameter(
    "observation_scale",
    "1",
    0.25,
    4.0,
    1.0,
    "a in a*y + b",
    "authors' code has a, b per cell; range assumed",
    "log",
)
OFFSET = Parameter(
    "observation_offset",
    "m3 m-3",
    -0.4,
    0.4,
    0.0,
    "b in a*y + b",
    "authors' code has a, b per cell; range assumed",
)
PARAMETERS: dict[str, tuple[Parameter, ...]] = {"identity": (), "rescaled": (SCALE, OFFSET)}


def observe(operator: OperatorName, moisture: Tensor, parameters: Mapping[str, Tensor]) -> Tensor:
    """What SMAP would see of surface moisture ``(day, cell)``, in m3 m-3.

    ``identity`` takes it as it is; ``rescaled`` is ``a * y + b`` with a and b ``(cell,)``, found by
    each method together with the model's parameters.
    """
    if operator == "identity":
        return moisture
    return parameters[SCALE.name] * moisture + parameters[OFFSET.name]
