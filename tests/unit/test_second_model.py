"""A second model, another variable, basins and RSR: the same code from data to searches."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from basins import BASINS, CALIBRATED, STREAMFLOW, YEAR, world

from fpl.calibration.cells import best_units, calibrate, calibrate_in_lockstep, curve
from fpl.calibration.together import prior_units
from fpl.config.sections import Learning
from fpl.learning.lstm import read
from fpl.learning.run import learn
from fpl.learning.surrogate_data import ModelRuns, latin_hypercube, run_model
from fpl.learning.surrogate_training import untrained
from fpl.problem.cells import CellObjectives
from fpl.problem.files import parameters_dataset, simulation_dataset
from fpl.problem.objective import OBJECTIVES
from fpl.problem.surrogate import SurrogateObjectives, SurrogateProblem, outputs_of

STOP = SimpleNamespace(kstop=10, pcento=0.01, peps=1e-4)
SEARCH = SimpleNamespace(budget=60, complexes=2, stop=STOP)


@pytest.fixture(scope="module")
def basins():
    return world()


@pytest.fixture(scope="module")
def learning():
    history = {"block_days": 8, "units": 4, "layers": 2, "kernel": 3}
    return Learning.model_construct(
        hidden=8, layers=1, dropout=0.0, learning_rate=0.02, batch_cells=BASINS, steps=40,
        monitor_every=20, checkpoint_every=100, history=SimpleNamespace(**history),
    )  # fmt: skip


def rsr(simulated, observed, used):
    """By the book: RMSE over the standard deviation of the observations, one basin."""
    s, o = simulated[used].double().numpy(), observed[used].double().numpy()
    return np.sqrt(np.mean((s - o) ** 2)) / np.std(o)


def test_the_objective_is_rsr_of_streamflow(basins):
    this = basins.problem
    unit = torch.rand(len(CALIBRATED), BASINS, generator=torch.Generator().manual_seed(0))
    flow = this.simulation(this.parameters(unit), ("streamflow",))["streamflow"]
    for losses, days in zip(this.judged(unit), (this.training, this.test), strict=True):
        expected = [
            rsr(flow[days, i], this.observed[days, i], this.used[days, i]) for i in range(BASINS)
        ]
        np.testing.assert_allclose(losses, expected, rtol=1e-4)
    np.testing.assert_allclose(this.objective(unit), this.judged(unit)[0], rtol=1e-5)
    assert 0.5 < this.used.double().mean() < 0.9  # gaps


@pytest.mark.parametrize("objective", OBJECTIVES.values(), ids=list(OBJECTIVES))
def test_searches_see_what_learning_sees(basins, objective):
    this = replace(basins.problem, loss=objective)
    points = torch.rand(3, 4, BASINS, generator=torch.Generator().manual_seed(1))
    losses, cycles = CellObjectives(this)(points)
    for point, mine in zip(points.unbind(1), losses, strict=True):
        torch.testing.assert_close(mine, this.objective(point.contiguous()), rtol=1e-4, atol=1e-5)
    assert cycles.shape == (4, BASINS) and cycles.min() >= 1


def test_learning_lowers_rsr_at_basins_that_are_no_lattice(basins, learning):
    run = learn(basins, "random6", learning, seed=0)
    first, last = run.curve.iloc[0], run.curve.iloc[-1]
    assert last["training_objective"] < 0.7 * first["training_objective"]
    assert last["test_objective"] < first["test_objective"]
    assert set(run.parameters.coords) == {"cell", "lat", "lon"}
    assert list(run.parameters.data_vars) == list(basins.problem.model.parameter_names)
    assert run.parameters["FC"].attrs["units"] == "mm"


def test_observations_are_a_channel_of_the_history(basins, learning):
    learning = learning.model_copy(update={"steps": 2, "monitor_every": 2})
    run = learn(basins, "random6", learning, seed=0, method="fpl_gz_observed")
    assert run.checkpoint["history"]["names"][-1] == "observed"


@pytest.mark.parametrize("search", [calibrate, calibrate_in_lockstep])
def test_searches_find_better_parameters_than_the_priors(basins, search):
    this = basins.problem
    labels = basins.forcing["cell"].to_numpy()
    trace = search(this, range(BASINS), labels, SEARCH, 0)
    unit = best_units(this, trace, labels, SEARCH.budget)
    training, _ = this.judged(unit)
    ends = trace[trace["stop"] != ""].set_index("cell")["objective"].loc[labels]
    np.testing.assert_allclose(training, ends, rtol=1e-3)
    priors = torch.as_tensor(prior_units(this).T.copy(), dtype=torch.float32)
    assert training.median() < 0.8 * this.judged(priors)[0].median()
    steps = curve(this, trace, labels.tolist(), SEARCH.budget)
    assert steps["training_objective"].is_monotonic_decreasing
    assert steps["training_objective"].iloc[-1] == pytest.approx(float(training.median()))


def test_simulations_hold_the_target_and_the_fluxes_of_the_model(basins):
    this = basins.problem
    time = basins.forcing["time"]
    ds = simulation_dataset(this, this.parameters(None), basins.forcing, time)
    assert list(ds.data_vars) == ["streamflow", "evapotranspiration", "swe"]
    assert ds["streamflow"].attrs["units"] == "mm d-1" and ds["swe"].attrs["units"] == "mm"
    assert ds["streamflow"].dims == ("cell", "time") and float(ds["streamflow"].min()) >= 0.0
    known = parameters_dataset(this, this.parameters(None), basins.forcing)
    np.testing.assert_allclose(known["K2"], 0.03, rtol=1e-6)
    assert (known["K2"].attrs["calibrated"], known["FC"].attrs["calibrated"]) == (0, 1)


def test_a_surrogate_predicts_target_and_evapotranspiration(basins):
    this = basins.problem
    assert outputs_of(this) == ("streamflow", "evapotranspiration")
    runs = run_model(this, latin_hypercube(this, 2, 0))
    assert runs.series.shape == (YEAR, 2, BASINS, 2)
    kept = runs.dataset(this.model)
    assert kept["streamflow"].attrs["units"] == "mm d-1"
    again = ModelRuns.of(kept)
    assert again.outputs == runs.outputs and torch.equal(again.series, runs.series)
    through = SurrogateProblem.replacing(this, untrained(this, 4), 10)
    losses, _ = SurrogateObjectives(through)(torch.full((3, 1, BASINS), 0.5))
    assert losses.shape == (1, BASINS) and losses.isfinite().all()


def test_an_lstm_reads_streamflow(basins):
    record = read(basins, np.ones(BASINS, dtype=bool))
    assert torch.equal(record.observed, basins.problem.observed)
    assert basins.problem.target == STREAMFLOW
