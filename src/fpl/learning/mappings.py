"""What a method of learning reads of a cell, and with what network."""

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from fpl.config.sections import Learning
from fpl.learning import history
from fpl.networks.choice import Known
from fpl.problem.files import Inputs

STREAM = 20212  # of what is exchanged or added, apart from the stream that a network draws from
LINEAR = {"layers": 0}  # no hidden layer


def read(
    method: str,
    inputs: Inputs,
    scaled: Tensor,
    chosen: NDArray[np.bool_],
    settings: Learning,
    seed: int,
) -> tuple[Known, Learning, dict[str, Any]]:
    """What the network of a method reads of every cell, its settings, and how history was scaled.

    scaled : features ``(cell, feature)``; chosen : the training cells ``(cell,)``

    ``fpl`` (g_A) reads the features; ``fpl_gz`` also the history of the weather, and
    ``fpl_gz_observed`` also that of the observations in the training period, at all cells. What it
    is compared with:

    * ``linear``: a linear transfer function of the features, as in MPR (inside the same sigmoid);
    * ``constant``: reads nothing, one set of parameters for all cells;
    * ``gradient``: no network, each cell's parameters by themselves, all cells in every step;
    * ``shuffled``: the features of the cells are exchanged among them at random;
    * ``noise``: as many random numbers are added to the features.
    """
    draw = torch.Generator().manual_seed(seed + STREAM)
    if method == "linear":
        return scaled, settings.model_copy(update=LINEAR), {}
    if method == "constant":
        return scaled.new_zeros(len(scaled), 1), settings.model_copy(update=LINEAR), {}
    if method == "gradient":
        free = settings.gradient.model_dump() | {"batch_cells": int(chosen.sum())}
        return torch.arange(len(scaled)), settings.model_copy(update=free), {}
    if method == "shuffled":
        return scaled[torch.randperm(len(scaled), generator=draw)], settings, {}
    if method == "noise":
        return torch.cat([scaled, torch.randn(scaled.shape, generator=draw)], 1), settings, {}
    if method == "fpl":
        return scaled, settings, {}
    smap = method == "fpl_gz_observed"
    known, scaling = history.read(inputs, scaled, chosen, settings.history, smap=smap)
    return known, settings, scaling
