"""Table and figures of cells never trained on: who is judged where, by which run, against whom."""

import numpy as np
import pandas as pd
import pytest
from studies import SAMPLES, SMAP, STUDIES
from synthetic_results import attributes

from fpl.data.samples import cells_of_sample, region_of
from fpl.errors import DataError
from fpl.figures import space as figure
from fpl.figures import space_map
from fpl.tables import space
from fpl.tables.statistics import KEYS, as_experiment

MODEL = "vic_extended"
COLUMNS, ROWS = 9, 8  # 71 cells
REGIONS = [f"without_region{number}" for number in range(6)]
WAYS = {"nearest": 0.06, "inverse_distance": 0.055, "similar": 0.05, "forest": 0.058}


def rows(cells, method, sample, error, seed=0, model=MODEL, **more):
    """Judged rows of a run whose RMSE is ``error`` where trained, half as much again elsewhere."""
    trained = cells_of_sample(cells, sample, seed)
    draw = np.random.default_rng(hash_of(method, sample, seed))
    tables = []
    for period in ("training", "test"):
        rmse = error * np.where(trained, 1.0, 1.5) * draw.uniform(0.98, 1.02, len(trained))
        tables.append(
            pd.DataFrame(
                {"model": model, "method": method, "sample": sample, "seed": seed,
                 "cell": cells["cell"].to_numpy(), "trained": trained.astype(int),
                 "region": region_of(cells), "period": period, "rmse": rmse,
                 "bias": -0.5 * rmse, "ubrmse": 0.8 * rmse, "r": 1 - 4 * rmse, **more}
            )
        )  # fmt: skip
    return pd.concat(tables, ignore_index=True)


def hash_of(*names):
    return sum(ord(letter) * (place + 1) for place, letter in enumerate("".join(map(str, names))))


@pytest.fixture(scope="module")
def cells():
    return attributes(COLUMNS, ROWS)


def gathered(cells, sources=("lockstep", "sceua"), missing=()):
    learned = [("fpl", 0.03), ("linear", 0.032), ("shuffled", 0.05), ("fpl_gz_observed", 0.025)]
    judged = [
        rows(cells, method, sample, error, seed)
        for method, error in learned
        for sample in ("s16", "s8", "s4")
        for seed in (0, 1)
    ]
    judged += [rows(cells, "fpl", sample, 0.028) for sample in REGIONS]
    judged += [rows(cells, "fpl", "s8", 0.2, model="vic_paper")]
    judged += [rows(cells, m, "s4", e) for m, e in (("default", 0.08), ("sceua", 0.031))]
    carried = [
        rows(cells, way, sample, error / 1.5, source=source).query("trained == 0")
        for source in sources
        for way, error in WAYS.items()
        for sample in ("s16", "s8", *REGIONS)
    ]
    judged = pd.concat(judged)
    judged = judged[~judged["method"].isin(missing)]
    return space.hold_outs(judged, pd.concat(carried), cells, MODEL)


@pytest.fixture(scope="module")
def held(cells):
    return gathered(cells)


@pytest.fixture(scope="module")
def table(held):
    return space.build(held, SMAP, MODEL, resamples=50)


def test_only_cells_outside_the_sample_are_held_out_and_in_regions_all_once(held, cells):
    for sample in ("s8", "s16"):
        seen = held.query("sample == @sample and method == 'fpl' and period == 'test'")
        outside = cells["cell"].to_numpy()[~cells_of_sample(cells, sample)]
        for _, run in seen.groupby("seed"):
            assert sorted(run["cell"]) == sorted(outside)
    regions = held.query("sample == 'regions' and method == 'fpl' and period == 'test'")
    assert sorted(regions["cell"]) == sorted(cells["cell"].to_numpy())
    assert held.query("method == 'default'")["sample"].nunique() == 3
    assert set(held["model"]) == {MODEL}


def pick(table, **where):
    """The one row with these values; test year, all cells of the hold-out, unless said."""
    where = {"method": "fpl", "against": "", "cells": "untrained", "period": "test"} | where
    found = table[np.all([table[name] == value for name, value in where.items()], axis=0)]
    assert len(found) == 1, where
    return found.iloc[0]


@pytest.mark.parametrize("metric", ["rmse", "ubrmse", "r", "abs_bias"])
@pytest.mark.parametrize("sample", ["s8", "s16", "regions"])
def test_rows_that_claims_read_are_there_once_and_the_best_is_named(table, sample, metric):
    row = pick(table, sample=sample, against="best_regionalised", statistic=metric)
    assert row["note"] == "similar" and row["low"] <= row["value"] <= row["high"]


def test_each_row_has_a_key_of_its_own_and_numbers(table):
    assert not table.duplicated([*KEYS, "statistic"]).any()
    assert table[["value", "low", "high", "n"]].notna().all().all()


def test_difference_is_paired_and_of_the_sign_it_says(table):
    row = pick(table, sample="s8", against="best_regionalised", statistic="rmse")
    assert row["value"] == pytest.approx(0.045 - 0.05, abs=0.001)
    level = pick(table, sample="s8", statistic="abs_bias")
    assert level["value"] == pytest.approx(0.0225, abs=0.001)


def test_plain_names_are_of_lockstep_or_of_spotpy_alone(cells, held):
    assert {"nearest", "sceua_nearest"} <= set(held["method"])
    alone = gathered(cells, sources=["sceua"])
    assert "nearest" in set(alone["method"]) and "sceua_nearest" not in set(alone["method"])


def test_distance_is_to_the_nearest_cell_trained_on(held):
    found = held.query("sample == 's8'")["distance_km"]
    assert found.min() > 100.0 and found.max() < 260.0
    assert held.query("sample == 'regions'")["distance_km"].max() > 260.0


def test_lstm_is_marked_by_its_sample(cells, tmp_path):
    path = tmp_path / "smap/observation/lstm_trained/s8/seed1/metrics.csv"
    path.parent.mkdir(parents=True)
    long = pd.DataFrame(
        [(cell, "test", metric, 0.1, 90) for cell in cells["cell"].to_numpy() for metric in
         ("rmse", "bias", "ubrmse", "r")],
        columns=["cell", "period", "metric", "value", "n"],
    )  # fmt: skip
    long.to_csv(path, index=False)
    found = as_experiment([path], cells)
    assert found["trained"].sum() == cells_of_sample(cells, "s8").sum()
    assert set(found["method"]) == {"lstm_trained"} and set(found["seed"]) == {1}


def test_no_run_of_fpl_is_an_error(cells):
    with pytest.raises(DataError, match="expected runs of fpl"):
        gathered(cells, missing=["fpl"])


@pytest.mark.parametrize("dataset", ["smap", "twin"])
def test_figures_are_drawn_and_say_what_is_generated(held, table, dataset, tmp_path):
    study, asked = STUDIES[dataset], {"samples": SAMPLES}
    drawn = space.cells_table(held, study)
    path = tmp_path / "space.csv"
    table.assign(dataset=dataset).to_csv(path, index=False)
    read = pd.read_csv(path)
    tables = {"space": read, "space_cells": drawn}
    for module in (figure, space_map):
        made = module.plot(tables, study, asked)
        assert ("generated world (twin)" in made.get_suptitle()) == (dataset == "twin")
        assert made.get_size_inches()[1] < 9.5
    maps = space_map.plot(tables, study, asked).axes[:3]
    assert maps[0].collections[0].get_clim() == maps[1].collections[0].get_clim()
    tables["space_cells"] = drawn[drawn["sample"] != "regions"]
    with pytest.raises(DataError, match="experiment `regions`"):
        space_map.plot(tables, study, asked)


def test_figures_of_a_world_too_small_for_classes_of_distance(held, table):
    few = table[~table["cells"].str.endswith("_km") & (table["sample"] != "s16")]
    few = few.assign(against=few["against"].replace("", np.nan))
    tables = {"space": few, "space_cells": space.cells_table(held, SMAP)}
    assert figure.plot(tables, SMAP, {"samples": SAMPLES}).axes[3].get_title()


def test_borders_part_cells_of_different_regions_only(cells):
    region = np.zeros(cells.sizes["cell"], dtype=int)
    lon, lat = cells["lon"].to_numpy(), cells["lat"].to_numpy()
    assert space_map.borders(lon, lat, region, "ease2").shape == (0, 2, 2)
    region[cells["column"].to_numpy() > cells["column"].to_numpy().min() + 12] = 1
    assert space_map.borders(lon, lat, region, "ease2").shape == (ROWS, 2, 2)
