"""The table of LSTMs beside a process model, and the figures of them."""

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from studies import SAMPLES, SMAP

from fpl.errors import DataError
from fpl.figures import lstm as figure
from fpl.figures import lstm_gap
from fpl.tables.lstm import COLUMNS, build

CELLS = 16
LATTICE = np.arange(CELLS)
METRICS = ["rmse", "bias", "ubrmse", "r"]


@pytest.fixture(scope="module")
def cells():
    row, column = 4 * (LATTICE // 4), 4 * (LATTICE % 4)
    names = {"row": row, "column": column, "lat": 30.0 + row, "lon": -90.0 + column}
    return xr.Dataset({k: ("cell", v) for k, v in names.items()}, {"cell": LATTICE + 3})


def trained(sample):
    every = int(sample[1:]) // 4
    return ((LATTICE // 4) % every == 0) & ((LATTICE % 4) % every == 0)


def skill(seed, level):
    draw = np.random.default_rng(seed)
    return {
        "rmse": level + 0.002 * draw.random(CELLS),
        "bias": -0.5 * level + 0.001 * draw.random(CELLS),
        "ubrmse": 0.5 * level + 0.001 * draw.random(CELLS),
        "r": 0.8 - level + 0.1 * draw.random(CELLS),
    }


@pytest.fixture(scope="module")
def judged():
    parts = []
    for model, method, sample, seed, level in (
        ("vic", "fpl", "s4", 0, 0.05),
        ("vic", "fpl", "s4", 1, 0.06),
        ("vic", "fpl", "s8", 0, 0.07),
        ("vic", "sceua", "s4", 0, 0.04),
        ("vic", "fpl_gz", "s4", 0, 0.9),
        ("other", "fpl", "s4", 0, 0.9),
    ):
        run = {"model": model, "method": method, "sample": sample, "seed": seed}
        for period in ("training", "test"):
            made = {"cell": LATTICE + 3, "trained": trained(sample).astype(int), "period": period}
            parts.append(pd.DataFrame(run | made | skill(7, level)))
    return pd.concat(parts)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("results") / "smap"
    metrics, curves = [], []
    for run, level in (
        ("observation/lstm_trained/s4/seed0", 0.03),
        ("observation/lstm_trained/s4/seed1", 0.03),
        ("observation/lstm_trained/s8/seed0", 0.02),
        ("upstream_lstm/lstm/s4/seed0", 0.02),
    ):
        path = folder / run
        path.mkdir(parents=True)
        parts = [
            pd.DataFrame({"cell": LATTICE + 3, "metric": metric, "value": values, "n": 99})
            for metric, values in skill(7, level).items()
        ]
        test = pd.concat(parts).assign(period="test")
        training = test.assign(period="training")
        if "upstream" in run:
            training["value"] = np.nan
        pd.concat([test, training]).to_csv(path / "metrics.csv", index=False)
        metrics.append(path / "metrics.csv")
        if "upstream" not in run:
            curve = {"step": [0, 9], "cpu_seconds": [0.0, 60.0 + 4 * int(run[-1])]}
            pd.DataFrame(curve).to_csv(path / "curve.csv", index=False)
            curves.append(path / "curve.csv")
    return metrics, curves


@pytest.fixture(scope="module")
def table(judged, files, cells):
    return build(judged, *files, cells, "vic", SMAP)


def row(table, method, sample, against, cells, statistic, period="test"):
    keys = ["method", "sample", "against", "cells", "statistic", "period"]
    wanted = [method, sample, against, cells, statistic, period]
    found = table[(table[keys] == wanted).all(axis=1)]
    assert len(found) == 1, wanted
    return found.iloc[0]


def test_difference_is_paired_and_of_the_same_sample(table):
    dense = row(table, "fpl", "s4", "lstm_trained", "all", "rmse")  # 0.05, 0.06 against 0.03
    assert dense["value"] == pytest.approx(0.025) and dense["n"] == CELLS
    assert dense["low"] == pytest.approx(0.02) and dense["high"] == pytest.approx(0.03)
    sparse = row(table, "fpl", "s8", "lstm_trained", "untrained", "rmse")
    assert sparse["value"] == pytest.approx(0.05) and sparse["n"] == 12
    assert row(table, "lstm_trained", "s4", "lstm", "all", "r")["value"] == pytest.approx(-0.01)


def test_cells_are_told_apart_by_the_sample(table):
    counts = [
        row(table, "lstm_trained", "s8", "", c, "rmse")["n"] for c in ("trained", "untrained")
    ]
    assert counts == [4, 12]
    assert set(table.loc[table["sample"] == "s4", "cells"]) == {"all"}


def test_bias_counts_without_its_sign(table):
    assert row(table, "fpl", "s8", "", "all", "abs_bias")["value"] == pytest.approx(
        0.0345, abs=5e-4
    )


def test_percentiles_are_of_the_cells(table):
    box = [row(table, "sceua", "s4", "", "all", f"rmse_p{p}")["value"] for p in (5, 25, 75, 95)]
    expected = np.percentile(skill(7, 0.04)["rmse"], (5, 25, 75, 95))
    assert box == pytest.approx(expected.tolist())


def test_other_models_methods_and_missing_years_are_left_out(table):
    assert set(table["method"]) == {"fpl", "sceua", "lstm_trained", "lstm"}
    assert set(table["model"]) == {"vic", "observation", "upstream_lstm"}
    assert set(table.loc[table["method"] == "lstm", "period"]) == {"test"}
    assert list(table) == COLUMNS and not table["value"].isna().any()
    assert not table.duplicated(COLUMNS[:8]).any()


def test_cost_is_the_mean_over_seeds(table):
    found = row(table, "lstm_trained", "s4", "", "all", "core_seconds", "training")
    assert found["value"] == 62.0 and found["n"] == 2 and found["unit"] == "s"


def test_nothing_trained_here_is_an_error(judged, files, cells):
    metrics, curves = files
    with pytest.raises(DataError, match="expected metrics of runs observation/lstm_trained"):
        build(judged, metrics[-1:], curves, cells, "vic", SMAP)


def test_figure_has_a_box_for_each_run_and_kind_of_cells(table):
    drawn = figure.plot({"lstm": table}, SMAP, {"samples": SAMPLES})
    labels = [text.get_text() for text in drawn.axes[0].get_yticklabels()]
    assert labels == [
        "SCE-UA (SPOTPY), s4: 16",
        "fPL, s4: 16",
        "LSTM (trained here), s4: 16",
        "LSTM (upstream), s4: 16",
        "fPL, s8: 4 trained",
        "LSTM (trained here), s8: 4 trained",
        "fPL, s8: 12 untrained",
        "LSTM (trained here), s8: 12 untrained",
    ]
    assert len(drawn.axes) == 3


def test_figure_without_percentiles_is_an_error(table):
    with pytest.raises(DataError, match="expected percentiles"):
        figure.plot({"lstm": table[table["statistic"] == "rmse"]}, SMAP, {"samples": SAMPLES})


def gap(method, value):
    parts = [(part, "all", "median") for part in (*lstm_gap.PARTS, "spread_ratio")]
    kinds = [("residual", kind, name) for kind in lstm_gap.DAYS for name in ("rms", "mean")]
    made = pd.DataFrame([*parts, *kinds], columns=["part", "days", "statistic"])
    return made.assign(method=method, value=value, n=50, dataset="smap")


def test_gap_is_drawn_with_the_same_limits_for_errors():
    table = pd.concat([gap("fpl", 0.04), gap("lstm", 0.03), gap("default", 9.0)])
    drawn = lstm_gap.plot({"lstm_gap": table}, SMAP, {})
    assert drawn.axes[0].get_xlim() == drawn.axes[2].get_xlim()
    assert drawn.axes[0].get_xlim()[1] < 1.0, "priors would hide the rest"
    assert [text.get_text() for text in drawn.legends[0].get_texts()] == ["fPL", "LSTM (upstream)"]


def test_gap_without_methods_is_an_error():
    with pytest.raises(DataError, match="LSTM gap: expected rows of sceua, fpl"):
        lstm_gap.plot({"lstm_gap": gap("default", 1.0)}, SMAP, {})
