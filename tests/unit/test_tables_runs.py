"""Tables of results: what made a file, same cells for all methods, counts, costs, rounding."""

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from studies import SMAP
from synthetic_results import LATTICES, attributes, world

from fpl.errors import DataError
from fpl.tables import curves, metrics, parameters, recovery, runs, skill, summary, timeseries
from fpl.terms import Run


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    return world(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="module")
def groups():
    return runs.cell_groups(attributes(), LATTICES)


@pytest.fixture(scope="module")
def skill_table(results, groups):
    return skill.build(sorted(results.rglob("metrics.csv")), groups)


@pytest.fixture(scope="module")
def curve_table(results, groups):
    return curves.build(sorted(results.rglob("curve.csv")), groups)


def pick(table, **where):
    for name, value in where.items():
        table = table[table[name] == value]
    return table


def test_path_says_what_made_a_file():
    run = Run.parse("results/twin/vic_paper/fpl/s16/seed12/metrics.csv")
    assert run == Run("twin", "vic_paper", "fpl", "s16", 12)
    for wrong in (
        "metrics.csv",
        "results/smap/vic/fpl/s4/metrics.csv",
        "a/b/c/d/seedx/metrics.csv",
    ):
        with pytest.raises(DataError, match="seedN"):
            Run.parse(wrong)
    with pytest.raises(DataError, match="empty list"):
        runs.gather([])


def test_groups_of_cells_are_nested_and_their_differences_disjoint(groups):
    # 5 x 5 lattice without its first cell: 24; every second 3 x 3 - 1; every fourth 2 x 2 - 1
    assert {name: cells.size for name, cells in groups.items()} == {
        "s16": 3,
        "s8": 8,
        "s4": 24,
        "s8_minus_s16": 5,
        "s4_minus_s16": 21,
        "s4_minus_s8": 16,
    }
    assert set(groups["s16"]) < set(groups["s8"]) < set(groups["s4"])
    assert not set(groups["s4_minus_s8"]) & set(groups["s8"])


def test_empty_groups_are_left_out():
    groups = runs.cell_groups(attributes(2, 1), ["s8", "s4"])
    assert list(groups) == ["s8", "s4"]  # one cell, and the same at both samples


def test_skill_has_its_columns_and_no_row_twice(skill_table):
    expected = ["dataset", "model", "method", "sample", "seed", "period", "cells", "metric"]
    assert list(skill_table.columns) == [*expected, "statistic", "value", "n"]
    assert not skill_table.duplicated([*expected, "statistic"]).any()
    assert set(skill_table["method"]) == {"fpl", "sceua", "default", "climatology", "lstm"}
    assert set(skill_table["statistic"]) == {"median", "mean", "q25", "q75"}


def test_skill_is_the_statistic_over_just_these_cells(results, skill_table, groups):
    path = results / "vic_extended/fpl/s16/seed1/metrics.csv"
    raw = pick(pd.read_csv(path), period="test", metric="rmse").set_index("cell")["value"]
    run = pick(skill_table, model="vic_extended", method="fpl", sample="s16", seed=1)
    run = pick(run, period="test", metric="rmse")
    for name, cells in groups.items():
        row = pick(run, cells=name).set_index("statistic")
        assert row.at["median", "value"] == pytest.approx(raw[cells].median())
        assert row.at["mean", "value"] == pytest.approx(raw[cells].mean())
        assert row.at["q25", "value"] == pytest.approx(raw[cells].quantile(0.25))
        assert (row["n"] == cells.size).all()


def test_skill_counts_only_finite_cells(skill_table):
    run = pick(skill_table, method="climatology", cells="s4", period="test", statistic="median")
    assert pick(run, metric="r")["n"].item() == 0
    assert pick(run, metric="r")["value"].isna().all()
    assert pick(run, metric="rmse")["n"].item() == 24


def test_run_without_some_cells_of_a_group_is_not_scored_on_it(results, groups, tmp_path):
    folder = tmp_path / "results/smap/vic_extended/sceua/s8/seed0"
    folder.mkdir(parents=True)
    table = pd.read_csv(results / "vic_extended/sceua/s4/seed0/metrics.csv")
    table[table["cell"].isin(groups["s8"])].to_csv(folder / "metrics.csv", index=False)
    found = skill.build([folder / "metrics.csv"], groups)
    assert set(found["cells"]) == {"s16", "s8", "s8_minus_s16"}


def test_metrics_table_says_where_cells_are(results):
    table = metrics.build(sorted(results.rglob("metrics.csv")), attributes())
    assert list(table.columns[-6:]) == ["cell", "lat", "lon", "period", "metric", "value"]
    assert table[["lat", "lon"]].notna().all().all()
    runs_in_it = len(list(results.rglob("metrics.csv")))
    assert len(table) == runs_in_it * 24 * 2 * 6


def test_curves_divide_seconds_by_the_cells_of_the_density(curve_table):
    for sample, cells in (("s16", 3), ("s8", 8), ("s4", 24)):
        run = pick(curve_table, sample=sample)
        assert (run["cells"] == cells).all()
        np.testing.assert_allclose(run["cpu_seconds_per_cell"] * cells, run["cpu_seconds"])
        np.testing.assert_allclose(run["wall_seconds_per_cell"] * cells, run["wall_seconds"])


def test_curves_of_a_sample_that_is_not_known(results, groups):
    paths = sorted(results.rglob("curve.csv"))
    with pytest.raises(DataError, match=r"samples \['s4'\], expected some of \['s16'\]"):
        curves.build([p for p in paths if "/s4/" in str(p)], {"s16": groups["s16"]})


def test_only_calibrated_parameters_are_listed(results):
    paths = sorted(results.rglob("parameters.nc"))
    table = parameters.build(paths, attributes(), results / "data/truth.nc")
    assert set(table["parameter"]) == {"infilt", "expt"}
    assert len(table) == (len(paths) + 1) * 2 * 24
    truth = pick(table, method="truth", parameter="infilt").set_index("cell")["value"]
    default = pick(table, method="default", parameter="infilt", model="vic_extended")
    np.testing.assert_allclose(default.set_index("cell")["value"], truth)


def test_recovery_compares_the_model_that_made_the_world(results):
    paths = [p for p in sorted(results.rglob("parameters.nc")) if "default" not in str(p)]
    cells = recovery.cells(results / "data/truth.nc", paths)
    assert set(cells["model"]) == {"vic_extended"}
    table = recovery.build(cells)
    run = pick(cells, method="sceua", parameter="infilt")
    expected = np.corrcoef(np.log(run["true"]), np.log(run["estimate"]))[0, 1]
    row = pick(table, method="sceua", parameter="infilt")
    assert row["r"].item() == pytest.approx(expected)
    assert row["n"].item() == 24
    expected = np.corrcoef(
        *(pick(cells, method="sceua", parameter="expt")[["true", "estimate"]].T.values)
    )
    assert pick(table, method="sceua", parameter="expt")["r"].item() == pytest.approx(
        expected[0, 1]
    )
    assert (pick(table, method="fpl")["r"] > pick(table, method="sceua")["r"].max()).all()


def test_recovery_of_a_constant_has_no_correlation(results):
    cells = recovery.cells(
        results / "data/truth.nc", [results / "vic_extended/fpl/s4/seed0/parameters.nc"]
    )
    table = recovery.build(cells.assign(estimate=0.3))
    assert table["r"].isna().all() and table["rank_r"].isna().all()


def test_summary_is_median_and_span_over_seeds(skill_table, curve_table):
    table = summary.build(skill_table, curve_table, SMAP)
    test = pick(skill_table, period="test", statistic="median", metric="rmse", cells="s4")
    seeds = pick(test, model="vic_extended", method="fpl", sample="s4")["value"]
    row = pick(table, model="vic_extended", method="fpl", sample="s4", cells="s4").iloc[0]
    assert (row["seeds"], row["n"]) == (2, 24)
    assert row["rmse"] == pytest.approx(seeds.median())
    assert (row["rmse_min"], row["rmse_max"]) == (seeds.min(), seeds.max())
    ends = pick(curve_table, model="vic_extended", method="fpl", sample="s4", step=11)
    assert row["runs_per_cell"] == pytest.approx(ends["runs_per_cell"].median())
    assert row["cpu_seconds"] == pytest.approx(ends["cpu_seconds"].median())
    assert pick(table, method="climatology")["cpu_seconds"].isna().all()


def test_markdown_has_a_line_for_each_run_on_the_densest_cells(skill_table, curve_table):
    table = summary.build(skill_table, curve_table, SMAP)
    text = summary.markdown(table, SMAP)
    lines = [line for line in text.splitlines() if line.startswith("|")]
    assert len(lines) == 2 + len(pick(table, cells="s4"))
    assert {line.count("|") for line in lines} == {lines[0].count("|")}
    learned = next(line for line in lines if "fPL" in line)
    assert " to " in learned and "median over the 24 cells of s4" in text
    assert "| - |" in next(line for line in lines if "mean of each" in line)
    assert "nan" not in text


def example_table(results, percentiles=(25, 50, 75)):
    paths = [
        results / f"vic_extended/{run}/simulation.nc"
        for run in ("fpl/s4/seed0", "sceua/s4/seed0", "default/s4/seed0")
    ]
    table = metrics.build(sorted(results.rglob("metrics.csv")), attributes())
    with xr.open_dataset(results / "data/observations.nc") as observations:
        return table, timeseries.build(table, paths, observations, percentiles, SMAP)


def test_example_cells_are_at_percentiles_of_rmse(results):
    table, series = example_table(results)
    rmse = pick(table, model="vic_extended", method="fpl", sample="s4", seed=0)
    rmse = pick(rmse, period="test", metric="rmse").set_index("cell")["value"].sort_values()
    chosen = series.drop_duplicates("cell").sort_values("percentile")["cell"].tolist()
    assert chosen == [rmse.index[round(share * 23)] for share in (0.25, 0.5, 0.75)]
    assert set(series["method"]) == {"observed", "fpl", "sceua", "default"}


def test_time_series_hold_used_observations_and_every_simulated_day(results):
    _, series = example_table(results, percentiles=[50])
    with xr.open_dataset(results / "data/observations.nc") as data:
        cell = series["cell"].iloc[0]
        used = int(data["used"].sel(cell=cell).sum())
        days = data.sizes["time"]
    assert len(pick(series, method="observed")) == used
    assert len(pick(series, method="fpl")) == days == len(pick(series, method="sceua"))
    assert series["date"].str.fullmatch(r"\d{4}-\d{2}-\d{2}").all()


def test_time_series_need_one_learned_run(results):
    table, _ = example_table(results)
    path = results / "vic_extended/sceua/s4/seed0/simulation.nc"
    with (
        xr.open_dataset(results / "data/observations.nc") as data,
        pytest.raises(DataError, match="one simulation of method fpl"),
    ):
        timeseries.build(table, [path], data, [50], SMAP)


def test_csv_is_rounded_and_reads_back(tmp_path):
    table = pd.DataFrame({"name": ["a", "b"], "value": [1 / 3, np.nan], "n": [1, 2]})
    runs.write(table, tmp_path / "new/table.csv", digits={"value": 3})
    assert (tmp_path / "new/table.csv").read_text() == "name,value,n\na,0.333,1\nb,,2\n"
    assert table["value"].iloc[0] == 1 / 3
