"""SCE-UA: budgets are counted in model runs, seeds fix the search, traces can be read back."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import torch
from worlds import problem

from fpl.calibration.cells import best_units, block_of, calibrate, checkpoints, curve
from fpl.calibration.sceua import search
from fpl.errors import DataError, EngineError
from fpl.physics.vic import vic
from fpl.problem.counter import RunCounter

STOP = SimpleNamespace(kstop=10, pcento=0.01, peps=1e-4)
SET = ("infilt", "porosity")


class Sphere:
    """A bowl with its bottom at 0.3, that counts how often it is asked."""

    def __init__(self):
        self.counter, self.asked = RunCounter(), []

    def __call__(self, unit):
        self.counter.training += 1
        self.asked.append(unit.copy())
        return float(np.sum((unit - 0.3) ** 2)) + 0.1


def find(budget, seed=0, stop=STOP, dimensions=3):
    bowl = Sphere()
    found = search(
        bowl,
        dimensions,
        bowl.counter,
        first=np.full(dimensions, 0.9),
        budget=budget,
        complexes=3,
        stop=stop,
        seed=seed,
    )
    return bowl, found


def test_the_budget_is_model_runs_not_repetitions():
    bowl, found = find(200)
    assert len(bowl.asked) == 200
    assert found.end.run == 200
    assert found.reason == "budget"


def test_the_bottom_is_found_and_the_best_only_improves():
    bowl, found = find(5000)
    assert np.allclose(found.end.unit, 0.3, atol=0.02)
    values = [best.objective for best in found.improvements]
    assert values == sorted(values, reverse=True)
    assert found.end.objective == min(values)
    assert all(np.all((u >= 0) & (u <= 1)) for u in bowl.asked)


def test_stopping_rules_are_named():
    loose = SimpleNamespace(kstop=3, pcento=50.0, peps=1e-9)
    assert find(10**5, stop=loose)[1].reason == "objective"
    narrow = SimpleNamespace(kstop=1000, pcento=1e-9, peps=0.2)
    assert find(10**5, stop=narrow)[1].reason == "parameters"


def test_seeds_fix_the_search():
    one, other, third = (find(150, seed)[0].asked for seed in (5, 5, 6))
    assert np.array_equal(one, other)
    assert not np.array_equal(one, third)


def test_blocks_hold_each_cell_once():
    blocks = [list(block_of(10, block, 3)) for block in range(3)]
    assert sorted(cell for block in blocks for cell in block) == list(range(10))
    with pytest.raises(DataError, match="no block 3; expected 0 to 2"):
        block_of(10, 3, 3)


@pytest.fixture(scope="module")
def calibrated():
    this = problem(vic(1), SET, cells=4, days=120, dtype=torch.float32)
    this = replace(this, priors=this.priors | {"porosity": torch.full((4,), 0.3)})
    settings = SimpleNamespace(budget=60, complexes=2, stop=STOP)
    labels = [11, 12, 13, 14]
    return this, labels, calibrate(this, [0, 2, 1, 3], labels, settings, seed=0), settings


def test_the_trace_ends_where_the_budget_does(calibrated):
    _, labels, trace, _ = calibrated
    assert list(trace.columns[:7]) == [
        "cell",
        "run",
        "warmup_runs",
        "objective",
        "wall_seconds",
        "cpu_seconds",
        "stop",
    ]
    ends = trace[trace["stop"] != ""]
    assert sorted(ends["cell"]) == labels
    assert (ends["run"] == 60).all()
    assert (ends["warmup_runs"] >= 60).all()


def test_best_points_reproduce_the_traced_objective(calibrated):
    this, labels, trace, _ = calibrated
    unit = best_units(this, trace, labels, 60)
    found = this.objective(unit)
    ends = trace[trace["stop"] != ""].set_index("cell").loc[labels, "objective"]
    assert np.allclose(found.numpy(), ends.to_numpy(), atol=2e-5)


def test_a_cells_search_does_not_depend_on_its_block(calibrated):
    this, labels, trace, settings = calibrated
    alone = calibrate(this, [1], labels, settings, seed=0)
    same = trace[trace["cell"] == 12]
    assert np.allclose(alone["objective"], same["objective"])


def test_curve_goes_down_along_the_search(calibrated):
    this, labels, trace, _ = calibrated
    made = curve(this, trace, labels, 60)
    assert made["runs_per_cell"].tolist() == [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 60.0]
    assert made["training_rmse"].iloc[-1] < made["training_rmse"].iloc[0]
    assert (made["cpu_seconds"].diff().dropna() >= 0).all()
    assert isinstance(made, pd.DataFrame)


def test_the_curve_tells_the_errors_of_training_and_test_apart(calibrated):
    """That of training is what the search itself has minimised; the test is moved away."""
    this, labels, trace, _ = calibrated
    observed = this.observed.clone()
    observed[this.test] += 0.2
    last = curve(replace(this, observed=observed), trace, labels, 60).iloc[-1]
    minimised = torch.tensor(trace.loc[trace["stop"] != "", "objective"].to_numpy())
    assert last["training_rmse"] == pytest.approx(float(minimised.median()), abs=2e-5)
    assert last["test_rmse"] > 2 * last["training_rmse"]


def test_checkpoints_end_at_the_budget():
    assert checkpoints(300) == [1, 2, 5, 10, 20, 50, 100, 200, 300]


def test_the_prior_is_judged_first_and_counted():
    bowl = Sphere()
    first = np.full(3, 0.29)
    found = search(bowl, 3, bowl.counter, first=first, budget=30, complexes=3, stop=STOP, seed=0)
    assert np.array_equal(bowl.asked[0], first)
    assert len(bowl.asked) == 30
    assert found.improvements[0].run == 1


def test_an_objective_that_is_not_finite_stops_the_search():
    bowl = Sphere()
    with pytest.raises(EngineError, match="objective is nan"):
        search(
            lambda unit: float("nan"),
            3,
            bowl.counter,
            first=np.full(3, 0.5),
            budget=30,
            complexes=3,
            stop=STOP,
            seed=0,
        )


def test_an_empty_block_still_has_its_columns(calibrated):
    this, labels, trace, settings = calibrated
    empty = calibrate(this, [], labels, settings, seed=0)
    assert len(empty) == 0
    assert list(empty.columns) == list(trace.columns)
