"""In a world whose true parameters are known, both methods find them."""

from types import SimpleNamespace

import generated
import numpy as np
import pytest
import torch
import xarray as xr

from fpl.calibration.cells import best_units, calibrate
from fpl.evaluation.identifiability.quantities import agreement
from fpl.evaluation.identifiability.recovery import recover
from fpl.learning.run import learn
from fpl.problem.files import Files, open_from, parameters_dataset, read_parameters
from fpl.twin import generated_cells
from fpl.twin.generated_cells import DRIEST
from fpl.twin.world import write

KNOWABLE = ("porosity", "depth_1", "expt")
TARGET = generated.CELLS["target"]["output"]


@pytest.fixture(scope="module")
def settings():
    made = generated.settings(
        generated.CELLS, parameter_noise=0.0, observation_noise_m3_m3=0.0, gap_share=0.5
    )
    made["processes"]["vic"]["runoff_steps"] = 1
    made["processes"]["vic"]["calibrated_sets"]["extended"] = list(KNOWABLE)
    return made


@pytest.fixture(scope="module")
def world(settings, tmp_path_factory):
    paths = generated.paths(tmp_path_factory.mktemp("twin"))
    model = settings["models"][settings["headline"]]
    write(
        generated_cells.world(settings),
        paths,
        settings=settings,
        model=model,
        dataset="twin",
    )
    files = Files(*(paths[name] for name in ("forcing", "observations", "attributes")))
    return open_from(files, settings, model), paths["truth"]


def test_the_world_is_marked_as_generated(world):
    inputs, truth = world
    for ds in (inputs.forcing, inputs.attributes, xr.open_dataset(truth)):
        assert ds.attrs["dataset"] == "twin"
        assert "twin" in ds.attrs["title"]


def test_observations_are_vics_own_at_the_true_parameters(world):
    inputs, truth = world
    problem, parameters, found = read_parameters(truth, inputs)
    with xr.open_dataset(truth.with_name("truth_fluxes.nc")) as kept:
        assert kept.attrs["dataset"] == "twin" and (kept["evapotranspiration"] >= 0).all()
        assert kept["evapotranspiration"].shape == problem.observed.T.shape
        made = problem.simulation(parameters, ("evapotranspiration",))["evapotranspiration"].T
        assert abs(kept["evapotranspiration"].values - made.numpy()).max() < 1e-4
    seen = problem.simulation(parameters, (TARGET,))[TARGET]
    above = problem.used & (problem.observed > DRIEST)  # SMAP's lower bound
    assert (seen - problem.observed)[above].abs().max() < 1e-6
    assert above.sum() > 0.8 * problem.used.sum()
    assert found["porosity"].attrs["calibrated"] == 1
    assert found["infilt"].attrs["calibrated"] == 0
    share = 1 - inputs.problem.used.double().mean().item()
    assert 0.5 <= share < 0.75  # half missing, and frozen days


def test_learning_recovers_the_true_parameters(world):
    inputs, truth = world
    learning = SimpleNamespace(
        hidden=32, layers=2, dropout=0.0, learning_rate=0.01, batch_cells=20, steps=250,
        monitor_every=125, checkpoint_every=1000,
    )  # fmt: skip
    run = learn(inputs, "s4", learning, seed=0)
    known = xr.open_dataset(truth)
    for name in KNOWABLE:
        together = np.corrcoef(known[name], run.parameters[name])[0, 1]
        assert together > 0.9, (name, together)
    first, last = run.curve.iloc[0], run.curve.iloc[-1]
    assert last["test_objective"] < 0.25 * first["test_objective"]


def test_sce_ua_recovers_the_true_parameters(world):
    inputs, truth = world
    cells = [0, 7, 13]
    labels = inputs.forcing["cell"].to_numpy()
    settings = SimpleNamespace(
        budget=900, complexes=3, stop=SimpleNamespace(kstop=20, pcento=0.001, peps=1e-4)
    )
    trace = calibrate(inputs.problem, cells, labels, settings, seed=0)
    problem = inputs.problem.select(cells)
    unit = best_units(problem, trace, labels[cells].tolist(), 900)
    found = parameters_dataset(problem, problem.parameters(unit), inputs.forcing.isel(cell=cells))
    known = xr.open_dataset(truth).isel(cell=cells)
    for name in KNOWABLE:
        span = known[name].attrs["high"] - known[name].attrs["low"]
        assert np.abs(found[name] - known[name]).max() < 0.05 * span, name
    assert torch.median(problem.objective(unit)) < 1e-3


def test_generated_truths_on_given_forcing_are_recovered(world):
    inputs, _ = world
    known = [name for name in inputs.problem.model.parameter_names if name not in KNOWABLE]
    learning = SimpleNamespace(
        hidden=32, layers=2, dropout=0.0, learning_rate=0.01, batch_cells=20, steps=150,
        monitor_every=150, checkpoint_every=1000,
    )  # fmt: skip
    found = recover(inputs, learning, known, unexplained=0.0, noise=0.0, seed=4)
    assert set(found["parameter"]) == set(KNOWABLE)
    assert len(found) == len(KNOWABLE) * inputs.problem.cells
    assert found[["true", "found"]].apply(lambda x: x.between(0, 1)).all(axis=None)
    skill = agreement(found).set_index("parameter")
    assert (skill["rank_r"] > 0.8).all(), skill
    assert (skill["rmse"] < 0.15).all(), skill
