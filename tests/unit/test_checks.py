"""Sub-steps: differences are those of simulations, on the days that count."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from worlds import problem, simulated

from fpl.evaluation.checks import substeps
from fpl.physics.vic import vic

FINEST = 3  # sub-steps; few, since small worlds run on eager torch


@pytest.fixture(scope="module")
def world():
    """A world too warm for snow, whose observations are the model's own at its priors."""
    made = problem(vic(FINEST), ["infilt", "Ds"], cells=5, days=40, engine="torch")
    warm = made.forcing | {"air_temperature": made.forcing["air_temperature"] + 20.0}
    made = replace(made, forcing=warm)
    truth = simulated(made, made.parameters(None))
    return replace(made, observed=truth)


@pytest.fixture(scope="module")
def steps(world):
    models = {n: vic(n) for n in (1, 2, FINEST)}
    return substeps(world, {"prior": world.parameters(None)}, models)


def value(table, statistic="median", **row):
    for name, wanted in (row | {"statistic": statistic}).items():
        table = table[table[name] == wanted]
    assert len(table) == 1
    return table["value"].item()


def surface(world, parameters):
    """Surface moisture (day, cell) of training, NaN where the day does not count."""
    made = simulated(world, parameters)[world.training].numpy()
    return np.where(world.used[world.training].numpy(), made, np.nan)


def test_substeps_are_compared_with_the_finest_model_on_used_days(world, steps):
    coarse, fine = (
        surface(replace(world, model=vic(n)), world.parameters(None)) for n in (1, FINEST)
    )
    expected = np.nanmean((coarse - fine) ** 2, axis=0) ** 0.5
    assert expected.min() > 0
    for statistic, share in (("q05", 5), ("median", 50), ("q95", 95)):
        found = value(steps, statistic, runoff_steps=1, quantity="moisture_rms_difference")
        assert found == pytest.approx(np.percentile(expected, share), rel=1e-9)
    found = value(steps, runoff_steps=1, quantity="moisture_mean_difference")
    assert found == pytest.approx(np.median(np.nanmean(coarse - fine, axis=0)), rel=1e-9)


def test_the_finest_model_does_not_differ_from_itself(steps):
    finest = steps[(steps["runoff_steps"] == FINEST) & steps["quantity"].str.contains("difference")]
    assert len(finest) == 9 and (finest["value"] == 0).all()
    rms = [value(steps, runoff_steps=n, quantity="moisture_rms_difference") for n in (1, 2, FINEST)]
    assert rms == sorted(rms, reverse=True)


def test_runoff_is_of_a_year_and_rmse_is_that_of_the_problem(world, steps):
    # the world's observations are those of the finest model at these parameters
    assert value(steps, runoff_steps=FINEST, quantity="training_rmse") < 2e-6
    assert value(steps, runoff_steps=1, quantity="training_rmse") > 1e-4
    daily = world.simulation(world.parameters(None), ("runoff",))["runoff"][world.training]
    expected = np.median(daily.numpy().mean(axis=0)) * 365.25
    assert value(steps, runoff_steps=FINEST, quantity="annual_runoff") == pytest.approx(expected)


def test_days_that_do_not_count_do_not_change_moisture(world, steps):
    one_day = torch.zeros_like(world.used)
    one_day[10] = True
    table = substeps(
        replace(world, used=one_day),
        {"prior": world.parameters(None)},
        {n: vic(n) for n in (1, FINEST)},
    )
    coarse, fine = (
        simulated(replace(world, model=vic(n)), world.parameters(None))[10] for n in (1, FINEST)
    )
    found = value(table, runoff_steps=1, quantity="moisture_rms_difference")
    assert found == pytest.approx(np.median((coarse - fine).abs().numpy()), rel=1e-9)
