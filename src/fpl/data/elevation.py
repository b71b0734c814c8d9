"""Elevation of any place on land, from ETOPO at 20 arc-minutes (NOAA, public domain)."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from fpl.data.manifest import locate
from fpl.errors import DataError

Floats = NDArray[np.float64]


def read(files: Mapping[str, str | None]) -> xr.DataArray:
    """Mean elevation ``(lat, lon)``, m, of boxes of a third of a degree; sea floor is negative.

    files : name -> path of the raw files, with ``elevation``, ``elevation_lat`` (south to north)
        and ``elevation_lon`` (eastwards once around, from 20 to 380 degrees)
    """
    metres, lat, lon = (
        _read(locate(files, name)) for name in ("elevation", "elevation_lat", "elevation_lon")
    )
    if metres.shape != (lat.size, lon.size):
        raise DataError(
            f"expected a row of elevations for each of {lat.size} latitudes and a column for each "
            f"of {lon.size} longitudes, got {metres.shape}; the raw files do not belong together"
        )
    return xr.DataArray(metres, {"lat": lat, "lon": lon}, ("lat", "lon"), "elevation")


def _read(path: Path) -> Floats:
    try:
        return np.loadtxt(path)
    except ValueError as error:
        raise DataError(f"{path}: expected rows of numbers ({error}); fetch it again") from error


def at(latitude: ArrayLike, longitude: ArrayLike, boxes: xr.DataArray) -> Floats:
    """Elevation ``(place,)``, m, bilinear between the centres of the boxes on land.

    latitude, longitude : ``(place,)``, degrees north and east, longitudes from -180 or from 0

    ASSUME a box at or below sea level is sea: next to one the land around it counts alone, also
    where the ground truly lies lower (the Salton Sea). DataError names places with no land around.
    """
    lat, lon = np.atleast_1d(latitude), np.atleast_1d(longitude)
    west = float(boxes["lon"][0])
    where = {"lat": ("place", lat), "lon": ("place", west + (lon - west) % 360.0)}
    land = boxes > 0.0
    share = land.astype(float).interp(where).to_numpy()
    if not (share > 0.0).all():
        nowhere = [f"{lat[i]:.2f}, {lon[i]:.2f}" for i in np.flatnonzero(~(share > 0.0))]
        raise DataError(
            f"expected places on land, got {len(nowhere)} whose surroundings are sea or off the "
            f"map: {'; '.join(nowhere[:5])} (degrees north, east); mend their coordinates"
        )
    return np.asarray(boxes.where(land, 0.0).interp(where).to_numpy() / share)
