"""The set-up of VIC: weather with its diurnal course, priors from soil, land cover and NDVI."""

import numpy as np
import xarray as xr
from numpy.typing import NDArray
from torch import Tensor

from fpl.models.vic import DECLARATION
from fpl.physics.process_model import ProcessModel
from fpl.physics.vic import vic
from fpl.physics.vic.priors import Place
from fpl.physics.vic.priors import priors as priors_of
from fpl.physics.vic.vegetation import vegetation
from fpl.physics.vic.weather import weather
from fpl.setups.setup import Settings, daily


def physics(section: Settings, model: Settings) -> ProcessModel:
    """VIC as its ``section`` (runoff_steps, sharing, ranges) and ``model`` (capillary) say."""
    steps, ranges, sharing = section["runoff_steps"], section["ranges"], section["sharing"]
    return vic(steps, ranges, sharing, model.get("capillary", False))


def drivers(forcing: xr.Dataset, attributes: xr.Dataset) -> dict[str, Tensor]:
    """What VIC is driven by, each ``(day, cell)``."""
    return weather(
        forcing={name: daily(forcing[name]) for name in DECLARATION.needs_forcing},
        vegetation=vegetation(attributes["land_cover"].to_numpy()),
        elevation=forcing["elevation"].to_numpy(),
        latitude=forcing["lat"].to_numpy(),
        day_of_year=forcing["time"].dt.dayofyear.to_numpy(),
    )


def priors(forcing: xr.Dataset, attributes: xr.Dataset) -> dict[str, NDArray[np.float64]]:
    """Every parameter ``(cell,)``; the mean temperature is that of ``forcing``."""
    soil = ("sand", "clay", "bulk_density", "ndvi")
    place = Place(
        **{name: attributes[name].to_numpy().astype(np.float64) for name in soil},
        land_cover=attributes["land_cover"].to_numpy(),
        elevation=forcing["elevation"].to_numpy().astype(np.float64),
        longitude=forcing["lon"].to_numpy().astype(np.float64),
        mean_temperature=forcing["air_temperature"].mean("time").to_numpy().astype(np.float64),
    )
    return priors_of(place)
