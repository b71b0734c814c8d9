"""Where differences come from: signs, pairing, and that made-up effects are found."""

import numpy as np
import pandas as pd
import pytest
from studies import SMAP

from fpl.errors import DataError
from fpl.figures.fairness import plot
from fpl.tables.fairness import COLUMNS, budgets, build, through_surrogate

CELLS = 40
MODELS = {
    name: {
        "process": "vic",
        "calibrated": calibrated,
        "observation": observation,
        "capillary": capillary,
    }
    for name, calibrated, observation, capillary in (
        ("vic_extended", "extended", "identity", True),
        ("vic_paper", "paper", "rescaled", True),
        ("vic_extended_rescaled", "extended", "rescaled", True),
        ("vic5_extended", "extended", "identity", False),
    )
}
ASKED = {"headline": "vic_extended", "models": MODELS}
GAINS = {"fpl": 0.0, "lockstep": 0.002, "gradient": 0.003, "default": 0.03}  # of test RMSE


def judged(seeds=(0, 1), sample="s4"):
    """Cells differ far more than methods do: only paired differences have short intervals."""
    draw = np.random.default_rng(0)
    base = draw.uniform(0.03, 0.09, CELLS)
    rows = []
    for model in MODELS:
        for method, gain in GAINS.items():
            for seed in seeds if method != "gradient" else (0,):
                for period, worse in (("training", 0.0), ("test", 0.005 + gain)):
                    error = base + worse + 0.001 * (model == "vic_paper")
                    rows.append(
                        pd.DataFrame(
                            {
                                "model": model,
                                "method": method,
                                "sample": sample,
                                "seed": seed,
                                "cell": np.arange(CELLS),
                                "trained": 1,
                                "period": period,
                                "rmse": error + draw.normal(0, 1e-5, CELLS),
                                "ubrmse": error,
                                "bias": -error / 2,
                                "r": 0.8,
                                "evapotranspiration": 400.0 + 10 * (method == "fpl"),
                            }
                        )
                    )
    return pd.concat(rows, ignore_index=True)


def only(table, **wanted):
    """The one row with these values."""
    here = table[np.all([table[name] == value for name, value in wanted.items()], axis=0)]
    assert len(here) == 1, here
    return here.iloc[0]


@pytest.fixture(scope="module")
def table():
    twice = pd.concat([judged(), judged()])  # an experiment may repeat runs of another
    return build(twice, MODELS, "s4", SMAP)


def test_differences_are_paired_and_of_the_right_sign(table):
    assert list(table.columns) == COLUMNS
    keys = {"model": "vic_extended", "method": "fpl", "period": "test", "statistic": "rmse"}
    row, level = only(table, against="lockstep", **keys), only(table, against="", **keys)
    assert row["value"] == pytest.approx(-0.002, abs=2e-5)
    assert row["low"] < row["value"] < row["high"] < 0
    assert row["high"] - row["low"] < (level["high"] - level["low"]) / 100
    space = only(table, against="gradient", **keys)
    optimiser = only(table, against="lockstep", **keys | {"method": "gradient"})
    assert space["value"] + optimiser["value"] == pytest.approx(row["value"], abs=5e-5)
    assert row["n"] == CELLS and row["unit"] == "m3 m-3"


def test_degradation_is_test_minus_training(table):
    wanted = {"model": "vic_extended", "statistic": "rmse_degradation", "period": ""}
    assert only(table, method="lockstep", against="", **wanted)["value"] == pytest.approx(
        0.007, abs=2e-5
    )
    assert only(table, method="fpl", against="lockstep", **wanted)["value"] == pytest.approx(
        -0.002, abs=2e-5
    )


def test_models_that_differ_in_one_choice_are_compared_once(table):
    found = table[table["against"].isin(MODELS)][["model", "against"]].drop_duplicates()
    assert sorted(map(tuple, found.to_numpy())) == [
        ("vic_extended", "vic5_extended"),  # capillary rise
        ("vic_extended_rescaled", "vic_extended"),  # a*y + b
        ("vic_extended_rescaled", "vic_paper"),  # calibrated set
    ]
    row = only(
        table, against="vic_paper", method="fpl", period="test", statistic="rmse",
        model="vic_extended_rescaled",
    )  # fmt: skip
    assert row["value"] == pytest.approx(-0.001, abs=2e-5)


def test_absolute_bias_and_evapotranspiration_are_told(table):
    keys = {"model": "vic_extended", "method": "fpl", "period": "test"}
    assert only(table, against="", statistic="abs_bias", **keys)["value"] > 0
    moved = only(table, against="lockstep", statistic="evapotranspiration", **keys)
    assert moved["value"] == pytest.approx(10.0) and moved["unit"] == "mm yr-1"
    assert "default" not in set(table["method"])


def surrogate_scores():
    known = judged(seeds=(0,), sample="s8").query("model == 'vic_extended' and method == 'fpl'")
    parts = [
        known.assign(metric="rmse", value=known["rmse"] + more, judged_by=judge)
        for judge, more in (("model", 0.004), ("surrogate", 0.001))
    ]
    return pd.concat(parts)[["cell", "period", "metric", "value", "judged_by"]]


def test_surrogate_is_scored_by_the_model_and_against_the_direct_route():
    direct = judged(sample="s8")
    table = through_surrogate(surrogate_scores(), direct, "vic_extended", "s8", SMAP)
    keys = {"method": "fpl_surrogate", "period": "test"}
    gap = only(table, statistic="rmse_true_minus_told", **keys)
    assert gap["value"] == pytest.approx(0.003) and gap["against"] == ""
    assert only(table, against="fpl", **keys)["value"] == pytest.approx(0.004, abs=2e-5)


@pytest.fixture
def searches(tmp_path):
    """Traces and curves of two seeds that gain until two thirds of 30 runs and no more."""
    traces, curves = [], []
    for seed in (0, 1):
        folder = tmp_path / f"results/smap/vic_extended/lockstep/s4/seed{seed}"
        folder.mkdir(parents=True)
        runs = np.arange(1, 31)
        error = 0.05 + 0.001 * np.maximum(20 - runs, 0)
        rows = [
            pd.DataFrame({"cell": cell, "run": runs, "objective": error + 0.01 * cell})
            for cell in range(6)
        ]
        traces.append(folder / "trace.csv")
        pd.concat(rows).to_csv(traces[-1], index=False)
        curves.append(folder / "curve.csv")
        told = {"step": runs, "runs_per_cell": runs, "test_objective": error + 0.01 * seed}
        pd.DataFrame(told).to_csv(curves[-1], index=False)
    return traces, curves


def test_what_is_left_to_gain_shrinks_with_the_budget(searches):
    table = budgets(*searches, 30, "vic_extended", "s4", SMAP)
    left = table[table["statistic"] == "rmse_still_to_gain"].set_index("runs")["value"]
    assert list(left.index) == [2, 4, 10, 20]
    assert left.is_monotonic_decreasing and left[10] == pytest.approx(0.010) and left[20] == 0
    test = only(table, statistic="rmse_so_far", period="test", runs=10)
    assert test["value"] == pytest.approx(0.065) and np.isnan(test["low"]) and test["n"] == 2


def test_figure_draws_every_difference(table, searches, tmp_path):
    parts = [
        table,
        budgets(*searches, 30, "vic_extended", "s4", SMAP),
        through_surrogate(surrogate_scores(), judged(sample="s8"), "vic_extended", "s8", SMAP),
    ]
    pd.concat(parts).to_csv(tmp_path / "fairness.csv", index=False)
    figure = plot({"fairness": pd.read_csv(tmp_path / "fairness.csv")}, SMAP, ASKED)
    methods, _, models, _ = figure.axes
    names = [label.get_text() for label in methods.get_yticklabels()]
    pairs = [label.get_text() for label in models.get_yticklabels()]
    assert "[extended, a·y+b] − [extended], fPL" in pairs
    assert "fPL − SCE-UA (lockstep), [extended]" in names
    assert "scored by model − by surrogate" in names
    assert any("[extended, no capillary]" in name for name in names)
    # differences in time have the names of those in RMSE
    assert len(names) == len(set(names)) + len(MODELS)
    assert "m$^{3}$ m$^{-3}$" in figure.axes[1].get_ylabel()


def test_figure_of_nothing_says_what_it_wants(table):
    with pytest.raises(DataError, match="expected differences of rmse"):
        plot({"fairness": table[table["against"] == ""]}, SMAP, ASKED)
