"""EASE-Grid 2.0 global, 36 km: between latitude and longitude and row and column.

Cylindrical equal-area projection on WGS84, true at 30 degrees, 406 rows by 964 columns. Definition:
Brodzik et al. 2012, ISPRS Int. J. Geo-Inf. 1, 32-45, doi:10.3390/ijgi1010032, with the correction
of 2014 (3, 1154-1156). Equations: Snyder 1987, Map projections, USGS Professional Paper 1395, p.
81-82.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fpl.errors import DataError

ROWS, COLUMNS = 406, 964
CELL_METRES = 36032.220840584

_RADIUS_METRES = 6378137.0  # WGS84
_ECCENTRICITY = 0.081819190842621  # WGS84
_TRUE_LATITUDE = np.deg2rad(30.0)
_SCALE = np.cos(_TRUE_LATITUDE) / np.sqrt(1.0 - (_ECCENTRICITY * np.sin(_TRUE_LATITUDE)) ** 2)

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def row_column(latitude: ArrayLike, longitude: ArrayLike) -> tuple[Integers, Integers]:
    """Zero-based row (from the north) and column (from 180 W) of the cells that hold the points.

    latitude, longitude : degrees, any shape. DataError if a point is off the grid.
    """
    phi, lam = np.deg2rad(np.asarray(latitude, float)), np.deg2rad(np.asarray(longitude, float))
    x = _RADIUS_METRES * _SCALE * lam
    y = _RADIUS_METRES * _q(phi) / (2.0 * _SCALE)  # Snyder Eqs. 10-14, 10-15
    row = np.floor(ROWS / 2 - y / CELL_METRES).astype(np.int64)
    column = np.floor(COLUMNS / 2 + x / CELL_METRES).astype(np.int64)
    on_grid = (
        (np.abs(phi) <= np.pi / 2) & (row >= 0) & (row < ROWS) & (column >= 0) & (column < COLUMNS)
    )
    if not np.all(on_grid):
        raise DataError(
            "expected points on EASE-Grid 2.0 (longitude -180..180, latitude -85..85 degrees), "
            f"got {int(np.sum(~on_grid))} outside: check the order of latitude and longitude"
        )
    return row, column


def latitude_longitude(row: ArrayLike, column: ArrayLike) -> tuple[Floats, Floats]:
    """Latitude and longitude, degrees, of cell centres; fractions of a row give points between."""
    x = (np.asarray(column, float) + 0.5 - COLUMNS / 2) * CELL_METRES
    y = (ROWS / 2 - np.asarray(row, float) - 0.5) * CELL_METRES
    beta = np.arcsin(2.0 * y * _SCALE / (_RADIUS_METRES * _q(np.pi / 2)))  # Snyder Eq. 10-26
    e2, e4, e6 = _ECCENTRICITY**2, _ECCENTRICITY**4, _ECCENTRICITY**6
    phi = (  # Snyder Eq. 3-18
        beta
        + (e2 / 3 + 31 * e4 / 180 + 517 * e6 / 5040) * np.sin(2 * beta)
        + (23 * e4 / 360 + 251 * e6 / 3780) * np.sin(4 * beta)
        + 761 * e6 / 45360 * np.sin(6 * beta)
    )
    return np.rad2deg(phi), np.rad2deg(x / (_RADIUS_METRES * _SCALE))


def _q(phi: ArrayLike) -> Floats:
    """Snyder Eq. 3-12."""
    e = _ECCENTRICITY
    sine = np.sin(phi)
    logarithm = np.log((1 - e * sine) / (1 + e * sine)) / (2 * e)
    return np.asarray((1 - e**2) * (sine / (1 - (e * sine) ** 2) - logarithm), dtype=float)
