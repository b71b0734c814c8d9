"""Grids that cells of data sources lie on, by name."""

from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fpl.data import ease2


class Grid(Protocol):
    """Rows and columns on the globe."""

    def row_column(
        self, latitude: ArrayLike, longitude: ArrayLike
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Row and column of the cells that hold points in degrees."""

    def latitude_longitude(
        self, row: ArrayLike, column: ArrayLike
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Latitude and longitude, degrees, of cell centres; fractions give points between."""


GRIDS: dict[str, Grid] = {"ease2": ease2}
