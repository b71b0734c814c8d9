"""Ensembles over seeds: coverage is right where it is known, pairs are kept, one seed will do."""

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from studies import SMAP, TWIN

from fpl.config.ensembles import ensembles as ensemble_runs
from fpl.config.runs import experiments
from fpl.errors import DataError
from fpl.evaluation import ensembles
from fpl.figures import uncertainty as figure
from fpl.tables.uncertainty import COLUMNS, build

CELLS, SEEDS, DAYS, NOISE, RESAMPLES = 12, 3, 400, 0.03, 50
TIME = pd.date_range("2015-04-01", periods=2 * DAYS, freq="D")
PERIODS = {
    "training": {"start": "2015-04-01", "end": str(TIME[DAYS - 1].date())},
    "test": {"start": str(TIME[DAYS].date()), "end": str(TIME[-1].date())},
}


def gaussian(seed=0, noise=NOISE, bias=0.05):
    """Members far apart, observations at a member's bias and noise: (seed, cell, day) and (cell,
    day), half of the days missing."""
    draw = np.random.default_rng(seed)
    truth = 0.25 + 0.08 * np.sin(np.arange(DAYS) / 9) * np.ones((CELLS, 1))
    members = truth + 0.001 * draw.normal(size=(SEEDS, CELLS, DAYS))
    observed = truth + bias + noise * draw.normal(size=(CELLS, DAYS))
    observed[draw.random(observed.shape) < 0.5] = np.nan
    return members, observed


@pytest.mark.parametrize("ranks", [ensembles.ranks, ensembles.gaussian_ranks])
@pytest.mark.parametrize("percent", [50, 80, 90, 95])
def test_coverage_in_a_gaussian_world_is_nominal(ranks, percent):
    members, before = gaussian(1)
    _, after = gaussian(2)
    found = ensembles.coverage(ranks(after - members, before - members), percent)
    assert found.shape == (CELLS,)
    assert found.mean() == pytest.approx(percent, abs=2.5)


def test_intervals_are_too_narrow_where_the_test_year_errs_more():
    members, before = gaussian(1)
    _, after = gaussian(2, noise=2 * NOISE)
    found = ensembles.coverage(ensembles.ranks(after - members, before - members), 90)
    assert found.mean() == pytest.approx(59, abs=4)  # within 0.82 standard deviations


def test_interval_has_the_width_of_the_noise():
    members, before = gaussian(1)
    found = ensembles.interval_width(members, before - members, before, 90)
    assert found.mean() == pytest.approx(2 * 1.645 * NOISE, rel=0.05)


def test_ranks_agree_with_the_interval_that_is_drawn():
    members, before = gaussian(1)
    _, after = gaussian(2)
    errors, cell = before - members, 4
    known = errors[:, cell][:, np.isfinite(errors[0, cell])]
    drawn = (members[:, cell][:, None] + known[:, :, None]).reshape(-1, DAYS)
    low, high = np.percentile(drawn, [10, 90], axis=0)
    inside = ((after[cell] >= low) & (after[cell] <= high))[np.isfinite(after[cell])]
    found = ensembles.coverage(ensembles.ranks(after - members, errors), 80)[cell]
    assert found == pytest.approx(100 * inside.mean(), abs=1.5)


def test_range_holds_what_lies_between_members_on_compared_days():
    members = np.array([[[0.1, 0.1, 0.1, 0.1]], [[0.3, 0.3, 0.3, 0.3]]])
    observed = np.array([[0.1, 0.2, 0.31, np.nan]])
    assert ensembles.range_coverage(members, observed) == pytest.approx([200 / 3])
    assert ensembles.range_width(members, observed) == pytest.approx([0.2])
    assert ensembles.spread(members, observed) == pytest.approx([0.2 / 2**0.5])


def test_spread_tells_the_error_where_the_observation_is_one_more_member():
    draw = np.random.default_rng(0)
    made = draw.normal(size=(5, 8, 2000))
    assert ensembles.spread_share(made[1:], made[0]).mean() == pytest.approx(1.0, rel=0.03)
    assert ensembles.spread_share(made[1:], made[0] + 3).max() < 0.5


def test_interval_of_a_deviation_holds_the_true_one():
    draw = np.random.default_rng(0)
    made = [ensembles.deviation(draw.normal(size=5)) for _ in range(2000)]
    held = [low <= 1.0 <= high for _, low, high in made]
    assert np.mean(held) == pytest.approx(0.95, abs=0.02)
    assert np.isnan(ensembles.deviation(np.array([0.3]))).all()


def write_world(folder, seeds, fluxes=("evapotranspiration", "runoff", "baseflow", "swe")):
    """Runs of both methods; the cells of one are fewer, and one cell is hardly observed."""
    draw = np.random.default_rng(3)
    coordinates = {"cell": np.arange(CELLS) + 5, "time": TIME}
    truth = 0.25 + 0.08 * np.sin(np.arange(2 * DAYS) / 9) * np.ones((CELLS, 1))
    place = 0.01 * draw.normal(size=(CELLS, 1))
    paths = []
    for method, count in seeds.items():
        for seed in range(count):
            moisture = truth + place + 0.005 * draw.normal(size=truth.shape)
            made = {"surface_soil_moisture": (("cell", "time"), moisture)}
            for name in fluxes:
                made[name] = (("cell", "time"), np.full(truth.shape, 1.0 + seed))
            path = folder / f"twin/vic/{method}/s4/seed{seed}/simulation.nc"
            path.parent.mkdir(parents=True)
            run = xr.Dataset(made, coordinates)
            run.isel(cell=slice(method == "lockstep", None)).to_netcdf(path)
            paths.append(path)
    observed = truth + NOISE * draw.normal(size=truth.shape)
    used = (draw.random(truth.shape) < 0.5).astype("int8")
    used[-1, 20:] = 0
    both = {"observed": (("cell", "time"), observed), "used": (("cell", "time"), used)}
    return paths, xr.Dataset(both, coordinates)


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    paths, observed = write_world(tmp_path_factory.mktemp("world"), {"fpl": 3, "lockstep": 2})
    return build(paths[::-1], observed, PERIODS, 30, SMAP, RESAMPLES)


def value(table, method, against, statistic, period="test"):
    rows = table[
        (table["method"] == method)
        & (table["against"] == against)
        & (table["statistic"] == statistic)
        & (table["period"] == period)
    ]
    assert len(rows) == 1
    return rows.iloc[0]


def test_table_holds_what_claims_read(table):
    assert list(table.columns) == COLUMNS
    keys = ["model", "method", "sample", "against", "cells", "period", "statistic"]
    assert not table.duplicated(keys).any() and len(table) < 300
    row = value(table, "fpl", "", "coverage_90_range_and_residual")
    assert row["value"] == pytest.approx(90, abs=3)
    assert (row["unit"], row["n"], row["seeds"]) == ("%", CELLS - 2, 3)
    assert value(table, "fpl", "", "rmse_seed_spread")["n"] == 3
    assert value(table, "fpl", "", "evapotranspiration_seed_spread")["value"] == pytest.approx(
        365.25
    )
    assert value(table, "fpl", "", "runoff_seed_spread")["unit"] == "mm yr-1"


@pytest.mark.parametrize("method", ["fpl", "lockstep"])
@pytest.mark.parametrize("period", ["training", "test"])
def test_mean_of_an_ensemble_is_no_worse_than_its_members(table, method, period):
    row = value(table, method, "", "rmse_ensemble_minus_member", period)
    assert row["high"] <= 0


def test_methods_are_compared_with_as_many_seeds_at_the_same_cells(table, tmp_path):
    paths, observed = write_world(tmp_path, {"fpl": 2, "lockstep": 2})
    fewer = build(paths, observed, PERIODS, 30, SMAP, RESAMPLES)
    row = value(table, "fpl", "lockstep", "evapotranspiration_seed_spread")
    assert row["seeds"] == 2 and row["n"] == CELLS - 2
    assert row["value"] == pytest.approx(0.0, abs=1e-9)  # three seeds would spread further
    again = value(fewer, "fpl", "lockstep", "evapotranspiration_seed_spread")
    assert again["value"] == pytest.approx(row["value"])


def test_one_seed_has_no_spread_and_says_what_can_be_said(tmp_path):
    paths, observed = write_world(tmp_path, {"fpl": 1, "lockstep": 2})
    table = build(paths, observed, PERIODS, 30, SMAP, RESAMPLES)
    for statistic in ("rmse_seed_spread", "coverage_of_range", "coverage_90_range_and_residual"):
        assert np.isnan(value(table, "fpl", "", statistic)["value"])
    assert value(table, "fpl", "", "coverage_90_residual")["value"] == pytest.approx(90, abs=3)
    assert np.isnan(value(table, "fpl", "lockstep", "coverage_of_range")["value"])
    assert np.isfinite(value(table, "lockstep", "", "coverage_of_range")["value"])
    many = table[table["method"] == "lockstep"]["statistic"]
    assert set(table[table["method"] == "fpl"]["statistic"]) == set(many)
    for drawn in (table, table[table["method"] == "fpl"]):
        assert len(figure.plot({"uncertainty": drawn}, SMAP, {}).axes) == 3


@pytest.mark.parametrize("seeds", [1, 2])
def test_a_model_without_runoff_has_no_spread_of_it(seeds, tmp_path):
    paths, observed = write_world(tmp_path, {"fpl": seeds}, ("evapotranspiration", "swe"))
    table = build(paths, observed, PERIODS, 30, SMAP, RESAMPLES)
    spreads = table["statistic"][table["statistic"].str.match("evapo|runoff")]
    assert spreads.tolist() == ["evapotranspiration_seed_spread"]
    drawn = figure.plot({"uncertainty": table}, SMAP, {})
    labels = [label.get_text().replace("-\n", "") for label in drawn.axes[2].get_xticklabels()]
    assert labels == ["evapotranspiration"][: seeds - 1]


def test_figure_shows_coverage_minus_nominal_and_says_that_the_world_is_generated(table):
    made = figure.plot({"uncertainty": table}, TWIN, {})
    assert made.get_suptitle().startswith("generated world")
    held = value(table, "fpl", "", "coverage_95_residual")["value"] - 95
    heights = [y for line in made.axes[0].lines for y in np.atleast_1d(line.get_ydata())]
    assert np.isclose(heights, held).any()


def test_nothing_to_judge_is_told(tmp_path):
    with pytest.raises(DataError, match="expected simulations of fpl or lockstep"):
        build([], xr.Dataset(), PERIODS, 30, SMAP)
    paths, observed = write_world(tmp_path, {"fpl": 1})
    with pytest.raises(DataError, match="expected cells with 999 observed days"):
        build(paths, observed, PERIODS, 999, SMAP)


def test_ensembles_are_the_seeds_of_all_experiments(configuration, check_case):
    configuration["seeds"] |= {"fpl": [0], "lockstep": [0, 1]}
    configuration["experiments"]["scaling"]["seeds"] = [0, 1, 4]
    asked = check_case(configuration)
    found = ensemble_runs(asked)
    assert [run.folder for run in found] == [
        "smap/vic_extended/fpl/s4/seed0",
        "smap/vic_extended/lockstep/s4/seed0",
        "smap/vic_extended/lockstep/s4/seed1",
        "smap/vic_extended/fpl/s4/seed1",
        "smap/vic_extended/fpl/s4/seed4",
    ]
    assert set(found) <= {run for runs in experiments(asked).values() for run in runs}
