"""Parameters that vary from day to day: the Problem carries them, g_z gives them causally."""

from dataclasses import replace

import pytest
import torch
import xarray as xr
from test_history import (
    CELLS,
    DAYS,
    SET,
    TRAINED,
    found,
    known,
    settings,
    spoilt_after_training,
    world,
)

from fpl.learning import train
from fpl.learning.run import learn
from fpl.networks.choice import of_days
from fpl.problem.files import read_parameters
from fpl.problem.problem import OBSERVED

VARYING = ("Wcr",)


def dynamic(inputs):
    this = inputs.problem
    return replace(inputs, problem=replace(this, model=this.model.with_dynamic(*VARYING)))


def moved(network):
    """The network with last layers that move parameters."""
    for last in (network.static.perceptron.stack[-1], network.perceptron[-1]):
        torch.nn.init.normal_(last.weight, std=0.2, generator=torch.Generator().manual_seed(0))
    return network


@pytest.mark.parametrize("engine", ["fused", "torch"])
def test_the_same_value_every_day_is_the_static_parameter(engine):
    static = replace(world().problem.select(range(4)), engine=engine)
    daily = replace(static, model=static.model.with_dynamic(*VARYING))
    unit = torch.rand(3, 4, generator=torch.Generator().manual_seed(0)).requires_grad_()
    every = unit.detach()[:, None].repeat(1, DAYS, 1).requires_grad_()
    one, other = static.objective(unit), daily.objective(every)
    torch.testing.assert_close(one, other)
    torch.testing.assert_close(daily.objective(unit.detach()), static.objective(unit.detach()))
    one.sum().backward()
    other.sum().backward()
    torch.testing.assert_close(every.grad.sum(1), unit.grad, rtol=1e-3, atol=1e-6)
    after = every.grad[SET.index("Wcr"), daily.training.stop :]
    assert after.abs().max() == 0.0  # no objective beyond training
    parameters = daily.parameters(every.detach())
    assert parameters["Wcr"].shape == (DAYS, 4) and parameters["porosity"].shape == (4,)


def test_warm_up_cycles_the_days_of_training():
    daily = dynamic(world()).problem
    parameters = daily.parameters(None)
    later = parameters | {"Wcr": parameters["Wcr"].clone()}
    later["Wcr"][daily.training.stop :] *= 0.7
    assert torch.equal(daily.settled_state(parameters), daily.settled_state(later))
    one, other = (daily.simulation(p, (OBSERVED,))[OBSERVED] for p in (parameters, later))
    assert torch.equal(one[daily.training], other[daily.training])
    assert not torch.equal(one[daily.test], other[daily.test])


@pytest.mark.parametrize("day", [64, 71, 90, DAYS - 1])  # of the test; training scales the weather
def test_the_value_of_a_day_rests_on_no_weather_after_it(day):
    inputs = dynamic(world())
    made = known(inputs)[0]
    network = moved(of_days(made, torch.full((3,), 0.5), settings()))
    future = inputs.forcing.copy(deep=True)
    future["shortwave"][:, day:] += 50.0
    other = known(replace(inputs, forcing=future))[0]
    one, changed = (network(k)[SET.index("Wcr")] for k in (made, other))
    assert torch.equal(one[: day + 1], changed[: day + 1])
    if day < DAYS - 8:
        assert not torch.equal(one, changed)
    assert (one.std(dim=0) > 0).all()


def test_before_training_values_are_those_of_the_start_and_others_do_not_vary():
    inputs = dynamic(world())
    history, cells = known(inputs)[0], torch.arange(8)
    unit = train.train(
        inputs.problem, history, cells, settings(steps=0), 0, network_of=of_days
    ).unit
    start = train.starting_point(inputs.problem.select(torch.arange(8)))[:, None, None]
    assert torch.allclose(unit, start.expand(3, DAYS, CELLS), atol=1e-5)
    run = learn(inputs, "s8", settings(steps=20), 0, method="fpl_gz_observed")
    assert run.parameters["Wcr"].dims == ("time", "cell")
    assert float(run.parameters["Wcr"].std("time").min()) > 0
    assert run.parameters["porosity"].dims == ("cell",)
    assert run.curve["training_rmse"].iloc[-1] < run.curve["training_rmse"].iloc[0]


@pytest.mark.parametrize("method", ["fpl_gz", "fpl_gz_observed"])
def test_no_smap_after_training_reaches_any_day(method):
    inputs = dynamic(world())
    one, other = (
        learn(i, "s8", settings(), 0, method=method)
        for i in (inputs, spoilt_after_training(inputs))
    )
    assert torch.equal(found(one), found(other))
    xr.testing.assert_identical(one.parameters, other.parameters)


def test_daily_parameters_come_back_from_their_file(tmp_path):
    inputs = dynamic(world())
    run = learn(inputs, "s8", settings(steps=3), 0, method="fpl_gz")
    run.parameters.to_netcdf(tmp_path / "parameters.nc")
    problem, parameters, _ = read_parameters(tmp_path / "parameters.nc", inputs)
    assert parameters["Wcr"].shape == (DAYS, CELLS)
    made = problem.simulation(parameters, (OBSERVED,))[OBSERVED]
    rmse = problem.rmse(made[problem.training], problem.training)[torch.as_tensor(TRAINED)]
    assert torch.isfinite(rmse).all()
