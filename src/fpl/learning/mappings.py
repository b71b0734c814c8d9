"""The methods of learning: what each reads of a cell, its network, and how it is trained."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from fpl.config.sections import Learning
from fpl.errors import ConfigError
from fpl.learning import history
from fpl.networks import choice
from fpl.problem.files import Inputs

STREAM = 20212  # of what is exchanged or added, apart from the stream that a network draws from
LINEAR = {"layers": 0}  # no hidden layer


@dataclass(frozen=True)
class Mapping:
    """What a method reads of every cell, the network that reads it, and how it is trained.

    scaling : how a history was scaled, kept with the weights; empty where none is read
    """

    known: choice.Known
    network: choice.Build
    training: Learning
    scaling: dict[str, Any] = field(default_factory=dict)


class Cells(NamedTuple):
    """All cells of a dataset, as methods take them.

    features : ``(cell, feature)``, scaled; trained : which cells are learned from ``(cell,)``;
    draw : what random changes of the features are drawn from
    """

    inputs: Inputs
    features: Tensor
    trained: NDArray[np.bool_]
    draw: torch.Generator


def _attributes(cells: Cells, settings: Learning) -> Mapping:
    """g_A: reads the features."""
    return Mapping(cells.features, choice.of_attributes, settings)


def _history(cells: Cells, settings: Learning, *, observed: bool) -> Mapping:
    """g_z: reads the features and the history of the weather, if ``observed`` also that of the
    observations in the training period, at all cells."""
    known, scaling = history.read(
        cells.inputs, cells.features, cells.trained, settings.history, observed=observed
    )
    daily = bool(cells.inputs.problem.model.dynamic)
    return Mapping(known, choice.of_days if daily else choice.of_history, settings, scaling)


def _linear(cells: Cells, settings: Learning) -> Mapping:
    """A linear transfer function of the features, as in MPR (inside the same sigmoid)."""
    return Mapping(cells.features, choice.of_attributes, settings.model_copy(update=LINEAR))


def _constant(cells: Cells, settings: Learning) -> Mapping:
    """Reads nothing: one set of parameters for all cells."""
    nothing = cells.features.new_zeros(len(cells.features), 1)
    return Mapping(nothing, choice.of_attributes, settings.model_copy(update=LINEAR))


def _gradient(cells: Cells, settings: Learning) -> Mapping:
    """No network: each cell's parameters by themselves, all cells in every step."""
    free = settings.gradient.model_dump() | {"batch_cells": int(cells.trained.sum())}
    positions = torch.arange(len(cells.features))
    return Mapping(positions, choice.of_none, settings.model_copy(update=free))


def _shuffled(cells: Cells, settings: Learning) -> Mapping:
    """g_A whose features are exchanged among the cells at random."""
    order = torch.randperm(len(cells.features), generator=cells.draw)
    return Mapping(cells.features[order], choice.of_attributes, settings)


def _noise(cells: Cells, settings: Learning) -> Mapping:
    """g_A that reads as many random numbers beside the features."""
    numbers = torch.randn(cells.features.shape, generator=cells.draw)
    both = torch.cat([cells.features, numbers], 1)
    return Mapping(both, choice.of_attributes, settings)


METHODS: dict[str, Callable[[Cells, Learning], Mapping]] = {
    "fpl": _attributes,
    "fpl_gz": partial(_history, observed=False),
    "fpl_gz_observed": partial(_history, observed=True),
    "gradient": _gradient,
    "constant": _constant,
    "linear": _linear,
    "shuffled": _shuffled,
    "noise": _noise,
}


def read(
    method: str,
    inputs: Inputs,
    features: Tensor,
    trained: NDArray[np.bool_],
    settings: Learning,
    seed: int,
) -> Mapping:
    """The mapping of a method, for all cells of a dataset.

    features : ``(cell, feature)``, scaled; trained : the training cells ``(cell,)``. ConfigError if
    no method of :data:`METHODS` has this name.
    """
    if method not in METHODS:
        raise ConfigError(f"no method of learning {method!r}; expected one of {', '.join(METHODS)}")
    draw = torch.Generator().manual_seed(seed + STREAM)
    return METHODS[method](Cells(inputs, features, trained, draw), settings)
