import logging

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from fpl.data import ease2, outlines, quality
from fpl.data.sources.smap_files import soil_moisture
from fpl.errors import DataError

PERIODS = {
    "training": {"start": "2015-04-01", "end": "2015-04-10"},
    "test": {"start": "2015-04-11", "end": "2015-04-20"},
}


def observed(missing: dict[int, slice]) -> xr.Dataset:
    """Soil moisture of four cells over 20 days, with gaps by cell."""
    values = np.random.default_rng(0).uniform(0.1, 0.3, (4, 20)).astype(np.float32)
    for cell, days in missing.items():
        values[cell, days] = np.nan
    row, column = np.array([63, 63, 67, 67]), np.array([207, 211, 207, 211])
    lat, lon = ease2.latitude_longitude(row, column)
    places = {"lat": lat, "lon": lon, "row": row, "column": column}
    coords = {name: ("cell", place) for name, place in places.items()}
    time = pd.date_range("2015-04-01", periods=20)
    moisture = xr.DataArray(
        values, dims=("cell", "time"), coords=coords | {"cell": np.arange(4), "time": time}
    )
    return soil_moisture.flag(
        moisture,
        xr.full_like(moisture, 10.0),
        frozen_below_degc=0.0,
        ceiling_least_times=3,
        ceiling_tolerance=1e-6,
        stuck_share=0.98,
        exclude_flags=["frozen"],
    )


def test_whole_cells_are_kept_without_a_reason():
    table = quality.table(observed({}), PERIODS, least_valid_days=5)
    assert table["kept"].tolist() == [1, 1, 1, 1]
    assert table["reason"].tolist() == ["", "", "", ""]
    assert quality.kept_cells(table).tolist() == [0, 1, 2, 3]


def test_cells_left_out_have_a_reason_in_table_and_log(caplog):
    gaps = {1: slice(None), 2: slice(10, 18)}
    with caplog.at_level(logging.WARNING):
        table = quality.table(observed(gaps), PERIODS, drop_cells=[0], least_valid_days=5)
    assert table["kept"].tolist() == [0, 0, 0, 1]
    assert table["reason"].tolist()[:3] == [
        "in data.drop_cells",
        "no surface soil moisture at all",
        "2 used days in test; expected at least 5",
    ]
    assert "cell 1 left out: no surface soil moisture at all" in caplog.text
    assert table["missing_share"].tolist() == pytest.approx([0.0, 1.0, 0.4, 0.0])
    assert table["valid_share_test"].tolist() == pytest.approx([1.0, 0.0, 0.2, 1.0])


def test_no_cell_left():
    table = quality.table(observed({}), PERIODS, drop_cells=[0, 1, 2, 3])
    with pytest.raises(DataError, match="no cell is left"):
        quality.kept_cells(table)


def test_dropping_a_cell_that_is_none():
    with pytest.raises(DataError, match=r"drop_cells: no cell \[412\]: expected numbers 0\.\.3"):
        quality.table(observed({}), PERIODS, drop_cells=[412])


@pytest.mark.parametrize(
    ("place", "lat", "lon", "inside"),
    [
        ("Denver", 39.7, -105.0, True),
        ("Washington, DC", 38.9, -77.0, True),
        ("El Paso", 31.8, -106.4, True),
        ("Ciudad Juarez", 31.6, -106.4, False),
        ("Winnipeg", 49.9, -97.1, False),
        ("Atlantic", 35.0, -70.0, False),
        ("Gulf of Mexico", 27.0, -90.0, False),
    ],
)
def test_inside_the_lower_48_states(place, lat, lon, inside):
    assert outlines.inside_conus([lat], [lon]).tolist() == [inside], place


def test_outlines_stay_in_the_box():
    west, east, south, north = outlines.NORTH_AMERICA
    points = np.concatenate(outlines.lines())
    assert len(points) > 5000
    assert points[:, 0].min() > west and points[:, 0].max() < east
    assert points[:, 1].min() > south and points[:, 1].max() < north
