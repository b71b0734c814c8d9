"""Maps of cells: coloured patches on an equal-area map with the outlines of states and coasts."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import Colormap
from numpy.typing import ArrayLike, NDArray

from fpl.data import ease2, outlines

Floats = NDArray[np.float64]

# Albers equal-area conic on a sphere, as the USGS draws the lower 48 states.
# Equations: Snyder 1987, Map projections, USGS Professional Paper 1395, p. 100.
_EARTH_KM = 6371.0
_PARALLELS = np.deg2rad([29.5, 45.5])
_ORIGIN_LATITUDE, _ORIGIN_LONGITUDE = np.deg2rad([37.5, -96.0])

OUTLINE_COLOUR, OUTLINE_WIDTH = "0.35", 0.3
EMPTY = "0.75"  # colour of cells without a value
EDGE_COLOUR, EDGE_WIDTH = "0.85", 0.2  # so that pale values are still seen to be cells
MARGIN_KM = 60.0


def project(longitude: ArrayLike, latitude: ArrayLike) -> tuple[Floats, Floats]:
    """Degrees to kilometres east and north of 37.5 N, 96 W."""
    n = np.sin(_PARALLELS).mean()
    c = np.cos(_PARALLELS[0]) ** 2 + 2 * n * np.sin(_PARALLELS[0])
    phi, lam = np.deg2rad(np.asarray(latitude, float)), np.deg2rad(np.asarray(longitude, float))
    rho = np.sqrt(c - 2 * n * np.sin(phi)) / n
    rho_origin = np.sqrt(c - 2 * n * np.sin(_ORIGIN_LATITUDE)) / n
    theta = n * (lam - _ORIGIN_LONGITUDE)
    return _EARTH_KM * rho * np.sin(theta), _EARTH_KM * (rho_origin - rho * np.cos(theta))


def draw(
    ax: Axes,
    longitude: ArrayLike,
    latitude: ArrayLike,
    values: ArrayLike,
    *,
    cmap: Colormap | str,
    limits: tuple[float, float] | None = None,
    outline: bool = True,
) -> PolyCollection:
    """Draw one field of cells; return what a colour bar needs.

    longitude, latitude : degrees (cell); values : (cell), grey where NaN. Each cell fills the patch
    of the EASE-2 grid that it stands for, as wide as the lattice is coarse. ``limits`` are the ends
    of the colour scale, the range of the values if None: pass the same to panels that are to be
    compared.
    """
    corners = _patches(np.asarray(longitude, float), np.asarray(latitude, float))
    patches = PolyCollection(
        list(corners), cmap=cmap, edgecolors=EDGE_COLOUR, linewidths=EDGE_WIDTH
    )
    patches.set_array(np.ma.masked_invalid(np.asarray(values, float)))
    patches.cmap = patches.get_cmap().with_extremes(bad=EMPTY)
    patches.set_clim(*(limits or (None, None)))
    ax.add_collection(patches, autolim=False)
    if outline:
        lines = [np.column_stack(project(*line.T)) for line in outlines.lines()]
        ax.add_collection(
            LineCollection(lines, colors=OUTLINE_COLOUR, linewidths=OUTLINE_WIDTH), autolim=False
        )
    (west, south), (east, north) = corners.min(axis=(0, 1)), corners.max(axis=(0, 1))
    # auto: without it matplotlib warns whenever it widens the view to the shape of the axes
    ax.set_xlim(west - MARGIN_KM, east + MARGIN_KM, auto=True)
    ax.set_ylim(south - MARGIN_KM, north + MARGIN_KM, auto=True)
    ax.set(xticks=[], yticks=[])
    ax.update_datalim(corners.reshape(-1, 2))
    ax.set_aspect("equal", adjustable="datalim")  # the map fills its axes
    ax.spines[:].set_visible(False)
    return patches


def _patches(longitude: Floats, latitude: Floats) -> Floats:
    """Corners (cell, 4, 2), km, of the patch around each cell."""
    row, column = ease2.row_column(latitude, longitude)
    steps = np.concatenate([np.diff(np.unique(row)), np.diff(np.unique(column))])
    half = (np.gcd.reduce(steps) if len(steps) else 1) / 2
    north_south = row[:, None] + half * np.array([-1, -1, 1, 1])
    west_east = column[:, None] + half * np.array([-1, 1, 1, -1])
    corner_latitude, corner_longitude = ease2.latitude_longitude(north_south, west_east)
    return np.stack(project(corner_longitude, corner_latitude), axis=-1)
