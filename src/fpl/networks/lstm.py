"""An LSTM without a process model: weather and what is known of a place to the target itself."""

import torch
from torch import Tensor, nn


class SeriesLSTM(nn.Module):
    """Linear layer and ReLU, LSTM, linear layer: Fang et al. 2017, doi:10.1002/2017GL075619.

    One network for all cells and no process model. ``level`` and ``spread``, in the unit of
    the target, scale what it gives. Dropout before and after the LSTM has one mask for all days of
    a series (Gal & Ghahramani 2016, arXiv:1512.05287): what is left out stays out until it ends.
    """

    scale: Tensor

    def __init__(
        self, inputs: int, level: float, spread: float, *, hidden: int, dropout: float
    ) -> None:
        super().__init__()
        self.embed = nn.Linear(inputs, hidden)
        self.lstm = nn.LSTM(hidden, hidden)
        self.head = nn.Linear(hidden, 1)
        self.dropout = nn.Dropout(dropout)
        self.register_buffer("scale", torch.tensor([level, spread]))

    def forward(self, weather: Tensor, known: Tensor) -> Tensor:
        """The target ``(day, cell)`` of scaled weather ``(day, cell, variable)`` and
        features ``(cell, feature)``; the memory is empty before the first day."""
        daily = known.expand(len(weather), -1, -1)
        read = torch.relu(self.embed(torch.cat([weather, daily], dim=-1)))
        states, _ = self.lstm(self._dropped(read))
        scaled: Tensor = self.head(self._dropped(states)).squeeze(-1)
        return self.scale[0] + self.scale[1] * scaled

    def _dropped(self, series: Tensor) -> Tensor:
        mask: Tensor = self.dropout(torch.ones_like(series[0]))
        return series * mask
