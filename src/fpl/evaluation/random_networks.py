"""Networks that learned nothing: how coherent a map is because it is a function of attributes."""

import numpy as np
import torch
import xarray as xr
from numpy.typing import NDArray
from torch import nn

from fpl.data import scaling
from fpl.data.climate import climate_statistics
from fpl.networks.attributes import AttributeNetwork
from fpl.seeding import seed_everything

COUNT = 100


def inputs(attributes: xr.Dataset, forcing: xr.Dataset) -> xr.DataArray:
    """What g_A reads of every cell ``(cell, feature)``, scaled over all of them: attributes, and
    statistics of the ``forcing``, which is of the training period only."""
    features = xr.merge([attributes, climate_statistics(forcing)], compat="override")
    fitted = scaling.fit(features, np.ones(features.sizes["cell"], dtype=bool))
    labels = {"cell": features["cell"].to_numpy(), "feature": fitted.names}
    return xr.DataArray(fitted.apply(features), labels, ("cell", "feature"))


def draw(
    features: NDArray[np.float32],
    parameters: int,
    *,
    hidden: int,
    layers: int,
    count: int = COUNT,
    seed: int = 0,
) -> NDArray[np.float64]:
    """Outputs ``(network, parameter, cell)`` in the unit cube of ``count`` networks of the size of
    g_A with random weights, the last layer too (as torch draws them), that read ``features (cell,
    feature)``."""
    start = torch.full((parameters,), 0.5)
    outputs = []
    with torch.random.fork_rng(devices=[]), torch.no_grad():
        seed_everything(seed)
        for _ in range(count):
            network = AttributeNetwork(
                features.shape[1], start, hidden=hidden, layers=layers, dropout=0.0
            ).eval()
            last = network.stack[-1]
            assert isinstance(last, nn.Linear)
            last.reset_parameters()
            outputs.append(network(torch.as_tensor(features)).double().numpy())
    return np.stack(outputs)
