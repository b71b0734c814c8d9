"""The surrogate's route: what it learns from, what it learns, and that it is a Problem."""

from dataclasses import fields, replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import torch
from small_models import model_of
from worlds import UNITLESS, simulated

from fpl.calibration.cells import bill, calibrate
from fpl.engine import Warmup
from fpl.errors import DataError
from fpl.evaluation.surrogate import surrogate_errors
from fpl.learning import surrogate_round as rounds
from fpl.learning import surrogate_training as training
from fpl.learning.surrogate_data import ModelRuns, around, latin_hypercube, run_model
from fpl.learning.train import train
from fpl.problem.objective import RMSE
from fpl.problem.operator import Identity
from fpl.problem.problem import Problem
from fpl.problem.surrogate import (
    SurrogateObjectives,
    SurrogateProblem,
    cyclic_days,
    forcing_of,
    static_of,
)

CELLS, DAYS = 6, 80
OUTPUTS = (UNITLESS.output, "evapotranspiration")
STOP = SimpleNamespace(kstop=10, pcento=0.01, peps=1e-4)


def bucket(forcing, state, p):
    """A store that rain fills and that drains and evaporates in proportion to what it holds."""
    water = 0.8 * state["w"] + 0.2 * p["share"] * forcing["rain"]
    return {"w": water}, {
        UNITLESS.output: 0.1 + 0.3 * water,
        "evapotranspiration": p["rate"] * water,
    }


MODEL = model_of(
    bucket, ["rain"], {"share": (0.2, 1.0), "rate": (0.5, 2.0)}, {"w": 0.0}, [*OUTPUTS]
)


def settings(**changes):
    made = {"threads": 1, "sets": 6, "sets_a_round": 3, "spread": 0.1, "hidden": 8}
    made |= {"learning_rate": 0.02, "batch": 16, "crop_days": 10, "spin_up_days": 10}
    return SimpleNamespace(**(made | {"steps": 20, "steps_a_round": 10} | changes))


def learning(**changes):
    made = {"hidden": 8, "layers": 1, "dropout": 0.0, "learning_rate": 0.02, "batch_cells": 4}
    made |= {"steps": 5, "monitor_every": 5, "checkpoint_every": 10}
    return SimpleNamespace(**(made | changes))


@pytest.fixture
def known():
    draw = torch.Generator().manual_seed(0)
    rain = torch.rand(DAYS, CELLS, generator=draw)
    priors = {"share": torch.full((CELLS,), 0.7), "rate": torch.full((CELLS,), 1.0)}
    made = Problem(
        model=MODEL,
        calibrated=("share", "rate"),
        target=UNITLESS,
        operator=Identity(),
        loss=RMSE(),
        forcing={"rain": rain},
        observed=torch.zeros(DAYS, CELLS),
        used=torch.rand(DAYS, CELLS, generator=draw) < 0.6,
        priors=priors,
        training=slice(0, DAYS // 2),
        test=slice(DAYS // 2, DAYS),
        warmup=Warmup(("w",), 1e-4, 4),
        engine="torch",
    )
    seen = simulated(made, made.parameters(None))
    return replace(made, observed=seen)


def surrogate_of(known, steps=20, **changes):
    chosen = settings(**changes)
    runs = run_model(known, latin_hypercube(known, chosen.sets, 0))
    return training.train_surrogate(known, runs, chosen, steps, seed=0).surrogate


def weights(network):
    return {name: values.clone() for name, values in network.state_dict().items()}


def same(one, other):
    return one.keys() == other.keys() and all(torch.equal(one[n], other[n]) for n in one)


def test_each_cell_has_a_latin_hypercube_of_its_own(known):
    points = latin_hypercube(known, 10, seed=3)
    assert points.shape == (2, 10, CELLS)
    places = (points * 10).floor().sort(dim=1).values
    assert (places == torch.arange(10.0)[:, None]).all()  # one point in each tenth
    assert not torch.equal(points[..., 0], points[..., 1])
    assert torch.equal(points, latin_hypercube(known, 10, seed=3))
    assert not torch.equal(points, latin_hypercube(known, 10, seed=4))


def test_perturbations_stay_in_the_cube_and_around_what_was_found():
    unit = torch.tensor([[0.5, 0.0], [0.5, 1.0]])
    points = around(unit, 4000, 0.1, seed=0)
    assert points.shape == (2, 4000, 2)
    assert points.min() >= 0.0 and points.max() <= 1.0
    inside = points[..., 0]
    assert inside.mean() == pytest.approx(0.5, abs=0.01)
    assert inside.std() == pytest.approx(0.1, abs=0.005)
    assert points[0, :, 1].mean() == pytest.approx(0.08, abs=0.005)  # reflected at the face
    assert (points[0, :, 1] == 0.0).float().mean() < 0.01


def test_runs_are_those_of_the_process_model_and_are_counted(known):
    points = latin_hypercube(known, 3, 0)
    known.counter.training = known.counter.warmup = 0
    runs = run_model(known, points)
    assert known.counter.training == 3 * CELLS
    assert known.counter.warmup >= 3 * CELLS
    expected = known.simulation(known.parameters(points[:, 1].contiguous()), OUTPUTS)
    for place, name in enumerate(OUTPUTS):
        torch.testing.assert_close(runs.series[:, 1, :, place], expected[name][known.training])


def test_runs_come_back_from_their_file(known, tmp_path):
    runs = run_model(known, latin_hypercube(known, 2, 0))
    back = ModelRuns.of(runs.dataset(MODEL))
    assert torch.equal(back.unit, runs.unit) and torch.equal(back.series, runs.series)
    assert runs.and_then(back).sets == 4


def test_crops_go_round_the_end_of_training():
    days = training.crops(5, 7, 50, torch.Generator().manual_seed(0))
    assert days.shape == (7, 50)
    assert set(days[0].tolist()) == set(range(5))
    assert (days.diff(dim=0) % 5 == 1).all()
    assert cyclic_days(slice(2, 6), 3).tolist() == [3, 4, 5, 2, 3, 4, 5]


def test_surrogate_learns_a_model(known):
    surrogate = surrogate_of(known, steps=300, sets=16, hidden=16)
    through = SurrogateProblem.replacing(known, surrogate, 10)
    fresh = latin_hypercube(known, 4, seed=99)
    found = training.errors(through, known, fresh)
    truth = run_model(known, fresh).series
    spread = truth.flatten(0, 2).std(0)
    for place, name in enumerate(OUTPUTS):
        assert found["training", name] < 0.4 * float(spread[place])
        assert found["test", name] < 0.5 * float(spread[place])


def test_training_never_reads_the_test_year(known):
    spoiled = {n: v.clone() for n, v in known.forcing.items()}
    spoiled["rain"][known.test] = 1e3
    other = replace(known, forcing=spoiled, observed=known.observed + 1.0)
    assert same(weights(surrogate_of(known)), weights(surrogate_of(other)))


def test_training_goes_on_from_earlier_weights_and_their_scaling(known):
    runs = run_model(known, latin_hypercube(known, 4, 0))
    first = training.train_surrogate(known, runs, settings(), 20, 0).surrogate
    before = weights(first)
    second = training.train_surrogate(known, runs, settings(), 1, 0, start=first).surrogate
    assert same(before, weights(first))  # the start is left alone
    assert torch.equal(second.output_scale, first.output_scale)
    moved = max(
        float((a - b).abs().max())
        for a, b in zip(first.parameters(), second.parameters(), strict=True)
    )
    assert 0.0 < moved < 0.02


def test_learning_through_it_leaves_every_weight_as_it_was(known):
    surrogate = surrogate_of(known)
    before = weights(surrogate)
    through = SurrogateProblem.replacing(known, surrogate, 10)
    features = torch.randn(CELLS, 3, generator=torch.Generator().manual_seed(0))
    learned = train(through, features, torch.arange(CELLS), learning(), seed=0)
    assert same(before, weights(surrogate))
    assert not torch.allclose(learned.unit[:, 0], learned.unit[:, 1])  # yet something was learned
    assert through.counter.training == 5 * 4
    assert all(parameter.grad is None for parameter in surrogate.parameters())


def test_it_is_the_same_problem_but_for_the_model(known):
    through = SurrogateProblem.replacing(known, surrogate_of(known), 10)
    for field in fields(Problem):
        if field.name != "counter":
            assert getattr(through, field.name) is getattr(known, field.name)
    assert through.counter is not known.counter
    assert through.space.names == known.space.names and through.cells == known.cells
    unit = torch.rand(2, CELLS, generator=torch.Generator().manual_seed(1))
    some = through.select([4, 1])
    assert isinstance(some, SurrogateProblem)
    torch.testing.assert_close(some.objective(unit[:, [4, 1]]), through.objective(unit)[[4, 1]])
    assert through.counter.training == 2 + CELLS and known.counter.training == 0 * CELLS + 6 * CELLS
    rmse, test = through.judged(unit)
    torch.testing.assert_close(rmse, through.objective(unit), rtol=1e-4, atol=1e-6)
    assert test.shape == (CELLS,)


def test_a_perfect_surrogate_gives_the_models_objective(known):
    """What stands in the model's place may be anything: here the model's own equations."""

    def perfect(weather, static):
        share, rate = 0.2 + 0.8 * static[:, 0], 0.5 + 1.5 * static[:, 1]
        water, made = torch.zeros(weather.shape[1]), []
        for day in weather[..., 0]:
            water = 0.8 * water + 0.2 * share * day
            made.append(torch.stack([0.1 + 0.3 * water, rate * water], -1))
        return torch.stack(made)

    through = SurrogateProblem.replacing(known, perfect, known.training.stop)
    unit = torch.rand(2, CELLS, generator=torch.Generator().manual_seed(1))
    torch.testing.assert_close(through.objective(unit), known.objective(unit), atol=1e-4, rtol=1e-3)
    rmse, cycles = SurrogateObjectives(through)(unit[:, None])
    torch.testing.assert_close(rmse[0], through.objective(unit))
    assert (cycles == 0).all()
    wanted = unit.clone().requires_grad_()
    through.objective(wanted).sum().backward()
    other = unit.clone().requires_grad_()
    known.objective(other).sum().backward()
    torch.testing.assert_close(wanted.grad, other.grad, atol=1e-3, rtol=1e-2)


def test_what_it_does_not_predict_is_an_error(known):
    through = SurrogateProblem.replacing(known, surrogate_of(known), 10)
    with pytest.raises(DataError, match="not runoff; ask the process model"):
        through.simulation(known.parameters(None), (UNITLESS.output, "runoff"))


def test_sceua_searches_the_surrogate_and_not_the_model(known):
    through = SurrogateProblem.replacing(known, surrogate_of(known), 10)
    before = (known.counter.training, known.counter.warmup)
    chosen = SimpleNamespace(budget=30, complexes=1, stop=STOP)
    labels = list(range(CELLS))
    trace = calibrate(through, [0, 2], labels, chosen, 0, SurrogateObjectives)
    assert (known.counter.training, known.counter.warmup) == before
    last = trace[trace["stop"] != ""].set_index("cell")
    assert bill(trace)["surrogate_runs"].item() == last["run"].sum() <= 60
    unit = np.stack([last.loc[cell, ["share", "rate"]].to_numpy(float) for cell in (0, 2)], 1)
    some = through.select([0, 2])
    found = some.objective(some.space.to_unit(torch.tensor(unit, dtype=torch.float32)))
    np.testing.assert_allclose(found, last.loc[[0, 2], "objective"], atol=1e-5)


def test_rounds_build_on_one_another_and_a_seed_fixes_them(known, tmp_path):
    features = torch.randn(CELLS, 3, generator=torch.Generator().manual_seed(0))

    def play_both():
        first = rounds.play(known, features, settings(), learning(), 0, 0, None)
        before = rounds.Before(first.runs, first.surrogate, first.unit)
        return first, rounds.play(known, features, settings(), learning(), 0, 1, before)

    (first, second), (_, again) = play_both(), play_both()
    assert same(weights(second.surrogate), weights(again.surrogate))
    assert torch.equal(second.unit, again.unit)
    assert torch.equal(second.runs.unit[:, 0], first.unit)  # what was found is run itself
    assert first.bill["model_runs"] == 6 * CELLS and second.bill["model_runs"] == 3 * CELLS
    assert second.bill["surrogate_runs"] == pytest.approx(5 * 4)
    rounds.keep(second.surrogate, tmp_path / "surrogate.pt")
    back = rounds.restore(known, 8, tmp_path / "surrogate.pt")
    assert same(weights(back), weights(second.surrogate))
    assert not any(parameter.requires_grad for parameter in back.parameters())
    with torch.no_grad():
        static = static_of(MODEL, known.parameters(None))
        made = back(forcing_of(known), static)
    assert made.shape == (DAYS, CELLS, 2)


def test_errors_are_told_by_sets_period_and_output(known):
    through = SurrogateProblem.replacing(known, surrogate_of(known), 10)
    unit = torch.full((2, CELLS), 0.5)
    made = surrogate_errors(known, through, unit, 3, 0.1, 0)
    assert len(made) == 2 * 2 * 2 and (made["rmse"] > 0).all()
    other = surrogate_errors(known, through, 0.2 * unit, 3, 0.1, 0).set_index("sets")
    again = made.set_index("sets")
    assert (other.loc["held_out", "rmse"] == again.loc["held_out", "rmse"]).all()
    assert isinstance(made, pd.DataFrame)
