"""Fields over places: random ones that vary smoothly, and all of them with their coordinates."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray
from scipy.special import ndtr

Array = NDArray[np.float64]


def places(values: Mapping[str, Array], **coordinates: NDArray[Any]) -> xr.Dataset:
    """Values of places (cell), float32, with their coordinates."""
    fields = {name: ("cell", array.astype(np.float32)) for name, array in values.items()}
    return xr.Dataset(fields, {name: ("cell", array) for name, array in coordinates.items()})


def correlation_root(x: NDArray[np.floating], y: NDArray[np.floating], length: float) -> Array:
    """Lower Cholesky factor, (cell, cell), of exp(-distance / length); x, y, length in one unit."""
    distance = np.hypot(x[:, None] - x[None, :], y[:, None] - y[None, :])
    covariance = np.exp(-distance / length) + 1e-9 * np.eye(len(x))
    return np.asarray(np.linalg.cholesky(covariance), dtype=np.float64)


def correlated(root: Array, count: int, random: np.random.Generator) -> Array:
    """Draw ``count`` independent standard normal fields, (count, cell), correlated over cells."""
    return random.standard_normal((count, len(root))) @ root.T


def uniform(field: Array) -> Array:
    """Map one field (cell,) to 0..1 by its normal distribution over the cells."""
    return np.asarray(ndtr((field - field.mean()) / field.std()))


def autoregressive(innovations: Array, persistence: float) -> Array:
    """First-order autoregression in time with unit variance; (time, cell) to (time, cell)."""
    made = np.empty_like(innovations)
    made[0] = innovations[0]
    for day in range(1, len(innovations)):
        fresh = np.sqrt(1.0 - persistence**2) * innovations[day]
        made[day] = persistence * made[day - 1] + fresh
    return made
