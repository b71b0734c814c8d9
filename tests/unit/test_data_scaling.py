import json
from dataclasses import asdict

import numpy as np
import pytest
import xarray as xr

from fpl.data import scaling
from fpl.data.climate import climate_statistics
from fpl.errors import DataError

TRAINING = np.array([True, True, True, False])


@pytest.fixture
def features():
    one_hot = np.array([[1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 0, 1]], dtype=np.float32)
    return xr.Dataset(
        {
            "sand": ("cell", np.array([10.0, 20.0, 30.0, 1000.0], dtype=np.float32)),
            "constant": ("cell", np.array([5.0, 5.0, 5.0, 7.0])),
            "land_cover": ("cell", np.array([1, 2, 1, 3])),
            "land_cover_onehot": (("cell", "land_cover_class"), one_hot),
        },
        coords={"cell": [2, 3, 5, 8], "land_cover_class": [1, 2, 3]},
    )


def test_statistics_come_from_training_cells_only(features):
    fitted = scaling.fit(features, TRAINING)
    values = fitted.apply(features)
    assert fitted.names == ["sand", "land_cover_onehot:1", "land_cover_onehot:2"]
    assert values.dtype == np.float32 and values.shape == (4, 3)
    assert values[:3, 0].mean() == pytest.approx(0.0, abs=1e-6)
    assert values[:3, 0].std() == pytest.approx(1.0, abs=1e-6)
    features["sand"][3] = -5.0
    assert scaling.fit(features, TRAINING) == fitted


def test_one_hot_features_stay_zero_and_one(features):
    values = scaling.fit(features, TRAINING).apply(features)
    assert values[:, 1:].tolist() == [[1, 0], [0, 1], [1, 0], [0, 0]]


def test_scaling_survives_a_checkpoint(features):
    fitted = scaling.fit(features, TRAINING)
    again = scaling.Scaling(**json.loads(json.dumps(asdict(fitted))))
    assert again == fitted


@pytest.mark.parametrize("training", [TRAINING, ~TRAINING])
def test_missing_feature_is_refused_in_any_cell(features, training):
    features["sand"][0] = np.nan
    with pytest.raises(DataError, match="nan for sand in cell 2"):
        scaling.fit(features, training)


def test_apply_refuses_what_it_was_not_fitted_on(features):
    fitted = scaling.fit(features, TRAINING)
    with pytest.raises(DataError, match="absent: sand"):
        fitted.apply(features.drop_vars("sand"))
    features["sand"][1] = np.inf
    with pytest.raises(DataError, match="inf for sand in cell 3"):
        fitted.apply(features)


def test_nothing_to_fit_on(features):
    with pytest.raises(DataError, match="at least one training cell"):
        scaling.fit(features, np.zeros(4, dtype=bool))
    with pytest.raises(DataError, match="no feature varies"):
        scaling.fit(features, [True, False, False, False])


def test_climate_statistics_by_hand():
    days = 4
    series = {
        "precipitation": [0.0, 4.0, 2.0, 2.0],
        "air_temperature": [5.0, -5.0, 5.0, 5.0],
        "vapour_pressure": [500.0] * days,
        "shortwave": [100.0, 200.0, 100.0, 200.0],
        "longwave": [300.0] * days,
        "wind_speed": [2.0] * days,
    }
    forcing = xr.Dataset({name: (("cell", "time"), [values]) for name, values in series.items()})
    found = climate_statistics(forcing).isel(cell=0)
    assert float(found["mean_precipitation"]) == 2.0
    assert float(found["snow_share"]) == 0.5
    assert float(found["wet_day_share"]) == 0.75
    assert float(found["mean_shortwave"]) == 150.0
    assert all({"units", "long_name"} <= set(found[name].attrs) for name in found.data_vars)


def test_climate_of_a_source_with_rain_and_temperature_alone():
    series = {"precipitation": [0.0, 4.0, 2.0, 2.0], "air_temperature": [5.0, -5.0, 5.0, 5.0]}
    forcing = xr.Dataset({name: (("cell", "time"), [values]) for name, values in series.items()})
    statistics = climate_statistics(forcing)
    assert list(statistics.data_vars) == [
        *("mean_precipitation", "sd_precipitation", "wet_day_share"),
        *("snow_share", "mean_temperature", "sd_temperature"),
    ]
    assert list(climate_statistics(forcing[["air_temperature"]])) == [
        "mean_temperature",
        "sd_temperature",
    ]
