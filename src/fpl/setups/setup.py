"""What a set-up is: a process model, and how the files of a case drive and start it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
import xarray as xr
from numpy.typing import NDArray
from torch import Tensor

from fpl.errors import DataError
from fpl.models.declaration import Declaration
from fpl.physics.process_model import ProcessModel

Settings = Mapping[str, Any]
Drivers = Callable[[xr.Dataset, xr.Dataset], dict[str, Tensor]]
Priors = Callable[[xr.Dataset, xr.Dataset], dict[str, NDArray[np.float64]]]
SHORT = {"snow_water_equivalent": "swe"}  # output of a model: its name in simulation.nc, if another


@dataclass(frozen=True)
class Setup:
    """A process model with its switches set, and its relation to labelled data.

    declaration : of the model; says what the files must have
    model : with dynamic parameters, ranges and switches as configured
    settles : states (mm) that a warm-up watches
    drivers : from forcing and attributes to what drives the model, each ``(day, cell)``, float64
    priors : from forcing, of the training period only, and attributes to every parameter of the
        model ``(cell,)``, as known before any calibration
    """

    declaration: Declaration
    model: ProcessModel
    settles: tuple[str, ...]
    drivers: Drivers
    priors: Priors

    @property
    def fluxes(self) -> dict[str, str]:
        """What simulations keep beside the target: name in simulation.nc -> output of the model."""
        return {SHORT.get(output, output): output for output in self.declaration.fluxes}

    def check(self, forcing: xr.Dataset, attributes: xr.Dataset) -> None:
        """DataError that names all variables which this set-up needs and the files lack."""
        needs = self.declaration
        lacking = [f"forcing {name}" for name in needs.needs_forcing if name not in forcing]
        lacking += [f"attribute {n}" for n in needs.needs_attributes if n not in attributes]
        lacking += [f"coordinate {n}" for n in needs.needs_coordinates if n not in forcing.coords]
        if lacking:
            raise DataError(
                f"process model {needs.name} needs {', '.join(lacking)}, but the data source gives "
                f"forcing {', '.join(map(str, forcing.data_vars))}, attributes "
                f"{', '.join(map(str, attributes.data_vars))} and coordinates "
                f"{', '.join(map(str, forcing.coords))}; choose another process model or add "
                "these to the source"
            )


def daily(values: xr.DataArray) -> Tensor:
    """A labelled series as a tensor ``(day, cell)``, float64."""
    return torch.as_tensor(values.transpose("time", "cell").to_numpy().copy(), dtype=torch.float64)
