"""Both SCE-UA compared: known functions are zero where they say, rows say what traces do."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from studies import TWIN

from fpl.errors import DataError
from fpl.evaluation.search_functions import FUNCTIONS, TOLERANCE, compare
from fpl.figures import lockstep as figure
from fpl.tables.lockstep import COLUMNS, build

LOWEST = {"sphere": 0.65, "rosenbrock": 0.75, "griewank": 50 / 110, "ackley": 25 / 60}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_known_functions_are_zero_at_their_lowest_point_only(name):
    function, dimensions = FUNCTIONS[name]
    assert function(np.full(dimensions, LOWEST[name])) == pytest.approx(0.0, abs=1e-12)
    anywhere = np.random.default_rng(0).random((500, dimensions))
    assert (function(anywhere) > 1e-3).all()


@pytest.fixture
def traces(tmp_path):
    """Two seeds in lockstep, one of SPOTPY's; in lockstep each cell ends 0.001 lower."""
    paths = []
    for method, seed, lower in (("lockstep", 0, 1e-3), ("lockstep", 1, 1e-3), ("sceua", 0, 0.0)):
        rows = []
        for cell in range(20):
            for run, value in (
                (1, 0.09),
                (10, 0.05 + cell / 1e3),
                (100, 0.03 + cell / 1e3 - lower),
            ):
                end = "budget" if run == 100 else ""
                rows.append((cell, run, 2 * run, value, 0.1, run / 1e3, end))
        columns = ["cell", "run", "warmup_runs", "objective", "wall_seconds", "cpu_seconds", "stop"]
        path = tmp_path / f"twin/vic/{method}/s4/seed{seed}/trace.csv"
        path.parent.mkdir(parents=True)
        pd.DataFrame(rows, columns=columns).to_csv(path, index=False)
        paths.append(path)
    return paths


@pytest.fixture
def functions():
    rows = [
        (name, seed, method, 1e-5 if seed else 1.0, 40.0 if seed else np.nan)
        for name in FUNCTIONS
        for seed in range(4)
        for method in ("lockstep", "sceua")
    ]
    return pd.DataFrame(rows, columns=["function", "seed", "method", "value", "runs"])


def test_difference_is_paired_and_at_the_budget(traces, functions):
    made = build(traces, functions, 100, TWIN)
    assert list(made.columns) == COLUMNS
    row = made[(made["statistic"] == "rmse_at_budget") & (made["against"] == "sceua")].iloc[0]
    assert row["value"] == pytest.approx(-1e-3) and row["high"] == pytest.approx(-1e-3)
    assert row["n"] == 20
    early = made[(made["statistic"] == "rmse_so_far") & (made["runs"] == 10)]
    assert early[early["against"] == "sceua"]["value"].iloc[0] == pytest.approx(0.0)
    seconds = made[made["statistic"] == "core_seconds_per_run"]
    assert np.allclose(seconds["value"], 1e-3)
    success = made[made["statistic"] == "success"]
    assert (success["value"] == 75.0).all() and len(success) == 8
    until = made[made["statistic"] == "runs_to_tolerance"]
    assert (until["value"] == 40.0).all() and (
        until["high"] == 100.0
    ).all()  # a failure: the budget


def test_figure_has_all_three_panels(traces, functions):
    drawn = figure.plot({"lockstep": build(traces, functions, 100, TWIN)}, TWIN, {})
    assert len(drawn.axes) == 3 and all(ax.has_data() for ax in drawn.axes)
    assert "twin" in drawn.get_suptitle()


def test_one_method_alone_is_refused(traces, functions):
    with pytest.raises(DataError, match="add both"):
        build(traces[:2], functions, 100, TWIN)


def test_both_searches_say_when_they_came_below_the_tolerance():
    stop = SimpleNamespace(kstop=30, pcento=0.01, peps=1e-4)
    made = compare(SimpleNamespace(budget=700, complexes=2, stop=stop), range(2))
    found = made[made["value"] < TOLERANCE]
    assert found["runs"].between(10, 700).all() and set(found["method"]) == {"lockstep", "sceua"}
    assert made[made["value"] >= TOLERANCE]["runs"].isna().all()
