"""Cost and scaling: thresholds between points, known slopes and ratios, and what never arrives."""

import numpy as np
import pandas as pd
import pytest
import torch
import yaml
from studies import TWIN
from synthetic_results import attributes
from worlds import problem

from fpl import config
from fpl.engine import Warmup
from fpl.evaluation import continent, passes
from fpl.evaluation.reach import error_at, log_sums, power_law, reach
from fpl.evaluation.reach import passes as equivalent
from fpl.evaluation.resampling import (
    middle,
    of_medians,
    over_seeds,
    over_seeds_and_cells,
    quotient,
    weighted_medians,
)
from fpl.evaluation.scaling import CONTINENT, at_continent, cells_for_skill, fixed_cells, slope
from fpl.figures import cost as cost_figure
from fpl.figures import superconvergence as scaling_figure
from fpl.learning import step as step_module
from fpl.learning import train
from fpl.physics.vic import vic
from fpl.tables import cost, cost_curves, scaling

PLACES = attributes()
SAMPLES = {"random6": 6, "random12": 12, "s8": None, "s4": 24}
PASS = {"forward": 1e-3, "backward": 2e-3, "backward_per_forward": 2.0, "network": 0.01}
PASS |= {"network_share": 0.1, "search": 5e-4}
PARTS = pd.DataFrame(
    [{"part": p, "value": v, "low": v, "high": v, "n": 5} for p, v in PASS.items()]
)
CONTINENT_STEPS = pd.DataFrame(
    [
        {"step": s, "cells": c, "n": 3, "core_seconds": v, "core_seconds_min": v}
        | {"core_seconds_max": v, "peak_gb": 2.0}
        for s, c, v in (("batch", 24, 0.1), ("batch", 2000, 0.1), ("all", 2000, 8.0))
    ]
)


def test_a_threshold_is_reached_between_two_points():
    assert reach([0, 10, 20], [0.08, 0.06, 0.04], 0.05) == pytest.approx(15)
    assert reach([0, 10, 20, 30], [0.08, 0.04, 0.06, 0.03], 0.05) == pytest.approx(7.5), "the first"
    assert reach([3, 10], [0.05, 0.04], 0.05) == 3, "there from the start"
    assert reach([0, 10], [0.08, 0.06], 0.05) == np.inf
    assert error_at([1, 3], [0.4, 0.2], 2) == pytest.approx(0.3)
    assert error_at([1, 3], [0.4, 0.2], 9) == pytest.approx(0.2)


def test_passes_count_warmup_and_the_way_back():
    assert equivalent(np.array([10.0]), np.array([30.0]), 1.5, 2)[0] == 10 + 30 + 30
    assert equivalent(np.array([10.0]), np.array([30.0]), 1.5, 0)[0] == 40


def test_medians_over_seeds_and_what_never_arrives():
    never = float("inf")
    assert middle([1.0, 2.0, never]) == 2.0
    made = of_medians([8.0, 10.0, 12.0], [2.0, 2.0])
    assert (made.value, made.n) == (5.0, 2) and 4 <= made.low < 5 < made.high <= 6
    assert np.isnan(of_medians([never, never], [2.0, 2.0]).value)
    half = of_medians([1.0, 2.0, never], [1.0])
    assert half.value == 2.0 and half.low == 1.0 and np.isnan(half.high)
    alone = of_medians([3.0])
    assert alone.value == 3.0 and np.isnan(alone.low) and np.isnan(alone.high)
    assert of_medians([1.0, 4.0, 9.0]) == of_medians([1.0, 4.0, 9.0]), "the same every time"


def test_a_known_power_law_is_found():
    sizes = np.array([13, 26, 52, 103, 206, 411])
    found, factor = power_law(log_sums(sizes, 30.0 * sizes**-0.7))
    assert found == pytest.approx(-0.7) and 10**factor == pytest.approx(30.0)
    assert power_law(log_sums([10, 20, 40], [1.0, np.inf, 4.0]))[0] == pytest.approx(1.0)
    assert np.isnan(power_law(log_sums([10, 20], [1.0, np.inf]))[0])
    seeds = np.array([log_sums(sizes, sizes**0.5 * noise) for noise in (0.9, 1.0, 1.1)])
    assert at_continent(seeds[None])[0] == pytest.approx(CONTINENT**0.5, rel=0.01)
    made = over_seeds([seeds], slope)
    assert made.value == pytest.approx(0.5) and made.n == 3
    assert made.low == pytest.approx(0.5) and made.high == pytest.approx(0.5)


def test_seeds_may_have_cells_of_their_own():
    nan = np.nan
    made = over_seeds_and_cells(np.array([[1.0, 2.0, 3.0, nan, nan], [nan, nan, nan, 4.0, nan]]))
    assert (made.value, made.n) == (3.0, 4) and made.low < 3.0 < made.high
    assert np.isnan(over_seeds_and_cells(np.array([[nan]])).value)


def test_a_cell_that_many_seeds_have_is_one_cell():
    cells = np.random.default_rng(0).normal(size=(1, 100))
    one, many = over_seeds_and_cells(cells), over_seeds_and_cells(np.repeat(cells, 9, axis=0))
    assert one.n == many.n == 100
    assert many.high - many.low == pytest.approx(one.high - one.low, rel=0.2)


def test_weighted_median_is_the_median_of_what_is_repeated():
    draw = np.random.default_rng(0)
    values, counts = draw.normal(size=7), draw.integers(0, 4, size=(50, 7))
    found = weighted_medians(values, counts)
    assert np.allclose(found, [np.median(np.repeat(values, row)) for row in counts])


def test_a_run_that_never_arrives_speaks_against_its_method():
    never = np.inf
    made = quotient(np.array([4.0, never, never, 4.0]), np.array([2.0, 2.0, never, never]))
    assert made[0] == 2.0 and made[1] == never and np.isnan(made[2]) and made[3] == 0.0


def test_fixed_cells_are_in_every_sample_or_in_none_but_the_densest():
    trained = {"random1": [1, 0, 0], "random2": [1, 1, 0], "s4": [1, 1, 1]}
    cells = fixed_cells({name: pd.Series(v, index=[5, 6, 7]) for name, v in trained.items()})
    assert {name: list(index) for name, index in cells.items()} == {
        "trained_in_all": [5],
        "never_trained": [7],
        "all": [5, 6, 7],
    }


def test_as_many_cells_as_give_the_skill_of_another():
    errors = np.stack([np.repeat([[0.05], [0.04], [0.03]], 9, axis=1)] * 2)
    made = cells_for_skill([10, 100, 1000], errors, np.full(9, 0.045))
    assert made.value == pytest.approx(10**1.5) == made.low and made.n == 9
    assert cells_for_skill([10, 100, 1000], errors, np.full(9, 0.06)).value == 10
    assert np.isnan(cells_for_skill([10, 100, 1000], errors, np.full(9, 0.01)).value)


def curve(runs, seconds, rmse, warmup=2.0):
    made = {"step": range(len(runs)), "runs_per_cell": runs, "cpu_seconds": seconds}
    made |= {"warmup_runs_per_cell": warmup * np.asarray(runs), "wall_seconds": seconds}
    made |= {"training_objective": np.asarray(rmse) - 0.002, "test_objective": rmse}
    return pd.DataFrame(made)


@pytest.fixture(scope="module")
def curves(tmp_path_factory):
    """Learning reaches 0.05 after 100 / sqrt(cells) runs, SCE-UA after 60, whatever the cells."""
    root = tmp_path_factory.mktemp("runs") / "twin/vic_extended"
    paths = []

    def keep(table, *place, name="curve.csv"):
        folder = root.joinpath(*place)
        folder.mkdir(parents=True, exist_ok=True)
        table.to_csv(folder / name, index=False)
        paths.append(folder / name)

    for sample, cells in SAMPLES.items():
        count = cells or cost_curves.cells_of_sample(PLACES, sample).sum()
        for seed in range(3):
            runs = np.array([0.0, 100, 1000]) / count**0.5
            rmse = [0.08, 0.05, 0.036 + 0.0001 * seed]
            keep(curve(runs, runs * count * 0.01, rmse), "fpl", sample, f"seed{seed}")
    for sample, count in (("s8", None), ("s4", 24)):
        count = count or cost_curves.cells_of_sample(PLACES, sample).sum()
        runs = np.array([1.0, 60, 1500])
        for method in ("sceua", "lockstep"):
            table = curve(runs, runs * count * 0.02, [0.08, 0.05, 0.035])
            keep(table, method, sample, "seed0")
    return paths


@pytest.fixture(scope="module")
def lines(curves):
    return cost_curves.lines(curves, PARTS, PLACES)


@pytest.fixture(scope="module")
def judged():
    parts = []
    for sample, cells in SAMPLES.items():
        for seed in range(3):
            inside = cost_curves.cells_of_sample(PLACES, sample, seed).astype(int)
            rmse = 0.05 - 0.0005 * (cells or 8) + 0.001 * np.cos(PLACES["cell"].values)
            for period in ("training", "test"):
                made = {"cell": PLACES["cell"].values, "trained": inside, "rmse": rmse}
                made |= {"r": 0.9 - rmse, "period": period, "sample": sample, "seed": seed}
                parts.append(pd.DataFrame(made | {"method": "fpl", "model": "vic_extended"}))
    return pd.concat(parts, ignore_index=True)


def only(table, statistic, **wanted):
    for name, value in ({"statistic": statistic} | wanted).items():
        table = table[table[name] == value]
    assert len(table) == 1, table
    return table.iloc[0]


def test_lines_count_the_same_for_all(lines):
    ours = lines[(lines["method"] == "fpl") & (lines["sample"] == "s4")].iloc[1]
    assert ours["cells"] == 24
    assert ours["passes"] == pytest.approx(ours["runs"] * (1 + 2 + 2 * 2))
    theirs = lines[(lines["method"] == "sceua") & (lines["sample"] == "s4")].iloc[1]
    assert theirs["passes"] == pytest.approx(60 * 3) and theirs["core_seconds"] == 60 * 24 * 0.02
    alone = lines[(lines["method"] == "sceua_model_only") & (lines["sample"] == "s4")].iloc[1]
    assert alone["core_seconds"] == pytest.approx(60 * 3 * 24 * 5e-4)


SURROGATE = pd.DataFrame(
    [{"dataset": "twin", "model": "vic_extended", "route": "surrogate", "judged_by": "model"}]
).assign(
    sample="s4", round=2, method="fpl", period="test", rmse=0.04, core_seconds=144.0,
    model_runs_per_cell=64, surrogate_runs_per_cell=300,
)  # fmt: skip


def test_cost_tells_levels_and_ratios(lines, judged):
    sparse = lines[lines["sample"].isin(["s8", "s4"])]
    table = cost.build(sparse, judged, PARTS, SURROGATE, TWIN, "vic_extended")
    assert not table.duplicated(cost.COLUMNS[:8]).any()
    assert only(table, "runs_to_threshold", method="fpl", sample="s4").value == pytest.approx(
        100 / 24**0.5
    )
    learned = {"method": "fpl", "sample": "s4", "against": "lockstep"}
    ratio = only(table, "core_seconds_to_threshold_ratio", **learned)
    assert ratio["value"] == pytest.approx(60 * 0.02 / (100 / 24**0.5 * 0.01)) and ratio["n"] == 1
    assert ratio["cells"] == "all" and ratio["period"] == "test"
    assert only(table, "passes_to_common_skill_ratio", **learned).value > 0
    training = only(table, "core_seconds_to_common_training_skill_ratio", **learned)
    assert training["period"] == "training"
    budget = only(table, "rmse_at_500_runs", method="sceua", sample="s4", period="test")
    assert 0.035 < budget["value"] < 0.05 and np.isnan(budget["low"])
    bill = only(table, "core_seconds_to_end_ratio", method="fpl_surrogate", against="lockstep")
    assert bill["value"] == pytest.approx(1500 * 24 * 0.02 / 144)
    assert only(table, "backward_per_forward", method="fpl")["model"] == "vic_extended"
    end = only(table, "rmse_at_end", method="fpl", sample="s4", period="test")
    assert end["low"] < end["value"] < end["high"] and end["n"] == 24


def test_a_threshold_that_is_never_reached_is_empty(lines, judged):
    far = lines.assign(test_objective=lines["test_objective"] + 0.1)
    table = cost.build(far[far["sample"] == "s4"], judged, PARTS, SURROGATE, TWIN, "vic_extended")
    row = only(table, "runs_to_threshold", method="fpl", sample="s4")
    assert np.isnan(row["value"]) and np.isnan(row["low"])
    learned = {"method": "fpl", "sample": "s4", "against": "sceua"}
    assert np.isnan(only(table, "runs_to_threshold_ratio", **learned)["value"])


def trace(tmp_path):
    """The first half of the cells arrives after 10 runs, the other after 40."""
    rows = [
        {"cell": cell, "run": run, "objective": error}
        for place, cell in enumerate(PLACES["cell"].values)
        for run, error in ((1, 0.08), (10 if place < 12 else 40, 0.03))
    ]
    path = tmp_path / "twin/vic_extended/sceua/s4/seed0/trace.csv"
    path.parent.mkdir(parents=True)
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


def test_scaling_finds_the_slopes_and_says_what_is_of_the_cells(lines, judged, tmp_path):
    samples = lines.loc[lines["method"] == "fpl", ["sample", "seed"]]
    searched = cost_curves.searched([trace(tmp_path)], samples, PLACES)
    whole = searched[(searched["sample"] == "s4") & (searched["seed"] == 0)]
    assert list(whole["runs"]) == [1, 10, 40]
    assert list(whole["training_objective"]) == pytest.approx([0.08, 0.055, 0.03])
    table = scaling.build(lines, searched, judged, CONTINENT_STEPS, pd.DataFrame(), TWIN)
    assert not table.duplicated(cost.COLUMNS[:8]).any()
    learned = {"method": "fpl", "sample": "random", "period": "test", "against": ""}
    assert only(table, "slope_runs_to_threshold", **learned).value == pytest.approx(-0.5)
    seconds = only(table, "slope_core_seconds_to_threshold", **learned)
    assert seconds["value"] == pytest.approx(0.5) and seconds["n"] == 3
    theirs = only(table, "slope_core_seconds_to_threshold", method="lockstep", sample="lattices")
    assert theirs["value"] == pytest.approx(1.0)
    ratio = only(table, f"core_seconds_at_{CONTINENT}_ratio", sample="random", against="lockstep")
    assert ratio["value"] == pytest.approx(60 * 0.02 * CONTINENT / (CONTINENT**0.5))
    control = {"method": "fpl", "sample": "random", "period": "training", "against": "sceua"}
    assert np.isfinite(only(table, "slope_runs_to_threshold", **control)["value"])
    gain = only(table, "rmse_many_minus_few", sample="random", cells="all")
    assert gain["value"] == pytest.approx(-0.0005 * (24 - 6))
    assert only(table, "rmse_many_minus_few", sample="random", cells="never_trained")[
        "value"
    ] == pytest.approx(-0.0005 * (12 - 6))
    assert set(table.loc[table["sample"] == "random6", "training_cells"]) == {6}


def test_the_best_regionalised_search_is_chosen_in_its_favour(judged, lines):
    inside = cost_curves.cells_of_sample(PLACES, "s8").astype(int)
    donors = pd.concat(
        pd.DataFrame(
            {"cell": PLACES["cell"].values[inside == 0], "trained": 0, "rmse": rmse}
        ).assign(
            method=method, source=source, sample="s8", seed=0, period="test", model="vic_extended"
        )
        for method, source, rmse in (
            ("nearest", "lockstep", 0.06),
            ("forest", "lockstep", 0.0455),
            ("forest", "sceua", 0.01),
        )
    )
    table = scaling.build(lines, pd.DataFrame(), judged, CONTINENT_STEPS, donors, TWIN)
    row = only(table, "percent_of_cells_for_regionalised_skill", sample="random")
    errors = 0.001 * np.cos(PLACES["cell"].values)
    assert row["against"] == "best_regionalised" and row["unit"] == "%"
    assert 100 * 6 / inside.sum() <= row["value"] <= 100 * 12 / inside.sum() and errors.size


def test_figures_say_what_they_draw(lines, judged, tmp_path):
    curves = cost_curves.build(lines[lines["sample"].isin(["s8", "s4"])])
    figure = cost_figure.plot({"cost_curves": curves}, TWIN, {})
    assert "generated world" in figure.get_suptitle()
    assert "core s" in figure.axes[3].get_xlabel() and "test RMSE" in figure.axes[0].get_ylabel()
    searched = cost_curves.searched([], lines[["sample", "seed"]], PLACES)
    table = scaling.build(lines, searched, judged, CONTINENT_STEPS, pd.DataFrame(), TWIN)
    table.to_csv(tmp_path / "scaling.csv", index=False)
    figure = scaling_figure.plot({"scaling": pd.read_csv(tmp_path / "scaling.csv")}, TWIN, {})
    assert [ax.get_xlabel() for ax in figure.axes] == ["training cells"] * 4
    texts = [text.get_text() for text in figure.axes[0].get_legend().get_texts()]
    assert any("exponent -0.50" in text for text in texts)


def test_passes_and_a_continental_step_are_measured_on_the_step_of_training(monkeypatch):
    """Both clocks stop what :func:`fpl.learning.step.step` does, clipping included."""
    assert passes.step is continent.step is train.step is step_module.step
    clipped = []
    real = torch.nn.utils.clip_grad_norm_
    monkeypatch.setattr(passes, "REPEATS", 2)
    monkeypatch.setattr(continent, "REPEATS", 2)
    monkeypatch.setattr(
        torch.nn.utils, "clip_grad_norm_", lambda *given: clipped.append(1) or real(*given)
    )
    with open("config/cases/smap.yaml") as file:
        values = yaml.safe_load(file)["learning"]
    settings = config.Learning(**values | {"hidden": 8, "batch_cells": 4})
    this = problem(
        vic(1), ("infilt", "porosity"), cells=6, days=16, dtype=torch.float32, engine="torch",
        warmup=Warmup(("w1",), settled_mm=1000.0, max_cycles=1),
    )  # fmt: skip
    known = torch.randn(6, 3, generator=torch.Generator().manual_seed(0))
    parts = passes.measure(this, known, settings, block=3).set_index("part")
    assert len(clipped) == 1 + 2  # one that builds, then the repeats
    assert set(parts.index) == set(passes.PARTS) and (parts["value"] > 0).all()
    assert (parts["low"] <= parts["value"]).all() and (parts["value"] <= parts["high"]).all()
    steps = continent.steps(this, known, settings, 50)
    assert len(clipped) == 3 + (1 + 2) + (1 + 2) + (1 + 1)
    assert list(steps["cells"]) == [6, 50, 50] and list(steps["cells_a_step"]) == [4, 4, 50]
    assert (steps["core_seconds"] > 0).all() and steps["peak_gb"].is_monotonic_increasing
    assert set(steps["days"]) == {8}
