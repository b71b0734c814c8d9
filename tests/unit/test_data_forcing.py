import numpy as np
import pytest
import xarray as xr

from fpl.data import air, bounds
from fpl.errors import DataError


def test_standard_atmosphere():
    # table of ISO 2533:1975: 101325 Pa at 0 m, 89874.6 Pa at 1000 m, 70108.5 Pa at 3000 m
    assert air.standard_pressure([0.0, 1000.0, 3000.0]) == pytest.approx(
        [101325.0, 89874.6, 70108.5], rel=1e-5
    )


def test_vapour_pressure_inverts_the_definition_of_specific_humidity():
    vapour, pressure = np.array([50.0, 1000.0, 3500.0]), 95000.0
    humidity = 0.622 * vapour / (pressure - 0.378 * vapour)
    assert air.vapour_pressure(humidity, pressure) == pytest.approx(vapour)


def weather(**changes):
    values = {"air_temperature": np.full((2, 3), 10.0), "precipitation": np.zeros((2, 3))} | changes
    days = np.arange("2015-04-01", "2015-04-04", dtype="datetime64[D]").astype("datetime64[ns]")
    return xr.Dataset(
        {name: (("cell", "time"), field) for name, field in values.items()},
        coords={"cell": [7, 8], "time": days},
    )


BOUNDS = {"air_temperature": (-60.0, 50.0), "precipitation": (0.0, 600.0)}


def test_values_on_the_bounds_pass():
    bounds.check_bounds(weather(air_temperature=np.full((2, 3), 50.0)), BOUNDS)


@pytest.mark.parametrize("value", [50.1, -60.1, np.nan, np.inf])
def test_value_outside_is_named_by_variable_cell_and_day(value):
    hot = np.full((2, 3), 10.0)
    hot[1, 2] = value
    with pytest.raises(DataError, match=r"air_temperature: .* in cell 8 on 2015-04-03 .1 values"):
        bounds.check_bounds(weather(air_temperature=hot), BOUNDS)


def test_all_variables_outside_are_listed_at_once():
    broken = weather(air_temperature=np.full((2, 3), 99.0), precipitation=np.full((2, 3), -1.0))
    with pytest.raises(DataError, match=r"(?s)air_temperature.*precipitation.*data\.drop_cells"):
        bounds.check_bounds(broken, BOUNDS)


def test_bounds_of_an_unknown_variable():
    with pytest.raises(DataError, match="sunshine"):
        bounds.check_bounds(weather(), BOUNDS | {"sunshine": (0, 1)})
