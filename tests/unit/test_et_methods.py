"""Fluxes of every method beside estimates: scores, pairs, series in time, table, block, figure."""

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from studies import SMAP, TWIN
from test_data_et_reference import SETTINGS

from fpl.errors import DataError
from fpl.evaluation import fluxes, series
from fpl.evaluation.flux_reference import of_estimates, of_truth
from fpl.figures import et_methods as figure
from fpl.figures import style
from fpl.tables import et_block, et_methods, et_series

PERIODS = {
    "training": {"start": "2015-04-01", "end": "2016-03-31"},
    "test": {"start": "2016-04-01", "end": "2017-03-31"},
}
CELLS = np.arange(12)
TRUE = np.linspace(300.0, 800.0, CELLS.size)


def run(method, factor, seed=0, sample="s4", model="vic_extended", trained=12, noise=0.0):
    """Evapotranspiration a factor of the truth in training, that plus 366/365 of 73 in the test."""
    rng = np.random.default_rng(seed)
    parts = []
    for period, more in (("training", 0.0), ("test", 73.1)):
        et = factor * TRUE + more + noise * rng.normal(size=TRUE.size)
        parts.append(
            pd.DataFrame(
                {
                    "model": model,
                    "method": method,
                    "sample": sample,
                    "seed": seed,
                    "cell": CELLS,
                    "trained": (trained > CELLS).astype(int),
                    "period": period,
                    "evapotranspiration": et,
                    "runoff": 1000.0 - et - 100.0,
                    "baseflow": 100.0,
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


@pytest.fixture(scope="module")
def reference():
    towers = pd.DataFrame({"source": "tower", "cell": CELLS[::2], "et_mm_yr": TRUE[::2]})
    basins = pd.DataFrame({"source": "water_balance", "cell": CELLS, "et_mm_yr": TRUE})
    basins["q_mm_yr"], basins["baseflow_index"] = 1000.0 - TRUE, 0.25
    twice = basins.assign(et_mm_yr=basins["et_mm_yr"] + 20.0)  # two basins a cell
    return of_estimates(pd.concat([towers, basins, twice], ignore_index=True))


@pytest.fixture(scope="module")
def table(reference):
    main = pd.concat(
        [
            run("default", 1.2),
            run("fpl", 1.0, 0, noise=5.0),
            run("fpl", 1.0, 1, noise=5.0),
            run("fpl", 3.0, 0, "s8", trained=4),
            run("sceua", 0.8),
            run("lockstep", 0.8),
            run("default", 1.2, model="vic_paper"),
            run("fpl", 0.9, model="vic_paper"),
        ]
    )
    others = pd.concat([run("constant", 1.1), run("default", 1.2)])  # one that main has
    return et_methods.build("smap", [main, others], reference, PERIODS, SETTINGS)


def pick(table, **where):
    for name, value in where.items():
        table = table[table[name] == value]
    assert len(table) == 1, where
    return table.iloc[0]


def test_estimates_count_a_cell_once(reference):
    assert set(reference) == {"towers", "basins", "pooled"}
    np.testing.assert_allclose(reference["basins"]["evapotranspiration"], TRUE + 10.0)
    pooled = reference["pooled"]["evapotranspiration"]
    np.testing.assert_allclose(pooled[::2], TRUE[::2] + 5.0)
    np.testing.assert_allclose(pooled[1::2], TRUE[1::2] + 10.0)
    assert (reference["basins"]["surface_share"] == 0.75).all()
    assert reference["towers"]["runoff"].isna().all()


def test_years_weigh_by_their_days_and_samples_are_the_densest(table):
    row = pick(table, model="vic_extended", method="default", cells="towers", statistic="rmse")
    expected = 0.2 * TRUE[::2] + 73.1 * 365 / 731
    assert row["value"] == pytest.approx(np.sqrt((expected**2).mean()))
    assert set(table.loc[table["method"] == "fpl", "sample"]) == {"s4"}
    assert not table.duplicated(et_methods.COLUMNS[:8]).any()
    assert list(table.columns) == et_methods.COLUMNS and (table["period"] == "").all()


def test_differences_are_paired_and_have_the_sign_of_first_less_second(table):
    where = {"model": "vic_extended", "against": "sceua", "cells": "towers"}
    row = pick(table, **where, statistic="abs_bias_percent")
    levels = {}
    for method in ("fpl", "sceua"):
        level = pick(table, method=method, model="vic_extended", cells="towers", against="",
                     statistic="bias_percent")  # fmt: skip
        levels[method] = abs(level["value"])
    assert row["value"] == pytest.approx(levels["fpl"] - levels["sceua"], abs=1e-9)
    assert row["low"] < row["value"] < row["high"] and row["n"] == 6 and row["seeds"] == 2
    assert set(table.loc[table["against"] != "", "method"]) == {"fpl"}
    assert set(table["against"]) == {"", "default", "sceua", "lockstep"}


def test_pairing_takes_out_what_runs_share():
    rng = np.random.default_rng(0)
    reference = TRUE + 200.0 * rng.normal(size=TRUE.size)
    one = fluxes.compare(fluxes.bias, 1.1 * TRUE, reference)
    less = fluxes.compare(fluxes.bias, 1.1 * TRUE, reference, 1.05 * TRUE)
    assert less.high - less.low < 0.2 * (one.high - one.low)
    assert less.value == pytest.approx(5.0 * TRUE.mean() / reference.mean())
    same = fluxes.compare(fluxes.correlation, TRUE, reference, TRUE)
    assert same.value == same.low == same.high == 0.0


def test_scores_are_means_over_seeds_not_scores_of_means():
    seeds = np.stack([0.9 * TRUE, 1.1 * TRUE])
    made = fluxes.compare(fluxes.absolute_bias, seeds, TRUE)
    assert made.value == pytest.approx(10.0)
    assert fluxes.compare(fluxes.bias, seeds, TRUE).value == pytest.approx(0.0, abs=1e-12)
    assert fluxes.compare(fluxes.bias, seeds[:, :2], TRUE[:2]) is None
    with pytest.raises(DataError, match="same cells"):
        fluxes.compare(fluxes.bias, seeds, TRUE[:5])


def test_correlation_is_numpys():
    rng = np.random.default_rng(1)
    one, two = rng.normal(size=(2, 3, 9))
    expected = [np.corrcoef(a, b)[0, 1] for a, b in zip(one, two, strict=True)]
    np.testing.assert_allclose(fluxes.correlation(one, two), expected)
    assert np.isnan(fluxes.correlation(np.ones(9), two[0]))


def test_gaps_in_fluxes_are_told(reference):
    only = run("fpl", 1.0).query("period == 'training'")
    with pytest.raises(DataError, match=r"without any: \['test'\]"):
        et_methods.build("smap", [only], reference, PERIODS, SETTINGS)


def test_truth_of_a_generated_world_is_met_by_itself():
    time = pd.date_range("2015-04-01", "2017-03-31")
    values = np.repeat(TRUE[:, None] / 365.25, time.size, axis=1)
    truth = xr.Dataset(
        {
            name: (("cell", "time"), factor * values)
            for name, factor in (("evapotranspiration", 1.0), ("runoff", 0.3), ("baseflow", 0.1))
        },
        coords={"cell": CELLS, "time": time},
    )
    known = of_truth(truth)["truth"]
    np.testing.assert_allclose(known["evapotranspiration"], TRUE)
    np.testing.assert_allclose(known["surface_share"], 0.75)


def world(tmp_path, factors):
    time = pd.date_range("2015-04-01", "2017-03-31")
    rng = np.random.default_rng(2)
    truth = xr.DataArray(
        2.0 + rng.random((CELLS.size, time.size)),
        dims=("cell", "time"),
        coords={"cell": CELLS, "time": time},
    )
    paths = []
    for method, factor in factors.items():
        path = tmp_path / f"twin/vic_extended/{method}/s4/seed0/simulation.nc"
        path.parent.mkdir(parents=True)
        (factor * truth).to_dataset(name="evapotranspiration").to_netcdf(path)
        paths.append(path)
    return truth, paths


def test_daily_series_are_compared_cell_by_cell(tmp_path):
    truth, paths = world(tmp_path, {"fpl": 1.0, "lockstep": 1.5})
    table = et_series.build(paths, series.as_spans(truth), "truth", PERIODS, SETTINGS)
    where = {"period": "test", "against": ""}
    assert pick(table, method="fpl", statistic="daily_rmse", **where)["value"] == pytest.approx(0)
    assert pick(table, method="lockstep", statistic="daily_r", **where)["value"] == pytest.approx(1)
    less = pick(table, period="test", against="lockstep", statistic="daily_rmse")
    level = pick(table, method="lockstep", statistic="daily_rmse", **where)
    assert less["value"] == pytest.approx(-level["value"]) and less["n"] == CELLS.size
    assert list(table.columns) == et_methods.COLUMNS


def test_spans_are_means_of_their_days(tmp_path):
    truth, paths = world(tmp_path, {"fpl": 1.0})
    starts = pd.date_range("2015-04-01", periods=91, freq="8D")
    blocks = truth.values[:, : 8 * 91].reshape(CELLS.size, 91, 8).mean(-1)
    blocks[0, :80] = np.nan
    reference = xr.DataArray(
        blocks,
        dims=("cell", "start"),
        coords={"cell": CELLS, "start": starts, "days": ("start", np.full(91, 8))},
    )
    table = et_series.build(paths, reference, "modis", PERIODS, SETTINGS)
    row = pick(table, period="test", statistic="8_day_rmse")
    assert row["value"] == pytest.approx(0.0, abs=1e-9) and row["n"] == CELLS.size
    assert pick(table, period="training", statistic="8_day_r")["n"] == CELLS.size - 1
    spans = pd.DataFrame({"start": starts, "days": 8})
    assert series.within(spans, PERIODS["training"]).sum() == 45  # the 46th ends in April
    with pytest.raises(DataError, match="spans of the reference"):
        et_series.build(paths, reference.isel(start=slice(0, 20)), "modis", PERIODS, SETTINGS)


def test_block_and_figure_say_what_the_table_says(table, tmp_path):
    table.to_csv(tmp_path / "table.csv", index=False)
    read = pd.read_csv(tmp_path / "table.csv")
    block = et_block.markdown(read)
    row = pick(table, method="default", model="vic_extended", cells="towers",
               statistic="bias_percent")  # fmt: skip
    assert f"| priors | vic_extended | {row['value']:.0f} (" in block
    assert "at 6 cells with towers" in block and "constant" not in block
    drawn = figure.plot({"et_methods": read}, SMAP, {})
    assert drawn.get_size_inches()[0] == style.DOUBLE
    names = [label.get_text() for label in drawn.axes[0].get_yticklabels()]
    assert len(names) == len(set(map(tuple, read.query("method != 'estimate'")[
        ["model", "method"]].to_numpy())))  # fmt: skip
    assert "one set for all" in names and "SCE-UA (lockstep)" in names
    legend = [text.get_text() for text in drawn.legends[0].get_texts()]
    assert "flux towers (6 cells)" in legend
    assert "twin" not in drawn.get_suptitle()
    assert "generated world" in figure.plot({"et_methods": read}, TWIN, {}).get_suptitle()
    with pytest.raises(DataError, match="expected rows of the statistics"):
        figure.plot({"et_methods": read[read["against"].notna()]}, SMAP, {})
