"""Elevation of places: bilinear on land, sea left out, around the globe, and what is refused."""

import numpy as np
import pytest
import xarray as xr

from fpl.data import elevation
from fpl.errors import DataError


@pytest.fixture
def boxes():
    """A plane rising to the north and the east, of degrees from 20.5 E once around."""
    lat, lon = np.arange(-10.0, 11.0), 20.5 + np.arange(361.0)
    metres = 2000.0 + 30.0 * lat[:, None] + (lon % 360.0)[None]
    return xr.DataArray(metres, {"lat": lat, "lon": lon}, ("lat", "lon"))


def test_a_plane_is_met_exactly(boxes):
    found = elevation.at([0.25, -9.9, 5.0], [30.75, 100.0, 359.0], boxes)
    assert found == pytest.approx([2038.25, 2000 - 297 + 100, 2000 + 150 + 359])


def test_longitudes_west_are_those_beyond_180(boxes):
    assert elevation.at([2.0], [-95.3], boxes) == pytest.approx(elevation.at([2.0], [264.7], boxes))
    assert elevation.at([2.0], [5.0], boxes) == pytest.approx([2065.0])  # across the seam


def test_sea_floor_does_not_lower_the_coast(boxes):
    boxes.loc[{"lon": 30.5}] = -4000.0
    assert elevation.at([0.0], [31.0], boxes) == pytest.approx([2031.5])  # of the box on land alone


def test_places_at_sea_or_off_the_map_are_named(boxes):
    boxes.loc[{"lon": [30.5, 31.5]}] = -4000.0
    with pytest.raises(DataError, match=r"got 1 .* sea or off the map: 0\.00, 31\.00 "):
        elevation.at([0.0, 0.0], [31.0, 50.0], boxes)
    with pytest.raises(DataError, match=r"12\.00, 50\.00"):
        elevation.at([12.0], [50.0], boxes)


def files(folder, boxes):
    tables = {
        "elevation": boxes,
        "elevation_lat": boxes["lat"],
        "elevation_lon": boxes["lon"],
    }
    for name, values in tables.items():
        np.savetxt(folder / f"{name}.gz", values)
    return {name: str(folder / f"{name}.gz") for name in tables}


def test_files_are_read_with_their_axes(tmp_path, boxes):
    xr.testing.assert_allclose(elevation.read(files(tmp_path, boxes)), boxes)


def test_files_that_do_not_belong_together(tmp_path, boxes):
    paths = files(tmp_path, boxes)
    np.savetxt(paths["elevation_lat"], boxes["lat"][:-1])
    with pytest.raises(DataError, match="each of 20 latitudes"):
        elevation.read(paths)
    (tmp_path / "elevation_lon.gz").unlink()
    (tmp_path / "elevation_lon.csv").write_text("east\n")
    with pytest.raises(DataError, match="rows of numbers"):
        elevation.read(paths | {"elevation_lon": str(tmp_path / "elevation_lon.csv")})
