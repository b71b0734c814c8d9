"""Maps of places on an equal-area map, with the outlines of states and coasts of real ones."""

from typing import Any

import numpy as np
import pandas as pd
from cmcrameri import cm
from matplotlib.axes import Axes
from matplotlib.collections import Collection, LineCollection, PolyCollection
from matplotlib.colors import Colormap, LogNorm
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike, NDArray

from fpl.data import geography, outlines
from fpl.terms import Study

Floats = NDArray[np.float64]

# Albers equal-area conic on a sphere, as the USGS draws the lower 48 states.
# Equations: Snyder 1987, Map projections, USGS Professional Paper 1395, p. 100.
_PARALLELS = np.deg2rad([29.5, 45.5])
_ORIGIN_LATITUDE, _ORIGIN_LONGITUDE = np.deg2rad([37.5, -96.0])

OUTLINE_COLOUR, OUTLINE_WIDTH = "0.35", 0.3
EMPTY = "0.75"  # colour of places without a value
EDGE_COLOUR, EDGE_WIDTH = "0.85", 0.2  # so that pale values are still seen to be cells
DOT = 14  # size of a place that is no patch of a grid, points squared
MARGIN_KM = 60.0
WIDE = 20.0  # a range of more than this factor is drawn in logarithm


def project(longitude: ArrayLike, latitude: ArrayLike) -> tuple[Floats, Floats]:
    """Degrees to kilometres east and north of 37.5 N, 96 W."""
    n = np.sin(_PARALLELS).mean()
    c = np.cos(_PARALLELS[0]) ** 2 + 2 * n * np.sin(_PARALLELS[0])
    phi, lam = np.deg2rad(np.asarray(latitude, float)), np.deg2rad(np.asarray(longitude, float))
    rho = np.sqrt(c - 2 * n * np.sin(phi)) / n
    rho_origin = np.sqrt(c - 2 * n * np.sin(_ORIGIN_LATITUDE)) / n
    theta = n * (lam - _ORIGIN_LONGITUDE)
    earth = geography.EARTH_KM
    return earth * rho * np.sin(theta), earth * (rho_origin - rho * np.cos(theta))


def draw(
    ax: Axes,
    study: Study,
    longitude: ArrayLike,
    latitude: ArrayLike,
    values: ArrayLike,
    *,
    cmap: Colormap | str,
    limits: tuple[float, float] | None = None,
) -> Collection:
    """Draw one field of places; return what a colour bar needs.

    longitude, latitude : degrees (place); values : (place), grey where NaN. A cell of a grid fills
    the patch that it stands for, any other place is a dot. ``limits`` are the ends of the colour
    scale, the range of the values if None: pass the same to panels that are to be compared.
    """
    lon, lat = np.asarray(longitude, float), np.asarray(latitude, float)
    marks, corners = _patches(lat, lon, study.grid) if study.grid else _dots(ax, lat, lon)
    marks.set_cmap(cmap)
    marks.set_array(np.ma.masked_invalid(np.asarray(values, float)))
    marks.cmap = marks.get_cmap().with_extremes(bad=EMPTY)
    marks.set_clim(*(limits or (None, None)))
    if study.grid:
        ax.add_collection(marks, autolim=False)
    if not study.generated:  # a generated world is no real place
        lines = [np.column_stack(project(*line.T)) for line in outlines.lines()]
        ax.add_collection(
            LineCollection(lines, colors=OUTLINE_COLOUR, linewidths=OUTLINE_WIDTH), autolim=False
        )
    (west, south), (east, north) = corners.min(axis=0), corners.max(axis=0)
    # auto: without it matplotlib warns whenever it widens the view to the shape of the axes
    ax.set_xlim(west - MARGIN_KM, east + MARGIN_KM, auto=True)
    ax.set_ylim(south - MARGIN_KM, north + MARGIN_KM, auto=True)
    ax.set(xticks=[], yticks=[])
    ax.update_datalim(corners)
    ax.set_aspect("equal", adjustable="datalim")  # the map fills its axes
    ax.spines[:].set_visible(False)
    return marks


def _patches(lat: Floats, lon: Floats, grid: str) -> tuple[Collection, Floats]:
    """Patches of cells and all their corners (point, 2), km."""
    at_lat, at_lon = geography.patches(lat, lon, grid)
    corners = np.stack(project(at_lon, at_lat), axis=-1)
    marks = PolyCollection(list(corners), edgecolors=EDGE_COLOUR, linewidths=EDGE_WIDTH)
    return marks, corners.reshape(-1, 2)


def _dots(ax: Axes, lat: Floats, lon: Floats) -> tuple[Collection, Floats]:
    """A dot a place and all their centres (point, 2), km."""
    centres = np.stack(project(lon, lat), axis=-1)
    marks = ax.scatter(
        centres[:, 0], centres[:, 1], s=DOT, edgecolors=EDGE_COLOUR, linewidths=EDGE_WIDTH
    )
    return marks, centres


def compared(
    figure: Figure,
    axes: list[Axes],
    study: Study,
    fields: pd.DataFrame,
    label: str,
) -> None:
    """Three maps: two fields with the same colours, and the first minus the second.

    fields : columns lat, lon (degrees) and the two fields, their names last; label : quantity and
    unit. Colours end at the 98th percentile, of both fields together and of the size of their
    difference.
    """
    first, second = fields.columns[-2:]
    difference = fields[first] - fields[second]
    top = fields[[first, second]].stack().quantile(0.98)
    reach = difference.abs().quantile(0.98)
    drawn = []
    for ax, name in zip(axes, (first, second, None), strict=True):
        values = difference if name is None else fields[name]
        limits = (-reach, reach) if name is None else (0.0, top)
        cmap = cm.vik if name is None else cm.lajolla
        drawn.append(
            draw(ax, study, fields["lon"], fields["lat"], values, cmap=cmap, limits=limits)
        )
        ax.set_aspect("equal", adjustable="box")  # no wider than the places
    bar: dict[str, Any] = {"orientation": "horizontal", "pad": 0.02}
    figure.colorbar(drawn[0], ax=axes[:2], extend="max", label=label, aspect=35, **bar)
    bar |= {"aspect": 17, "ticks": MaxNLocator(5)}
    figure.colorbar(drawn[2], ax=axes[2], extend="both", label=f"difference of {label}", **bar)


def of_parameter(
    figure: Figure, axes: list[Axes], study: Study, runs: list[pd.DataFrame], label: str
) -> None:
    """Maps of one parameter, a run each, with the same colours and one bar.

    runs : columns lat, lon, value of the same places. Colours span the 2nd to 98th percentile over
    all maps, in logarithm where that is more than a factor of WIDE.
    """
    low, high = pd.concat(runs)["value"].quantile([0.02, 0.98])
    for ax, run in zip(axes, runs, strict=True):
        drawn = draw(
            ax, study, run["lon"], run["lat"], run["value"], cmap=cm.batlow, limits=(low, high)
        )
        if low > 0 and high / low > WIDE:
            drawn.set_norm(LogNorm(low, high))
        ax.set_aspect("equal", adjustable="box")  # no wider than the places
    figure.colorbar(drawn, ax=axes, label=label, extend="both", aspect=15, pad=0.01)
