import numpy as np
import pytest

from fpl.data import ease2
from fpl.errors import DataError


def test_first_cell_is_where_nsidc_puts_it():
    # first values of the coordinate files EASE2_M36km.lats/lons of NSIDC
    latitude, longitude = ease2.latitude_longitude(0, 0)
    assert latitude == pytest.approx(83.63197, abs=1e-5)
    assert longitude == pytest.approx(-179.81328, abs=1e-5)


def test_there_and_back_on_the_whole_grid():
    row, column = np.meshgrid(np.arange(ease2.ROWS), np.arange(ease2.COLUMNS), indexing="ij")
    again = ease2.row_column(*ease2.latitude_longitude(row, column))
    assert np.array_equal(again[0], row) and np.array_equal(again[1], column)


def test_cells_have_equal_area():
    row = np.array([10.0, 100.0, 202.0])
    edges = [np.sin(np.deg2rad(ease2.latitude_longitude(row + half, 0)[0])) for half in (-0.5, 0.5)]
    area = edges[0] - edges[1]  # on a sphere; the ellipsoid changes it by less than 1 %
    assert area == pytest.approx(np.full(3, area.mean()), rel=0.01)


def test_swapped_latitude_and_longitude_are_noticed():
    with pytest.raises(DataError, match="order of latitude and longitude"):
        ease2.row_column([-100.0], [40.0])
