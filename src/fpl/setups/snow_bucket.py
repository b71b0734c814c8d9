"""The set-up of the snow-and-bucket model: potential evaporation by Oudin, no priors of places."""

import numpy as np
import torch
import xarray as xr
from numpy.typing import NDArray
from torch import Tensor

from fpl.models.snow_bucket import DECLARATION
from fpl.physics.evaporation import potential_evaporation
from fpl.physics.process_model import ProcessModel
from fpl.physics.snow_bucket import snow_bucket
from fpl.setups.setup import Settings, daily


def physics(section: Settings, model: Settings) -> ProcessModel:
    """The model with the ``ranges`` of its ``section``."""
    return snow_bucket(section.get("ranges"))


def drivers(forcing: xr.Dataset, attributes: xr.Dataset) -> dict[str, Tensor]:
    """What drives the model, each ``(day, cell)``."""
    temperature = daily(forcing["air_temperature"])
    return {
        "precipitation": daily(forcing["precipitation"]),
        "air_temperature": temperature,
        "potential_evaporation": potential_evaporation(
            temperature=temperature,
            latitude=torch.as_tensor(forcing["lat"].to_numpy(), dtype=torch.float64),
            day_of_year=torch.as_tensor(forcing["time"].dt.dayofyear.to_numpy()),
        ),
    }


def priors(forcing: xr.Dataset, attributes: xr.Dataset) -> dict[str, NDArray[np.float64]]:
    """Every parameter ``(cell,)``: the default of its table, at every place."""
    cells = forcing.sizes["cell"]
    return {p.name: np.full(cells, p.default) for p in DECLARATION.parameters}
