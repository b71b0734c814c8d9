"""The source ``generated_cells``: cells on a lattice whose soil moisture VIC simulates.

Weather, attributes and true parameters come from a seed, and surface soil moisture is observed as
SMAP observes it: with noise, and with gaps in swaths.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from fpl.data.sources.smap_files import facts, soil_moisture
from fpl.twin.cells.attributes import KM_PER_COLUMN, attributes
from fpl.twin.cells.weather import weather
from fpl.twin.fields import correlated, correlation_root
from fpl.twin.world import World, span, true_unit

Array = NDArray[np.float64]
SWATH_KM = 800.0  # ASSUME gaps come in swaths of the order of SMAP's 1000 km
DRIEST = 0.02  # m3 m-3, lower bound of SMAP's retrievals


def world(settings: Mapping[str, Any]) -> World:
    """The world of the section ``data``, on the days of the section ``periods``."""
    data, seed = settings["data"], int(settings["data"]["seed"])
    places = attributes(cells_x=data["cells_x"], cells_y=data["cells_y"], seed=seed)
    days = weather(attributes=places, **span(settings), seed=seed)

    def observe(moisture: Array) -> xr.Dataset:
        seen = _noise(moisture, data["observation_noise_m3_m3"], seed)
        seen = _gaps(seen, days, data["gap_share"], seed)
        array = days["precipitation"].copy(data=seen.astype(np.float32)).rename("observed")
        array.attrs = {}
        return soil_moisture.flag(array, days["air_temperature"], **soil_moisture.rules(data))

    return World(
        forcing=days,
        attributes=places,
        unit=lambda inputs: true_unit(inputs, data["parameter_noise"], seed),
        observe=observe,
        place="cell",
        title="no real place, no real observation",
        facts=facts.of_values,
    )


def _noise(moisture: Array, spread: float, seed: int) -> Array:
    random = np.random.default_rng([seed, 3])
    return np.maximum(moisture + spread * random.standard_normal(moisture.shape), DRIEST)


def _gaps(moisture: Array, days: xr.Dataset, share: float, seed: int) -> Array:
    """Take out a ``share`` of the values, in swaths: smooth over cells, independent over days."""
    random = np.random.default_rng([seed, 4])
    place = KM_PER_COLUMN * days["column"].to_numpy(), KM_PER_COLUMN * days["row"].to_numpy()
    field = correlated(correlation_root(*place, SWATH_KM), moisture.shape[1], random).T
    return np.where(field < np.quantile(field, share), np.nan, moisture)
