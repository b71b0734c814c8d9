"""Metrics against numbers worked out by hand and against identities."""

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from fpl.errors import DataError
from fpl.evaluation.baselines import cell_mean
from fpl.evaluation.metrics import METRICS, bias, kge, nse, r, rmse, ubrmse
from fpl.evaluation.score import evaluate

PERIODS = {
    "training": {"start": "2015-04-01", "end": "2015-05-10"},
    "test": {"start": "2015-05-11", "end": "2015-06-19"},
}


def series(*rows, start="2015-04-01"):
    values = np.array(rows, dtype="float64")
    time = pd.date_range(start, periods=values.shape[1])
    return xr.DataArray(
        values, dims=("cell", "time"), coords={"cell": range(len(rows)), "time": time}
    )


def noisy(cells=3, days=80, seed=0):
    rng = np.random.default_rng(seed)
    observed = series(*rng.uniform(0.1, 0.4, (cells, days)))
    simulated = observed * 0.8 + 0.05 + rng.normal(0, 0.02, observed.shape)
    return simulated, observed.where(rng.random(observed.shape) < 0.9)


def test_numbers_by_hand():
    observed, simulated = series([0.1, 0.2, 0.3]), series([0.2, 0.2, 0.5])
    # errors 0.1, 0, 0.2: mean 0.1, mean of squares 0.05 / 3
    assert bias(simulated, observed).item() == pytest.approx(0.1)
    assert rmse(simulated, observed).item() == pytest.approx(np.sqrt(0.05 / 3))
    assert ubrmse(simulated, observed).item() == pytest.approx(np.sqrt(0.02 / 3))
    # anomalies -0.1, 0, 0.1 and -0.1, -0.1, 0.2: covariance 0.03, squares 0.02 and 0.06
    expected = 0.03 / np.sqrt(0.02 * 0.06)
    assert r(simulated, observed).item() == pytest.approx(expected)
    assert nse(simulated, observed).item() == pytest.approx(1 - 0.05 / 0.02)
    # Gupta et al. 2009: alpha = sqrt(0.06 / 0.02), beta = 0.3 / 0.2
    distance = (expected - 1) ** 2 + (np.sqrt(3) - 1) ** 2 + 0.5**2
    assert kge(simulated, observed).item() == pytest.approx(1 - np.sqrt(distance))


def test_squares_add_up():
    simulated, observed = noisy()
    whole = rmse(simulated, observed) ** 2
    parts = bias(simulated, observed) ** 2 + ubrmse(simulated, observed) ** 2
    np.testing.assert_allclose(whole, parts, rtol=1e-12)


def test_nse_is_one_minus_error_over_variance():
    simulated, observed = noisy()
    expected = 1 - rmse(simulated, observed) ** 2 / observed.var("time")
    np.testing.assert_allclose(nse(simulated, observed), expected, rtol=1e-12)


@pytest.mark.parametrize(
    ("name", "perfect"),
    [("rmse", 0), ("bias", 0), ("ubrmse", 0), ("r", 1), ("nse", 1), ("kge", 1)],
)
def test_perfect_simulation(name, perfect):
    _, observed = noisy()
    np.testing.assert_allclose(METRICS[name](observed, observed), perfect, atol=1e-7)


def test_wetter_model_has_positive_bias():
    _, observed = noisy()
    np.testing.assert_allclose(bias(observed + 0.03, observed), 0.03)
    np.testing.assert_allclose(ubrmse(observed + 0.03, observed), 0, atol=1e-7)


@pytest.mark.parametrize("constant", [0.3, np.float32(0.1)])
def test_constant_simulation_has_no_correlation(constant):
    _, observed = noisy()
    simulated = xr.full_like(observed, constant)
    assert r(simulated, observed).isnull().all()
    assert kge(simulated, observed).isnull().all()
    assert nse(simulated, observed).notnull().all()
    assert (nse(simulated, observed) <= 1e-12).all()


def test_constant_observation_has_no_efficiency():
    simulated, observed = noisy()
    observed = xr.full_like(observed, 0.02)
    for metric in (r, nse, kge):
        assert metric(simulated, observed).isnull().all()
    assert rmse(simulated, observed).notnull().all()


def test_days_are_dropped_pairwise():
    observed, simulated = series([0.1, np.nan, 0.3, 0.2]), series([0.2, 9.0, 0.3, np.nan])
    assert rmse(simulated, observed).item() == pytest.approx(np.sqrt(0.01 / 2))


def test_float32_input_is_scored_in_float64():
    simulated, observed = noisy()
    assert rmse(simulated.astype("float32"), observed.astype("float32")).dtype == "float64"


def run(simulated, observed, used=None, **more):
    used = observed.notnull().astype("int8") if used is None else used
    return evaluate(simulated, observed, used, PERIODS, **more)


def pick(table, **where):
    for name, value in where.items():
        table = table[table[name] == value]
    assert len(table) == 1
    return table.iloc[0]


def test_table_has_all_cells_periods_and_metrics_once():
    simulated, observed = noisy()
    table = run(simulated, observed)
    assert list(table.columns) == ["cell", "period", "metric", "value", "n"]
    assert len(table) == 3 * 2 * 6 == len(table.drop_duplicates(["cell", "period", "metric"]))
    assert table["value"].notna().all()


def test_period_holds_its_own_days_only():
    simulated, observed = noisy()
    simulated = simulated.where(simulated.time < np.datetime64("2015-05-11"), observed + 0.1)
    table = run(simulated, observed)
    assert pick(table, cell=0, period="test", metric="rmse")["value"] == pytest.approx(0.1)
    row = pick(table, cell=0, period="training", metric="rmse")
    first = slice("2015-04-01", "2015-05-10")
    expected = rmse(simulated.sel(time=first), observed.sel(time=first))[0].item()
    assert row["value"] == pytest.approx(expected)
    assert row["n"] == observed.sel(time=first)[0].notnull().sum().item()


def test_days_that_are_not_used_do_not_count():
    simulated, observed = noisy()
    used = observed.notnull().astype("int8")
    used[0, 45:50] = 0
    spoilt = observed.copy()
    spoilt[0, 45:50] = 5.0
    clean = run(simulated, observed.where(used == 1))
    pd.testing.assert_frame_equal(run(simulated, spoilt, used), clean)


def test_too_few_days_give_nan_and_keep_the_row():
    simulated, observed = noisy()
    observed[1, 40:70] = np.nan
    table = run(simulated, observed, minimum_days=30)
    short = table[(table["cell"] == 1) & (table["period"] == "test")]
    assert len(short) == 6 and short["value"].isna().all() and (short["n"] <= 10).all()
    assert table[(table["cell"] == 1) & (table["period"] == "training")]["value"].notna().all()
    assert run(simulated, observed, minimum_days=1)["value"].notna().all()


def test_cell_without_any_observation_is_nan_with_no_days():
    simulated, observed = noisy()
    observed[2] = np.nan
    table = run(simulated, observed, minimum_days=0)
    assert table[table["cell"] == 2]["value"].isna().all()
    assert (table[table["cell"] == 2]["n"] == 0).all()


def test_broken_run_is_not_scored_on_the_days_it_survived():
    simulated, observed = noisy()
    observed = observed.fillna(0.2)
    simulated[0, 75:] = np.nan
    table = run(simulated, observed, minimum_days=30)
    broken = table[(table["cell"] == 0) & (table["period"] == "test")]
    assert broken["value"].isna().all() and (broken["n"] == 35).all()


def test_subset_and_order_of_cells_follow_the_simulation():
    simulated, observed = noisy()
    table = run(simulated.isel(cell=[2, 0]), observed)
    whole = run(simulated, observed)
    for cell in (0, 2):
        got = pick(table, cell=cell, period="test", metric="kge")
        assert got["value"] == pick(whole, cell=cell, period="test", metric="kge")["value"]
    assert set(table["cell"]) == {0, 2}


def test_unknown_cells_and_missing_days_are_errors():
    simulated, observed = noisy()
    with pytest.raises(DataError, match=r"cells that the observations have not: \[7\]"):
        run(simulated.assign_coords(cell=[0, 1, 7]), observed)
    with pytest.raises(DataError, match=r"'test'.*simulation has 39 days and the observations 40"):
        run(simulated.isel(time=slice(0, 79)), observed)
    with pytest.raises(DataError, match=r"'test'.*no day in the observations"):
        run(simulated, observed.isel(time=slice(0, 40)))


def test_cell_mean_uses_the_training_period_only():
    _, observed = noisy()
    used = observed.notnull().astype("int8")
    mean = cell_mean(observed, used, PERIODS["training"])
    assert mean.dims == observed.dims and mean.shape == observed.shape
    np.testing.assert_allclose(mean[:, 60], observed[:, :40].mean("time"))
    table = evaluate(mean, observed, used, PERIODS)
    assert abs(pick(table, cell=0, period="training", metric="bias")["value"]) < 1e-12
    assert pick(table, cell=0, period="training", metric="nse")["value"] == pytest.approx(
        0, abs=1e-9
    )
