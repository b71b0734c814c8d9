"""Which network reads what is known of a place."""

from torch import Tensor, nn

from fpl.config.sections import Learning
from fpl.networks.attributes import AttributeNetwork
from fpl.networks.history import Encoder, History, HistoryNetwork

Known = Tensor | History  # of each cell; both are indexed by cells


def network_for(known: Known, start: Tensor, sizes: Learning) -> nn.Module:
    """g_A for features ``(cell, feature)``, g_z for histories; ``start`` is ``(parameter,)``."""
    if isinstance(known, Tensor):
        return _perceptron(known.shape[1], start, sizes)
    encoder = Encoder(known.past.shape[1], known.sizes)
    return HistoryNetwork(
        encoder, _perceptron(known.features.shape[1] + encoder.width, start, sizes)
    )


def _perceptron(features: int, start: Tensor, sizes: Learning) -> AttributeNetwork:
    return AttributeNetwork(
        features, start, hidden=sizes.hidden, layers=sizes.layers, dropout=sizes.dropout
    )
