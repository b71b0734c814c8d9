"""Evapotranspiration by MODIS as AppEEARS writes it: what counts, on what days, at which cell."""

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from fpl.data import modis_et
from fpl.errors import DataError

CELLS = xr.Dataset(
    {"lat": ("cell", [38.5, 41.0]), "lon": ("cell", [-98.0, -98.0])}, coords={"cell": [7, 9]}
)
# As the results csv of a point sample: quality as a number, and decoded
HEAD = "ID,Category,Latitude,Longitude,Date,MODIS_Tile,MOD16A2_Line_Y_500m,MOD16A2_Sample_X_500m,"


def text(rows, layer="MOD16A2GF_061"):
    head = HEAD + f"{layer}_ET_500m,{layer}_ET_QC_500m,{layer}_ET_QC_500m_MODLAND\n"
    lines = [
        f"{name},NA,{lat},{lon},{day},h10v05,12.0,30.0,{value},{quality},0b{quality & 1}"
        for name, lat, lon, day, value, quality in rows
    ]
    return head + "\n".join(lines) + "\n"


ROWS = [
    ("a", 38.5, -98.0, "2015-12-19", 12.8, 0),
    ("a", 38.5, -98.0, "2015-12-27", 10.0, 0),  # five days are left of the year
    ("a", 38.5, -98.0, "2016-01-01", 32766, 0),  # water
    ("b", 38.6, -98.1, "2015-12-19", 14.4, 1),  # a second point in the cell
    ("c", 41.0, -98.0, "2015-12-19", 8.0, 0),
    ("d", 36.0, -98.0, "2015-12-19", 99.0, 0),  # of no cell
]


@pytest.fixture
def write(tmp_path):
    def made(content):
        path = tmp_path / "results.csv"
        path.write_text(content)
        return path

    return made


def test_spans_have_their_own_days_and_points_their_cell(write):
    found = modis_et.load(write(text(ROWS)), CELLS, 1.0)
    assert found.dims == ("cell", "start") and found["cell"].values.tolist() == [7, 9]
    assert found["days"].values.tolist() == [8, 5, 8]
    np.testing.assert_allclose(found.sel(cell=7).values, [(12.8 + 14.4) / 16, 2.0, np.nan])
    np.testing.assert_allclose(found.sel(cell=9).values, [1.0, np.nan, np.nan])


def test_a_leap_year_ends_with_six_days(write):
    rows = [("a", 38.5, -98.0, "2016-12-26", 12.3, 0)]
    found = modis_et.load(write(text(rows)), CELLS, 1.0)
    assert found["days"].values.tolist() == [6]


def test_quality_counts_where_nothing_was_filled(write):
    plain = modis_et.load(write(text(ROWS, "MOD16A2_061")), CELLS, 1.0)
    np.testing.assert_allclose(plain.sel(cell=7).values[:2], [12.8 / 8, 2.0])


@pytest.mark.parametrize("value", [32761, 32767, -1])
def test_classes_are_no_evaporation(write, value):
    rows = [*ROWS, ("c", 41.0, -98.0, "2015-12-27", value, 0)]
    assert np.isnan(modis_et.load(write(text(rows)), CELLS, 1.0).sel(cell=9).values[1])


def stored(count=30):
    days = pd.date_range("2015-01-01", periods=count, freq="8D").strftime("%Y-%m-%d")
    return [("a", 38.5, -98.0, day, 100 + n, 0) for n, day in enumerate(days)]


def test_stored_integers_need_their_scale_and_scaled_values_none(write):
    found = modis_et.load(write(text(stored())), CELLS, 0.1)
    assert found.values[0, 0] == pytest.approx(1.25)
    with pytest.raises(DataError, match=r"modis_scale to 0\.1"):
        modis_et.load(write(text(stored())), CELLS, 1.0)
    decimals = [(*row[:4], row[4] / 10, 0) for row in stored()]
    assert modis_et.load(write(text(decimals)), CELLS, 1.0).values[0, 0] == pytest.approx(1.25)
    with pytest.raises(DataError, match="scaled already"):
        modis_et.load(write(text(decimals)), CELLS, 0.1)


def test_what_is_not_a_point_sample_is_told(write, tmp_path):
    with pytest.raises(DataError, match="found none"):
        modis_et.load(tmp_path / "absent.csv", CELLS, 1.0)
    with pytest.raises(DataError, match="point sample"):
        modis_et.load(write("ID,Date,ET\na,2015-01-01,1\n"), CELLS, 1.0)
    with pytest.raises(DataError, match="centre of a cell"):
        modis_et.load(write(text(ROWS[-1:])), CELLS, 1.0)
