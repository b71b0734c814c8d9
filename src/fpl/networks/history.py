"""g_z: a network that reads the history of a place, beside its attributes."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

import torch
from torch import Tensor, nn
from torch.nn.functional import pad

from fpl.config.sections import History as Sizes

DILATION = 4  # each convolution looks this many times as far back as the one before
SOME = 1e-6  # days: a finite share where no day counts


@dataclass(frozen=True)
class History:
    """What g_z knows of each cell, scaled; indexed by cells like a tensor.

    features : ``(cell, feature)``
    past : ``(cell, channel, block)``, means over blocks of days of the training period
    weight : ``(cell, block)``, share of a block's days that count; zero where nothing was seen
    sizes : of the encoder that reads it
    """

    features: Tensor
    past: Tensor
    weight: Tensor
    sizes: Sizes

    BY_CELL: ClassVar[tuple[str, ...]] = ("features", "past", "weight")

    def __getitem__(self, cells: Tensor) -> Self:
        """What is known of some cells (positions)."""
        some: dict[str, Any] = {name: getattr(self, name)[cells] for name in self.BY_CELL}
        return replace(self, **some)


class Convolutions(nn.Module):
    """Causal dilated convolutions ``(cell, channel, block)`` to ``(cell, unit, block)``: a block
    sees itself and blocks before it."""

    def __init__(self, channels: int, units: int, layers: int, kernel: int) -> None:
        super().__init__()
        self.reach = [(kernel - 1) * DILATION**layer for layer in range(layers)]
        self.stack = nn.ModuleList(
            nn.Conv1d(units if layer else channels, units, kernel, dilation=DILATION**layer)
            for layer in range(layers)
        )

    def forward(self, series: Tensor) -> Tensor:
        """Return the units of each block."""
        for reach, convolution in zip(self.reach, self.stack, strict=True):
            series = torch.relu(convolution(pad(series, (reach, 0))))
        return series


class Encoder(nn.Module):
    """A history in ``width`` numbers ``(cell, width)``: units of convolutions over its blocks,
    averaged over all blocks and over those that were seen, by weight."""

    def __init__(self, channels: int, sizes: Sizes) -> None:
        super().__init__()
        self.width = 2 * sizes.units
        self.convolutions = Convolutions(channels, sizes.units, sizes.layers, sizes.kernel)

    def forward(self, known: History) -> Tensor:
        """Return the numbers of each cell; by weight they are zero where nothing was seen."""
        units = self.convolutions(known.past)
        share = known.weight / known.weight.sum(1, keepdim=True).clamp(min=SOME)
        return torch.cat([units.mean(2), (units * share[:, None]).sum(2)], 1)


class HistoryNetwork(nn.Module):
    """:class:`History` to the unit cube ``(parameter, cell)``: the encoded history joins the
    features in ``perceptron``, which gives, as in g_A, every cell the same starting point."""

    def __init__(self, encoder: Encoder, perceptron: nn.Module) -> None:
        super().__init__()
        self.encoder, self.perceptron = encoder, perceptron

    def forward(self, known: History) -> Tensor:
        """Return the parameters of each cell."""
        unit: Tensor = self.perceptron(torch.cat([known.features, self.encoder(known)], 1))
        return unit
