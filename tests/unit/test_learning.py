"""Learning: it learns, it is deterministic, and a killed training resumes to the same bits."""

import subprocess
import sys
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from worlds import MOISTURE, problem

from fpl.errors import DataError
from fpl.learning import train as module
from fpl.learning.adam import Adam
from fpl.learning.step import CLIP, step, without_overflow
from fpl.learning.train import starting_point, train
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
    assert last["training_objective"] < 0.7 * first["training_objective"]
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
    real, calls = module.step, []

    def killed(*args):
        if len(calls) == 8:
            raise KeyboardInterrupt
        calls.append(1)
        real(*args)

    monkeypatch.setattr(module, "step", killed)
    file = tmp_path / "progress.pt"
    with pytest.raises(KeyboardInterrupt):
        train(this, features, cells, settings(), 1, file, "key")
    monkeypatch.setattr(module, "step", real)
    resumed = train(this, features, cells, settings(), 1, file, "key")
    assert torch.equal(weights(whole), weights(resumed))
    assert torch.equal(whole.unit, resumed.unit)
    timeless = (
        "step",
        "runs_per_cell",
        "warmup_runs_per_cell",
        "training_objective",
        "test_objective",
    )
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
    assert watched.curve[-1]["test_objective"] == ends.curve[-1]["test_objective"]


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

        def select(self, cells):
            self.drawn = cells
            return self

        def objective(self, unit):
            steep = torch.sqrt(torch.where(self.drawn == 0, 0.0 * unit[0], 1.0))
            return unit.square().mean(0) + steep

    network = torch.nn.Sequential(torch.nn.Linear(2, 4), Transposed())
    optimiser = torch.optim.Adam(network.parameters())
    before = weights_of(network)
    step(network, optimiser, Stiff(), torch.ones(3, 2), torch.tensor([2, 0, 1]))
    after = weights_of(network)
    assert "of 1 of 3 cells overflowed" in caplog.text
    assert after.isfinite().all() and (after != before).any()


class Steep:
    """The error of every cell rises a million times as fast as its parameters."""

    def select(self, cells):
        return self

    def objective(self, unit):
        return 1e6 * unit.sum(0)


def test_a_step_is_no_longer_than_the_clipped_gradient():
    torch.manual_seed(0)
    network = torch.nn.Sequential(torch.nn.Linear(2, 4), Transposed())
    before = weights_of(network)
    descent = torch.optim.SGD(network.parameters(), lr=1.0)  # the step is the gradient
    step(network, descent, Steep(), torch.ones(3, 2), torch.arange(3))
    assert float((weights_of(network) - before).norm()) == pytest.approx(CLIP, rel=1e-4)


def test_a_step_on_every_cell_is_the_same_without_choosing_them(world):
    this, features, _ = world

    def weights_after(cells):
        torch.manual_seed(0)
        network = torch.nn.Sequential(torch.nn.Linear(6, 3), torch.nn.Sigmoid(), Transposed())
        descent = torch.optim.SGD(network.parameters(), lr=1.0)
        before = weights_of(network)
        step(network, descent, this, features, cells)
        assert not torch.equal(weights_of(network), before)
        return weights_of(network)

    assert torch.equal(weights_after(None), weights_after(torch.arange(12)))


def test_the_curve_tells_the_errors_of_training_and_test_apart(world):
    """Both columns are worked out anew from what the model simulates at the learned parameters."""
    this, features, _ = world
    observed = this.observed.clone()
    observed[this.test] += 0.2
    this = replace(this, observed=observed)
    cells = list(range(9))  # an odd number: the median is the value of a cell
    learned = train(this, features, torch.as_tensor(cells), settings(), seed=0)
    simulated = this.simulation(this.parameters(learned.unit), (MOISTURE.output,))[
        MOISTURE.output
    ].numpy()
    for name, days in (("training", range(60)), ("test", range(60, 120))):
        errors = []
        for cell in cells:
            used = [day for day in days if this.used[day, cell]]
            misses = simulated[used, cell].astype(float) - observed.numpy()[used, cell]
            errors.append(np.sqrt(np.mean(misses**2)))
        assert learned.curve[-1][f"{name}_objective"] == pytest.approx(np.median(errors), rel=1e-4)
    assert learned.curve[-1]["test_objective"] > 2 * learned.curve[-1]["training_objective"]


def test_a_training_cell_without_a_used_day_is_refused_before_any_step(world, monkeypatch):
    this, features, cells = world
    used = this.used.clone()
    used[this.training, 3] = False
    monkeypatch.setattr(module, "step", lambda *given: pytest.fail("a step was made"))
    unobserved = replace(this, used=used, labels=np.arange(100, 112))
    with pytest.raises(DataError, match=r"used day in training, got none at 103;"):
        train(unobserved, features, cells, settings(), seed=0)
    with pytest.raises(DataError, match="got none at 3;"):
        train(replace(this, used=used), features, cells, settings(), seed=0)


def test_a_cell_without_a_used_day_that_is_not_trained_on_gets_parameters(world):
    this, features, _ = world
    used = this.used.clone()
    used[:, 11] = False
    learned = train(replace(this, used=used), features, torch.arange(10), settings(), seed=0)
    assert learned.unit[:, 11].isfinite().all()


@pytest.mark.parametrize("decay", [0.0, 0.01])
def test_adam_takes_the_steps_of_torch(decay):
    ours, theirs = (torch.nn.Linear(5, 3) for _ in range(2))
    theirs.load_state_dict(ours.state_dict())
    adam = Adam(ours.parameters(), 0.1, decay)
    reference = torch.optim.AdamW(theirs.parameters(), lr=0.1, weight_decay=decay)
    for draw in torch.randn(20, 7, 5, generator=torch.Generator().manual_seed(0)):
        for network, optimiser in ((ours, adam), (theirs, reference)):
            optimiser.zero_grad()
            network(draw).square().mean().backward()
            optimiser.step()
        assert torch.equal(weights_of(ours), weights_of(theirs))


def test_training_loads_no_compiler_of_torch():
    code = (
        "import sys, torch; from fpl.learning import adam, train; from fpl.seeding import *; "
        "seed_everything(0); network = torch.nn.Linear(2, 1); network(torch.ones(2)).backward(); "
        "adam.Adam(network.parameters(), 0.1).step(); assert 'torch._dynamo' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
