"""g_z: no leak of the test year, gaps, order of cells, starting point, resumption."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch
import xarray as xr
from worlds import problem

from fpl.learning import history, train
from fpl.learning.run import learn
from fpl.networks.choice import of_history
from fpl.physics.vic import vic
from fpl.problem.files import Inputs

SET = ("infilt", "porosity", "Wcr")
CELLS, DAYS = 16, 120
ENCODER = SimpleNamespace(block_days=8, units=4, layers=2, kernel=3)
TRAINED = np.arange(CELLS) % 2 == 0


def settings(**changes):
    made = {"hidden": 8, "layers": 1, "dropout": 0.0, "learning_rate": 0.05, "batch_cells": 3}
    made |= {"steps": 6, "monitor_every": 3, "checkpoint_every": 2, "history": ENCODER}
    return SimpleNamespace(**(made | changes))


def world(order=None, **changes):
    """Labelled files of a small world, beside its Problem; cells on a lattice of 4 x 4."""
    this = problem(vic(1), SET, cells=CELLS, days=DAYS, dtype=torch.float32, **changes)
    rng = np.random.default_rng(0)
    cell = np.arange(CELLS)
    names = ("precipitation", "air_temperature", "vapour_pressure", "shortwave", "longwave")
    series = {
        n: (("cell", "time"), rng.normal(5, 3, (CELLS, DAYS))) for n in (*names, "wind_speed")
    }
    places = {"lat": cell * 1.0, "lon": cell * 1.0, "row": cell // 4 * 4, "column": cell % 4 * 4}
    coords = {"cell": cell, "time": np.datetime64("2015-04-01") + np.arange(DAYS)}
    coords |= {name: ("cell", values) for name, values in places.items()}
    forcing = xr.Dataset(series, coords)
    attributes = xr.Dataset({"sand": ("cell", rng.random(CELLS))}, {"cell": cell})
    made = Inputs(this, forcing, attributes)
    if order is None:
        return made
    return Inputs(this.select(order), forcing.isel(cell=order), attributes.isel(cell=order))


def known(inputs, trained=TRAINED, smap=True):
    features = torch.as_tensor(inputs.attributes["sand"].to_numpy()[:, None], dtype=torch.float32)
    return history.read(inputs, features, trained, ENCODER, smap=smap)


def with_observations(inputs, observed, used):
    return replace(inputs, problem=replace(inputs.problem, observed=observed, used=used))


def spoilt_after_training(inputs):
    """The same, with garbage for every observation and flag after the training period."""
    this, after = inputs.problem, slice(inputs.problem.training.stop, None)
    observed, used = this.observed.clone(), this.used.clone()
    observed[after] = 100.0 * torch.randn(observed[after].shape)
    used[after] = ~used[after]
    return with_observations(inputs, observed, used)


def found(run):
    return torch.cat([v.flatten() for v in run.checkpoint["network"].values()])


@pytest.mark.parametrize("method", ["fpl", "fpl_gz", "fpl_gz_observed"])
def test_nothing_observed_after_training_reaches_the_parameters(method):
    inputs = world()
    one, other = (
        learn(i, "s8", settings(), 0, method=method)
        for i in (inputs, spoilt_after_training(inputs))
    )
    assert torch.equal(found(one), found(other))
    xr.testing.assert_identical(one.parameters, other.parameters)  # of all cells
    assert one.checkpoint["history"] == other.checkpoint["history"]
    assert (one.curve["test_rmse"] != other.curve["test_rmse"]).all()  # the garbage was there


def test_weather_after_training_is_not_read():
    inputs = world()
    future = inputs.forcing.copy(deep=True)
    future["shortwave"][:, inputs.problem.training.stop :] = 1e6
    one, other = known(inputs), known(replace(inputs, forcing=future))
    assert torch.equal(one[0].past, other[0].past) and one[1] == other[1]


@pytest.mark.parametrize("trained", [True, False])
def test_smap_of_training_is_read_by_one_of_the_networks_only(trained):
    inputs = world()
    observed = inputs.problem.observed.clone()
    observed[: inputs.problem.training.stop, TRAINED if trained else ~TRAINED] *= 0.5
    changed = with_observations(inputs, observed, inputs.problem.used)
    for smap in (True, False):
        one, other = known(inputs, smap=smap)[0], known(changed, smap=smap)[0]
        assert torch.equal(one.past, other.past) is not smap


def test_scaling_is_fitted_on_training_cells():
    inputs = world()
    observed = inputs.problem.observed.clone()
    observed[:, ~TRAINED] += 0.3
    changed = with_observations(inputs, observed, inputs.problem.used)
    assert known(inputs)[1] == known(changed)[1]
    made, state = known(inputs)
    seen = made.past[TRAINED, -2][made.weight[TRAINED] > 0]
    assert float(seen.mean()) == pytest.approx(0.0, abs=1e-5)
    assert float(seen.std(correction=0)) == pytest.approx(1.0, abs=1e-5)
    assert state["names"][-1] == "soil_moisture"


def test_values_of_days_that_do_not_count_are_not_read():
    inputs = world()
    observed = torch.where(inputs.problem.used, inputs.problem.observed, 77.0)
    changed = with_observations(inputs, observed, inputs.problem.used)
    assert torch.equal(known(inputs)[0].past, known(changed)[0].past)


def test_a_cell_without_any_smap_gets_finite_parameters():
    inputs = world()
    used = inputs.problem.used.clone()
    used[: inputs.problem.training.stop, 1] = False
    made = known(with_observations(inputs, inputs.problem.observed, used))[0]
    assert made.past[1, -2:].abs().max() == 0.0 and made.weight[1].max() == 0.0
    network = of_history(made, torch.full((3,), 0.5), settings())
    torch.nn.init.normal_(network.perceptron.stack[-1].weight)
    assert torch.isfinite(network(made)).all()


def test_no_smap_at_any_training_cell_is_no_error():
    inputs = world()
    none = with_observations(inputs, inputs.problem.observed, torch.zeros_like(inputs.problem.used))
    assert torch.isfinite(known(none)[0].past).all()


@pytest.mark.parametrize("smap", [True, False])
def test_cells_in_another_order_get_their_own_parameters(smap):
    order = np.random.default_rng(1).permutation(CELLS)
    one = known(world(), smap=smap)[0]
    other = known(world(order), TRAINED[order], smap=smap)[0]
    network = of_history(one, torch.full((3,), 0.5), settings())
    torch.nn.init.normal_(network.perceptron.stack[-1].weight)
    spread = network(one).std(dim=1)
    assert (spread > 1e-3).all()
    torch.testing.assert_close(network(one)[:, order], network(other))
    few = torch.tensor([5, 2])
    torch.testing.assert_close(network(one)[:, few], network(one[few]))


def test_a_block_sees_no_block_after_it():
    one = known(world())[0]
    network = of_history(one, torch.full((3,), 0.5), settings())
    later = one.past.clone()
    later[:, :, 4:] += 1.0
    units = network.encoder.convolutions
    assert torch.equal(units(one.past)[:, :, :4], units(later)[:, :, :4])
    assert not torch.equal(units(one.past)[:, :, 4:], units(later)[:, :, 4:])


def test_means_over_blocks_of_days():
    made = history.block_means(np.arange(10.0)[None], 4)
    assert made.tolist() == [[1.5, 5.5, 8.5]]


def test_before_training_every_cell_has_the_starting_point():
    inputs = world()
    run = train.train(
        inputs.problem,
        known(inputs)[0],
        torch.arange(8),
        settings(steps=0),
        0,
        network_of=of_history,
    )
    start = train.starting_point(inputs.problem.select(torch.arange(8)))[:, None]
    assert torch.allclose(run.unit, start.expand(3, CELLS), atol=1e-6)


def test_same_seed_same_bits_and_a_killed_training_resumes_to_them(tmp_path, monkeypatch):
    inputs = world()
    whole, again, third = (
        learn(inputs, "s8", settings(), seed, method="fpl_gz_observed") for seed in (1, 1, 2)
    )
    assert torch.equal(found(whole), found(again)) and not torch.equal(found(whole), found(third))
    real, calls = train.step, []

    def killed(*args):
        if len(calls) == 5:
            raise KeyboardInterrupt
        calls.append(1)
        real(*args)

    monkeypatch.setattr(train, "step", killed)
    given = (inputs, "s8", settings(), 1, tmp_path / "progress.pt", "key", "fpl_gz_observed")
    with pytest.raises(KeyboardInterrupt):
        learn(*given)
    monkeypatch.setattr(train, "step", real)
    resumed = learn(*given)
    assert torch.equal(found(whole), found(resumed))
    xr.testing.assert_identical(whole.parameters, resumed.parameters)
