"""g_A: a network from what is known of a place to the parameters of its process model."""

import itertools

import torch
from torch import Tensor, nn


class AttributeNetwork(nn.Module):
    """Multi-layer perceptron: features ``(cell, feature)`` to the unit cube ``(parameter, cell)``.

    The last layer starts at zero, so that before training every cell has the ``start`` point
    ``(parameter,)`` of the unit cube, whatever its features. The sigmoid keeps parameters inside
    their ranges; the authors' code uses an arctangent in normalised space to the same end.
    """

    def __init__(
        self, features: int, start: Tensor, *, hidden: int, layers: int, dropout: float
    ) -> None:
        super().__init__()
        widths = [features] + [hidden] * layers
        stack: list[nn.Module] = []
        for before, after in itertools.pairwise(widths):
            stack += [nn.Linear(before, after), nn.ReLU(), nn.Dropout(dropout)]
        last = nn.Linear(widths[-1], len(start))
        nn.init.zeros_(last.weight)
        with torch.no_grad():
            last.bias.copy_(torch.logit(start))
        self.stack = nn.Sequential(*stack, last)

    def forward(self, features: Tensor) -> Tensor:
        """Return the parameters of each cell."""
        return torch.sigmoid(self.stack(features)).T.contiguous()
