import numpy as np
import pandas as pd
import pytest
import xarray as xr

from fpl.data import schema, store
from fpl.data.variables import FORCING
from fpl.errors import DataError


@pytest.fixture
def forcing():
    time = pd.date_range("2015-04-01", periods=3)
    shape = {name: (("cell", "time"), np.ones((2, 3), np.float32)) for name in FORCING}
    places = {name: ("cell", np.array([1, 2])) for name in ("row", "column")}
    places |= {name: ("cell", np.zeros(2)) for name in ("lat", "lon", "elevation")}
    return schema.described(xr.Dataset(shape, coords=places | {"cell": [0, 5], "time": time}))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "new" / "forcing.nc"


def test_what_is_written_is_read(forcing, path):
    store.write(forcing, path, config_sha256="abc", dataset="twin", seed=3)
    again = store.open_forcing(path)
    xr.testing.assert_equal(again, forcing)
    assert again.attrs["Conventions"] == "CF-1.11" and again.attrs["config_sha256"] == "abc"
    assert again.attrs["dataset"] == "twin" and again.attrs["seed"] == "3"
    assert again["precipitation"].dtype == np.float32
    assert again["precipitation"].attrs["units"] == "mm d-1"
    assert not list(path.parent.glob("*.partial"))


def test_interrupted_writing_leaves_the_old_file(forcing, path, monkeypatch):
    store.write(forcing, path)
    before = path.read_bytes()

    def fail(self, target, **_):
        target.write_bytes(b"half a file")
        raise KeyboardInterrupt

    monkeypatch.setattr(xr.Dataset, "to_netcdf", fail)
    with pytest.raises(KeyboardInterrupt):
        store.write(forcing, path)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["forcing.nc"]


def test_variables_need_units_and_names(forcing, path):
    del forcing["shortwave"].attrs["units"]
    with pytest.raises(DataError, match="missing on: shortwave"):
        store.write(forcing, path)


def test_file_that_is_not_there_or_not_netcdf(path):
    with pytest.raises(DataError, match="found none: run snakemake"):
        store.open_forcing(path)
    path.parent.mkdir()
    path.write_text("cell,time\n")
    with pytest.raises(DataError, match="not a whole netCDF file"):
        store.open_forcing(path)


def test_check_lists_every_fault(forcing):
    broken = forcing.drop_vars("lat").drop_vars("row").transpose("time", "cell")
    broken["precipitation"] = broken["precipitation"].T
    broken["precipitation"][1, 2] = np.nan
    broken["air_temperature"].attrs["units"] = "K"
    broken["wind_speed"] = broken["wind_speed"].astype(int).assign_attrs(units="m s-1")
    broken["sunshine"] = broken["wind_speed"].astype(float).assign_attrs(units="h")
    del broken["sunshine"].attrs["long_name"]
    broken = broken.assign_coords(cell=("cell", [5, 5], forcing["cell"].attrs))
    with pytest.raises(DataError) as error:
        schema.check(broken, "forcing")
    text = str(error.value)
    assert "lat: missing" in text
    assert "row: missing" in text  # half a lattice is none
    assert "shortwave: expected dimensions ('cell', 'time'), got ('time', 'cell')" in text
    assert "precipitation: 1 values missing or infinite, the first in cell 5" in text
    assert "air_temperature: expected units 'degC', got 'K'" in text
    assert "wind_speed: expected numpy kind 'f', got int64" in text
    assert "cell: a number occurs twice" in text
    assert "sunshine: expected an attribute long_name, got none" in text
    assert "sunshine: expected dimensions ('cell', 'time'), got ('time', 'cell')" in text


def test_days_left_out_are_noticed(forcing):
    with pytest.raises(DataError, match="time: days do not follow"):
        schema.check(forcing.isel(time=[0, 2]), "forcing")
    with pytest.raises(DataError, match="time: missing"):
        schema.check(forcing.isel(time=0, drop=True), "forcing")


@pytest.fixture
def basins():
    """What a source without a lattice has: two variables, and attributes of its own."""
    time = pd.date_range("2015-04-01", periods=3)
    daily = {name: (("cell", "time"), np.ones((2, 3), np.float32)) for name in list(FORCING)[:2]}
    places = {name: ("cell", np.zeros(2)) for name in ("lat", "lon")} | {"cell": [0, 5]}
    return schema.described(xr.Dataset(daily, coords=places | {"time": time}))


def test_a_source_of_basins_needs_neither_lattice_nor_elevation_nor_radiation(basins):
    assert schema.check(basins, "forcing") is basins
    assert not schema.is_lattice(basins)
    assert list(schema.place_coordinates(basins)) == ["cell", "lat", "lon"]
    own = basins.drop_vars(list(basins.data_vars)).drop_vars("time")
    own["lakes"] = ("cell", [0.1, 0.2], {"units": "1", "long_name": "share of lakes"})
    assert schema.check(own, "attributes") is own
    own["lakes"] = own["lakes"].copy(data=[0.1, np.nan])
    with pytest.raises(DataError, match=r"lakes: 1 values missing or infinite, .* in cell 5"):
        schema.check(own, "attributes")
    with pytest.raises(DataError, match="at least one variable"):
        schema.check(basins.drop_vars(list(basins.data_vars)), "forcing")


def test_observations_declare_their_unit_and_say_which_days_are_used(basins):
    shape = (2, 3)
    seen = basins.drop_vars(list(basins.data_vars))
    seen["observed"] = (("cell", "time"), np.full(shape, np.nan, np.float32))
    seen["used"] = (("cell", "time"), np.zeros(shape, np.int8))
    seen = schema.described(seen)
    with pytest.raises(DataError, match="observed: expected an attribute units, got none"):
        schema.check(seen, "observations")
    seen["observed"].attrs = {"units": "mm d-1", "long_name": "streamflow"}
    assert schema.check(seen, "observations") is seen  # a value may be missing
    seen["used"][0, 0] = 2
    with pytest.raises(DataError, match="used: expected 0 or 1, got 2"):
        schema.check(seen, "observations")
    with pytest.raises(DataError, match="observed: missing"):
        schema.check(seen.drop_vars("observed"), "observations")
