"""A power whose gradient stays finite where its base is zero."""

import torch
from torch import Tensor

TINY = 1e-12  # the least base of a power: keeps logarithms and their gradients finite


def power(base: Tensor, exponent: Tensor | float) -> Tensor:
    """``base ** exponent`` for base >= 0, with a finite gradient at base = 0."""
    return torch.exp(exponent * torch.log(base.clamp(min=TINY)))
