"""Places on the globe: distances, and patches of a grid around its cells."""

import numpy as np
from numpy.typing import NDArray

from fpl.data.grids import GRIDS

Floats = NDArray[np.float64]
EARTH_KM = 6371.0  # mean radius


def distance_km(
    lat: Floats | float, lon: Floats | float, other_lat: Floats | float, other_lon: Floats | float
) -> Floats:
    """Distance on a sphere, km, between points in degrees (shapes broadcast): the haversine."""
    one, two = np.deg2rad(lat), np.deg2rad(other_lat)
    east = np.sin((np.deg2rad(lon) - np.deg2rad(other_lon)) / 2) ** 2
    square = np.sin((one - two) / 2) ** 2 + np.cos(one) * np.cos(two) * east
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(square)))


def patches(lat: Floats, lon: Floats, grid: str) -> tuple[Floats, Floats]:
    """Latitude and longitude (cell, 4), degrees, of the corners of the patch of a ``grid`` that
    each of its cells stands for: as wide as the lattice of the cells is coarse."""
    row, column = GRIDS[grid].row_column(lat, lon)
    half = _step(row, column) / 2
    north_south = row[:, None] + half * np.array([-1, -1, 1, 1])
    west_east = column[:, None] + half * np.array([-1, 1, 1, -1])
    return GRIDS[grid].latitude_longitude(north_south, west_east)


def borders(
    lat: Floats, lon: Floats, region: NDArray[np.int64], grid: str
) -> tuple[Floats, Floats]:
    """Latitude and longitude (edge, 2), degrees, of the edges that neighbouring cells of a ``grid``
    share, if they are of two regions."""
    row, column = GRIDS[grid].row_column(lat, lon)
    step = _step(row, column)
    known = {(r, c): k for r, c, k in zip(row.tolist(), column.tolist(), region, strict=True)}
    ends = []
    for (r, c), own in known.items():
        if known.get((r + step, c), own) != own:  # to the south
            ends.append([(r + step / 2, c - step / 2), (r + step / 2, c + step / 2)])
        if known.get((r, c + step), own) != own:  # to the east
            ends.append([(r - step / 2, c + step / 2), (r + step / 2, c + step / 2)])
    at = np.array(ends, dtype=float).reshape(-1, 2, 2)
    return GRIDS[grid].latitude_longitude(at[..., 0], at[..., 1])


def _step(row: NDArray[np.int64], column: NDArray[np.int64]) -> int:
    """The step of the lattice, in cells of the grid."""
    steps = np.concatenate([np.diff(np.unique(row)), np.diff(np.unique(column))])
    return int(np.gcd.reduce(steps)) if len(steps) else 1
