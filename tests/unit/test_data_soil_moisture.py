import numpy as np
import pandas as pd
import pytest
import xarray as xr

from fpl.data.flags import flags_of, has_flag
from fpl.data.sources.smap_files import soil_moisture
from fpl.errors import ConfigError, DataError

TIME = pd.date_range("2015-04-01", periods=6)
NAN = np.nan
MOISTURE = np.array(
    [
        [0.1, 0.2, 0.3, NAN, 0.4, 0.2],  # free
        [0.1, 0.4, 0.4, NAN, 0.4, 0.2],  # reaches its ceiling three times
        [0.4, 0.4, 0.4, NAN, 0.4, 0.4],  # stuck
        [NAN] * 6,
    ]
)
RULES = {
    "frozen_below_degc": 0.0,
    "ceiling_least_times": 3,
    "ceiling_tolerance": 1e-6,
    "stuck_share": 0.98,
}


def flagged(exclude_flags=("frozen",), temperature=10.0):
    coords = {"cell": np.arange(4), "time": TIME}
    dims = ("cell", "time")
    moisture = xr.DataArray(MOISTURE.astype(np.float32), dims=dims, coords=coords)
    air = xr.DataArray(np.broadcast_to(temperature, (4, 6)).copy(), dims=dims, coords=coords)
    return soil_moisture.flag(
        moisture.rename("observed"), air, exclude_flags=exclude_flags, **RULES
    )


def test_ceiling_is_a_maximum_reached_again_and_again():
    ds = flagged()
    top = soil_moisture.ceiling(ds["observed"], least_times=3, tolerance=1e-6)
    np.testing.assert_allclose(top, [NAN, 0.4, 0.4, NAN], rtol=1e-6)
    assert has_flag(ds, "at_ceiling").sum("time").values.tolist() == [0, 3, 5, 0]


def test_only_the_cell_without_signal_is_stuck():
    stuck = has_flag(flagged(), "stuck_cell").any("time")
    assert stuck.values.tolist() == [False, False, True, False]


def test_frozen_days_have_temperatures_below_the_threshold():
    ds = flagged(temperature=np.array([-0.1, 0.0, 0.1, -5.0, 1.0, 1.0]))
    assert has_flag(ds, "frozen").values[0].tolist() == [
        True,
        False,
        False,
        True,
        False,
        False,
    ]
    assert ds["used"].values[0].tolist() == [0, 1, 1, 0, 1, 1]


def test_nothing_missing_is_used_and_excluded_flags_decide():
    assert flagged(exclude_flags=[])["used"].sum("time").values.tolist() == [5, 5, 5, 0]
    assert flagged(exclude_flags=["at_ceiling"])["used"].sum("time").values.tolist() == [5, 2, 0, 0]
    assert flagged(exclude_flags=["stuck_cell"])["used"].sum("time").values.tolist() == [5, 5, 0, 0]


def test_flags_follow_the_cf_convention():
    attrs = flagged()["quality_flag"].attrs
    assert attrs["flag_masks"].tolist() == [1, 2, 4]
    assert attrs["flag_meanings"] == "frozen at_ceiling stuck_cell"


def test_unknown_flag():
    with pytest.raises(ConfigError, match=r"exclude_flags.*cloudy"):
        flagged(exclude_flags=["cloudy"])


def test_flags_are_read_from_the_file_and_an_unknown_one_is_named():
    ds = flagged()
    assert flags_of(ds) == {"frozen": 1, "at_ceiling": 2, "stuck_cell": 4}
    assert flags_of(ds.drop_vars("quality_flag")) == {}
    with pytest.raises(DataError, match=r"no flag 'cloudy'.*frozen at_ceiling stuck_cell"):
        has_flag(ds, "cloudy")
