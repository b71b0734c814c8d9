"""g_z for parameters that vary from day to day: causal, from weather of blocks that are over."""

from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor, nn

from fpl.networks.history import Convolutions, History, HistoryNetwork


@dataclass(frozen=True)
class Daily(History):
    """A history with what daily values rest on.

    weather : ``(cell, channel, block)``, means over blocks of days, of training and test
    block : ``(day,)``, the block of each day
    varying : positions, in the unit cube, of the parameters that vary
    """

    weather: Tensor
    block: Tensor
    varying: tuple[int, ...]

    BY_CELL: ClassVar[tuple[str, ...]] = (*History.BY_CELL, "weather")


class DailyNetwork(nn.Module):
    """:class:`Daily` to the unit cube of each day ``(parameter, day, cell)``.

    A parameter that varies is the static one of ``static``, moved in logit space by what
    ``perceptron`` makes of the features and of convolutions over the weather of blocks that are
    over: the value of a day depends on no weather of its own block or after, and on no SMAP beyond
    that of the static one. It starts without movement.
    """

    def __init__(
        self, static: HistoryNetwork, encoder: Convolutions, perceptron: nn.Module
    ) -> None:
        super().__init__()
        self.static, self.encoder, self.perceptron = static, encoder, perceptron

    def forward(self, known: Daily) -> Tensor:
        """Return the parameters of each day and cell; static ones are the same on every day."""
        unit = self.static(known)
        units = self.encoder(known.weather)
        before = torch.cat([torch.zeros_like(units[:, :, :1]), units[:, :, :-1]], 2)
        features = known.features[:, None].expand(-1, before.shape[2], -1)
        moved = self.perceptron(torch.cat([features, before.transpose(1, 2)], 2))
        moved = moved[:, known.block].permute(2, 1, 0)
        every = list(unit[:, None].expand(-1, len(known.block), -1))
        for row, movement in zip(known.varying, moved, strict=True):
            every[row] = torch.sigmoid(torch.logit(every[row], eps=1e-6) + movement)
        return torch.stack(every)
