"""The networks that a mapping can have: each is made for what is known of the cells."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from fpl.config.sections import Learning
from fpl.networks.attributes import AttributeNetwork
from fpl.networks.daily import Daily, DailyNetwork
from fpl.networks.free import FreeParameters
from fpl.networks.history import Convolutions, Encoder, History, HistoryNetwork

Known = Tensor | History  # of each cell; both are indexed by cells
# From what is known, the starting point (parameter,) of the unit cube, and sizes, to the network
Build = Callable[[Any, Tensor, Learning], nn.Module]


def of_attributes(features: Tensor, start: Tensor, sizes: Learning) -> AttributeNetwork:
    """g_A, for features ``(cell, feature)``."""
    return _perceptron(features.shape[1], start, sizes)


def of_history(known: History, start: Tensor, sizes: Learning) -> HistoryNetwork:
    """g_z, for features and history of each cell."""
    encoder, features = Encoder(known.past.shape[1], known.sizes), known.features.shape[1]
    return HistoryNetwork(encoder, _perceptron(features + encoder.width, start, sizes))


def of_days(known: Daily, start: Tensor, sizes: Learning) -> DailyNetwork:
    """g_z that gives parameters of each day, where the model has dynamic ones."""
    static = of_history(known, start, sizes)
    encoder, features = known.sizes, known.features.shape[1]
    still = torch.full((len(known.varying),), 0.5)  # in logit space no movement
    return DailyNetwork(
        static,
        Convolutions(known.weather.shape[1], encoder.units, encoder.layers, encoder.kernel),
        _perceptron(features + encoder.units, still, sizes).stack,
    )


def of_none(cells: Tensor, start: Tensor, sizes: Learning) -> FreeParameters:
    """No network but the parameters of each cell by themselves, for positions ``(cell,)``."""
    return FreeParameters(len(cells), start)


def _perceptron(features: int, start: Tensor, sizes: Learning) -> AttributeNetwork:
    return AttributeNetwork(
        features, start, hidden=sizes.hidden, layers=sizes.layers, dropout=sizes.dropout
    )
