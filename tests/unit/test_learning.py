"""Learning: it learns, it is deterministic, and a killed training resumes to the same bits."""

from types import SimpleNamespace

import pytest
import torch
from worlds import problem

from fpl.learning import train as module
from fpl.learning.train import starting_point, train, without_overflow
from fpl.physics.vic import vic

SET = ("infilt", "porosity", "Wcr")


def settings(**changes):
    made = {"hidden": 8, "layers": 2, "dropout": 0.2, "learning_rate": 0.01, "batch_cells": 5}
    made |= {"steps": 12, "monitor_every": 4, "checkpoint_every": 3}
    return SimpleNamespace(**(made | changes))


@pytest.fixture(scope="module")
def world():
    this = problem(vic(1), SET, cells=12, days=120, dtype=torch.float32)
    features = torch.randn(12, 6, generator=torch.Generator().manual_seed(0))
    return this, features, torch.arange(10)


def weights_of(network):
    return torch.cat([p.detach().flatten() for p in network.parameters()])


def weights(learned):
    return weights_of(learned.network)


class Transposed(torch.nn.Module):
    def forward(self, made):
        return made.T


def test_training_lowers_the_error(world):
    this, features, cells = world
    learned = train(this, features, cells, settings(steps=80, dropout=0.0), seed=0)
    first, last = learned.curve[0], learned.curve[-1]
    assert last["training_rmse"] < 0.7 * first["training_rmse"]
    assert learned.unit.shape == (3, 12)  # also for cells that were not trained on


def test_before_training_every_cell_has_the_starting_point(world):
    this, features, cells = world
    learned = train(this, features, cells, settings(steps=0), seed=0)
    expected = starting_point(this.select(cells))[:, None].expand(3, 12)
    assert torch.allclose(learned.unit, expected, atol=1e-6)


def test_same_seed_same_bits_other_seed_other_network(world):
    this, features, cells = world
    one, other, third = (train(this, features, cells, settings(), seed=s) for s in (3, 3, 4))
    assert torch.equal(weights(one), weights(other))
    assert torch.equal(one.unit, other.unit)
    assert not torch.equal(weights(one), weights(third))


def test_a_killed_training_resumes_to_the_same_bits(world, tmp_path, monkeypatch):
    this, features, cells = world
    whole = train(this, features, cells, settings(), seed=1)
    real, calls = module._step, []

    def killed(*args):
        if len(calls) == 8:
            raise KeyboardInterrupt
        calls.append(1)
        real(*args)

    monkeypatch.setattr(module, "_step", killed)
    file = tmp_path / "progress.pt"
    with pytest.raises(KeyboardInterrupt):
        train(this, features, cells, settings(), 1, file, "key")
    monkeypatch.setattr(module, "_step", real)
    resumed = train(this, features, cells, settings(), 1, file, "key")
    assert torch.equal(weights(whole), weights(resumed))
    assert torch.equal(whole.unit, resumed.unit)
    timeless = ("step", "runs_per_cell", "warmup_runs_per_cell", "training_rmse", "test_rmse")
    for one, other in zip(whole.curve, resumed.curve, strict=True):
        assert [one[name] for name in timeless] == [other[name] for name in timeless]


def test_progress_of_another_configuration_is_not_gone_on_with(world, tmp_path):
    this, features, cells = world
    file = tmp_path / "progress.pt"
    train(this, features, cells, settings(learning_rate=0.1), 1, file, "one")
    fresh = train(this, features, cells, settings(), 1)
    other = train(this, features, cells, settings(), 1, file, "other")
    assert torch.equal(weights(fresh), weights(other))


def test_runs_are_counted_as_cells_drawn(world):
    this, features, cells = world
    curve = train(this, features, cells, settings(steps=4, monitor_every=4), seed=0).curve
    assert curve[0]["runs_per_cell"] == 0
    assert curve[-1]["runs_per_cell"] == pytest.approx(4 * 5 / 10)
    assert curve[-1]["warmup_runs_per_cell"] >= 2 * curve[-1]["runs_per_cell"]


def test_the_start_is_on_the_curve_step_by_step_and_watching_changes_nothing(world, monkeypatch):
    this, features, cells = world
    monkeypatch.setattr(module, "CLOSELY", 6)
    watched = train(this, features, cells, settings(), seed=2)
    ends = train(this, features, cells, settings(monitor_every=12), seed=2)
    assert [point["step"] for point in watched.curve] == [0, 1, 2, 3, 4, 5, 8, 12]
    assert [point["step"] for point in ends.curve] == [0, 12]
    assert torch.equal(weights(watched), weights(ends))
    assert watched.curve[-1]["test_rmse"] == ends.curve[-1]["test_rmse"]


def test_a_cell_whose_gradient_overflows_takes_no_part_in_the_step(caplog):
    gradient = torch.tensor([[1.0, torch.nan, 3.0], [4.0, 5.0, torch.inf]])
    kept = without_overflow(gradient, torch.tensor([True, True, True]))
    assert kept.tolist() == [[1.0, 0.0, 0.0], [4.0, 0.0, 0.0]]
    assert "of 2 of 3 cells overflowed" in caplog.text
    days = gradient[:, None].expand(2, 5, 3)  # of parameters that vary from day to day
    assert without_overflow(days, torch.tensor([True] * 3))[:, :, 1:].eq(0.0).all()


def test_a_gradient_that_holds_is_left_as_it_is(caplog):
    gradient = torch.randn(3, 4)
    assert torch.equal(without_overflow(gradient, torch.tensor([True] * 4)), gradient)
    assert not caplog.text


def test_an_error_that_is_nan_itself_is_not_hidden():
    gradient = torch.tensor([[torch.nan, 1.0]])
    assert without_overflow(gradient, torch.tensor([False, True]))[0, 0].isnan()


def test_training_goes_on_when_a_gradient_overflows(caplog):
    class Stiff:
        """The error of cell 0 is finite and its slope is not."""

        cells = 3

        def select(self, cells):
            self.drawn = cells
            return self

        def objective(self, unit):
            steep = torch.sqrt(torch.where(self.drawn == 0, 0.0 * unit[0], 1.0))
            return unit.square().mean(0) + steep

    network = torch.nn.Sequential(torch.nn.Linear(2, 4), Transposed())
    optimiser = torch.optim.Adam(network.parameters())
    progress, before = (
        SimpleNamespace(step=0, wall_seconds=0.0, cpu_seconds=0.0),
        weights_of(network),
    )
    draw = torch.Generator().manual_seed(0)
    module._step(progress, network, optimiser, Stiff(), torch.ones(3, 2), 3, draw)
    after = weights_of(network)
    assert "of 1 of 3 cells overflowed" in caplog.text
    assert after.isfinite().all() and (after != before).any()
