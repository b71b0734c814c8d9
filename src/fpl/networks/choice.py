"""Which network reads what is known of a place."""

import torch
from torch import Tensor, nn

from fpl.config.sections import Learning
from fpl.networks.attributes import AttributeNetwork
from fpl.networks.daily import Daily, DailyNetwork
from fpl.networks.free import FreeParameters
from fpl.networks.history import Convolutions, Encoder, History, HistoryNetwork

Known = Tensor | History  # of each cell; both are indexed by cells


def network_for(known: Known, start: Tensor, sizes: Learning) -> nn.Module:
    """g_A for features ``(cell, feature)``, g_z for histories, daily where they are, and none for
    positions of cells ``(cell,)``; ``start`` is ``(parameter,)``."""
    if isinstance(known, Tensor):
        if known.ndim == 1:
            return FreeParameters(len(known), start)
        return _perceptron(known.shape[1], start, sizes)
    encoder, features = Encoder(known.past.shape[1], known.sizes), known.features.shape[1]
    network = HistoryNetwork(encoder, _perceptron(features + encoder.width, start, sizes))
    if not isinstance(known, Daily):
        return network
    of, channels = known.sizes, known.weather.shape[1]
    still = torch.full((len(known.varying),), 0.5)  # in logit space no movement
    return DailyNetwork(
        network,
        Convolutions(channels, of.units, of.layers, of.kernel),
        _perceptron(features + of.units, still, sizes).stack,
    )


def _perceptron(features: int, start: Tensor, sizes: Learning) -> AttributeNetwork:
    return AttributeNetwork(
        features, start, hidden=sizes.hidden, layers=sizes.layers, dropout=sizes.dropout
    )
