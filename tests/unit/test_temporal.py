from functools import partial

import numpy as np
import pandas as pd
import pytest
from studies import SMAP

from fpl.evaluation.bootstrap import estimate
from fpl.tables import statistics, temporal

CELLS = 30
METRICS = ("rmse", "bias", "ubrmse", "r", "nse", "kge")


@pytest.fixture(autouse=True)
def few_resamples(monkeypatch):
    monkeypatch.setattr(statistics, "estimate", partial(estimate, resamples=50))


def run(method, seed=0, model="vic_extended", sample="s4", shift=0.0):
    """Judged rows of a run whose every metric is that of the cell, and ``shift``."""
    level = np.random.default_rng(1).normal(size=CELLS)
    parts = [
        pd.DataFrame({"cell": range(CELLS), "period": period, **dict.fromkeys(METRICS, level)})
        for period in ("training", "test")
    ]
    table = pd.concat(parts, ignore_index=True)
    table[list(METRICS)] += shift
    return table.assign(model=model, method=method, sample=sample, seed=seed)


def build(*runs, others=None):
    others = run("climatology", model="observation") if others is None else others
    return temporal.build(pd.concat(runs), others, SMAP, "s4", "vic_extended")


def row(table, **where):
    for name, value in where.items():
        table = table[table[name] == value]
    assert len(table) == 1
    return table.iloc[0]


def test_difference_is_paired_so_that_what_cells_share_cancels():
    table = build(run("fpl", 0, shift=0.1), run("fpl", 1, shift=0.3), run("sceua", shift=0.5))
    found = row(table, method="fpl", against="sceua", statistic="rmse", period="test")
    assert found["value"] == pytest.approx(-0.3)
    assert found["low"] >= -0.4 - 1e-9 and found["high"] <= -0.2 + 1e-9
    assert found["n"] == CELLS and found["unit"] == "m3 m-3" and found["cells"] == "all"


def test_absolute_bias_is_that_of_each_cell():
    table = build(run("fpl"), run("sceua"))
    level = np.random.default_rng(1).normal(size=CELLS)
    found = row(table, method="fpl", against="", statistic="abs_bias", period="test")
    assert found["value"] == pytest.approx(np.median(np.abs(level)))


def test_runs_without_a_model_are_compared_with_the_headline_only():
    table = build(run("fpl"), run("fpl", model="vic_paper"), run("sceua", model="vic_paper"))
    pairs = set(zip(table["model"], table["method"], table["against"], strict=True))
    assert ("vic_extended", "fpl", "climatology") in pairs
    assert ("vic_paper", "fpl", "climatology") not in pairs
    assert ("vic_paper", "fpl", "sceua") in pairs
    assert ("vic_extended", "fpl", "sceua") not in pairs


def test_other_samples_and_repeated_runs_do_not_count():
    sparse = run("fpl", sample="s8", shift=9.0)
    table = build(run("fpl"), run("fpl"), sparse, run("sceua"))
    assert set(table["sample"]) == {"s4"}
    level = np.random.default_rng(1).normal(size=CELLS)
    found = row(table, method="fpl", against="", statistic="rmse", period="test")
    assert found["value"] == pytest.approx(np.median(level))


def test_metric_that_no_cell_has_gives_no_row():
    still = run("climatology", model="observation").assign(r=np.nan)
    table = build(run("fpl"), others=still)
    assert table.query("against == 'climatology' and statistic == 'r'").empty
    assert not table.query("against == 'climatology' and statistic == 'rmse'").empty


def test_keys_pick_one_row_each():
    table = build(run("fpl"), run("fpl", 1), run("sceua"), run("gradient"))
    keys = [name for name in table if name not in ("value", "low", "high", "n", "unit")]
    assert not table.duplicated(keys).any()


def test_metrics_files_are_read_in_the_wide_form(tmp_path):
    path = tmp_path / "results/smap/upstream_lstm/lstm/s4/seed0/metrics.csv"
    path.parent.mkdir(parents=True)
    pd.DataFrame(
        {
            "cell": [0, 0],
            "period": ["test", "test"],
            "metric": ["rmse", "r"],
            "value": [0.03, 0.8],
            "n": [100, 100],
        }
    ).to_csv(path, index=False)
    found = statistics.as_experiment([path])
    assert found.loc[0, ["method", "sample", "rmse", "r"]].to_list() == ["lstm", "s4", 0.03, 0.8]
