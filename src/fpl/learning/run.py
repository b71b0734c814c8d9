"""One run of parameter learning, from the files of a dataset to learned parameters."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import torch
import xarray as xr

from fpl.data import scaling
from fpl.data.climate import climate_statistics
from fpl.data.samples import cells_of_sample
from fpl.learning import mappings
from fpl.learning.train import Settings, train
from fpl.problem.files import Inputs, parameters_dataset


@dataclass(frozen=True)
class Run:
    """What a run leaves: parameters of all cells, the learning curve, what rebuilds the network."""

    parameters: xr.Dataset
    curve: pd.DataFrame
    checkpoint: dict[str, Any]


def features_of(inputs: Inputs) -> xr.Dataset:
    """What every network reads of a cell: attributes, and statistics of its forcing in training."""
    days = inputs.forcing.isel(time=inputs.problem.training)
    return xr.merge([inputs.attributes, climate_statistics(days)], compat="override")


def scaled_features(inputs: Inputs) -> torch.Tensor:
    """What g_A reads of all cells, scaled by themselves, ``(cell, feature)``."""
    features = features_of(inputs)
    fitted = scaling.fit(features, np.ones(features.sizes["cell"], bool))
    return torch.as_tensor(fitted.apply(features))


def learn(
    inputs: Inputs,
    sample: str,
    settings: Settings,
    seed: int,
    progress_file: Path | None = None,
    key: str = "",
    method: str = "fpl",
) -> Run:
    """Train on the cells of a ``sample``; the parameters of every cell of the dataset follow.

    What each method reads, and its network: :mod:`fpl.learning.mappings`. Scaling is fitted on
    training cells only.
    """
    chosen = cells_of_sample(inputs.forcing, sample, seed)
    features = features_of(inputs)
    fitted = scaling.fit(features, chosen)
    scaled = torch.as_tensor(fitted.apply(features))
    mapping = mappings.read(method, inputs, scaled, chosen, settings, seed)
    learned = train(
        inputs.problem,
        mapping.known,
        torch.as_tensor(np.flatnonzero(chosen)),
        mapping.training,
        seed,
        progress_file,
        key,
        mapping.network,
    )
    parameters = inputs.problem.parameters(learned.unit)
    checkpoint = {
        "network": learned.network.state_dict(),
        "scaling": asdict(fitted),
        "history": mapping.scaling,
        "parameters": list(inputs.problem.space.names),
    }
    return Run(
        parameters_dataset(inputs.problem, parameters, inputs.forcing),
        pd.DataFrame(learned.curve),
        checkpoint,
    )
