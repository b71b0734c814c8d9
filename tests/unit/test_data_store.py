import numpy as np
import pandas as pd
import pytest
import xarray as xr

from fpl.data import schema, store
from fpl.errors import DataError


@pytest.fixture
def forcing():
    time = pd.date_range("2015-04-01", periods=3)
    shape = {name: (("cell", "time"), np.ones((2, 3), np.float32)) for name in schema.FORCING}
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
    broken = forcing.drop_vars("longwave").transpose("time", "cell")
    broken["precipitation"] = broken["precipitation"].T
    broken["precipitation"][1, 2] = np.nan
    broken["air_temperature"].attrs["units"] = "K"
    broken["wind_speed"] = broken["wind_speed"].astype(int).assign_attrs(units="m s-1")
    broken = broken.assign_coords(cell=("cell", [5, 5], forcing["cell"].attrs))
    with pytest.raises(DataError) as error:
        schema.check(broken, "forcing")
    text = str(error.value)
    assert "longwave: missing" in text
    assert "shortwave: expected dimensions ('cell', 'time'), got ('time', 'cell')" in text
    assert "precipitation: 1 values missing or infinite, the first in cell 5" in text
    assert "air_temperature: expected units 'degC', got 'K'" in text
    assert "wind_speed: expected numpy kind 'f', got int64" in text
    assert "cell: a number occurs twice" in text


def test_days_left_out_are_noticed(forcing):
    with pytest.raises(DataError, match="time: days do not follow"):
        schema.check(forcing.isel(time=[0, 2]), "forcing")
    with pytest.raises(DataError, match="time: missing"):
        schema.check(forcing.isel(time=0, drop=True), "forcing")
