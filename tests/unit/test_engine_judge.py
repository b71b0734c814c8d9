"""Moments summed in the kernel are those of the series that the same engine gives."""

from functools import cache

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from small_models import ENGINES, model_of

from fpl.engine import Judge, Moments, Runner, Warmup, moments_of
from fpl.problem.objective import OBJECTIVES

SETS = 3
UNTIL = Warmup(("water",), -1.0, 2)  # always two cycles


def _step(forcing, state, p):
    water = state["water"] + forcing["rain"]
    flow = p["rate"] * water
    return {"water": water - flow}, {"flow": flow}


MODEL = model_of(_step, ["rain"], {"rate": (0.0, 0.9)}, {"water": 1.0}, ["flow"])


@cache
def world(cells, days, dtype, gaps):
    """Forcing, observations far from what the model gives, used days; parameters, state."""
    draw = torch.Generator().manual_seed(days)
    rain, noise, chance = torch.rand(3, days, cells, generator=draw, dtype=torch.float64)
    used = chance >= gaps
    used[-2:] = True
    parameters = torch.rand(1, SETS, cells, generator=draw, dtype=torch.float64) * 0.9
    tensors = (rain, noise, parameters, torch.ones(1, SETS, cells))
    return used, *(t.to(dtype) for t in tensors)


def _after_two_cycles(runner, parameters, state):
    """The flow ``(day, cell)``, by the very instructions that the judge runs."""
    for _ in range(UNTIL.max_cycles):
        state = runner(parameters, state)[1]
    return runner(parameters, state)[0][0]


def both(cells, days, dtype, gaps, scale, offset, engine="fused"):
    """Moments by the judge, and of the series that the engine gives one set after the other."""
    used, rain, noise, parameters, start = world(cells, days, dtype, gaps)
    forcing, observed = {"rain": rain}, 3.0 + noise
    a, b = (torch.full((SETS, cells), x, dtype=dtype) for x in (scale, offset))
    judge = Judge(MODEL, forcing, "flow", observed, used, UNTIL, engine)
    runner, expected = Runner(MODEL, forcing, ("flow",), engine), []
    for i in range(SETS):
        flow = _after_two_cycles(runner, parameters[:, i], start[:, i]).double()
        simulated = a[i].double() * flow + b[i].double()
        expected.append(moments_of(simulated, observed, used))
    series = (torch.stack(each) for each in zip(*expected, strict=True))
    return judge(parameters, start, a, b)[0], Moments(*series)


@settings(max_examples=40, deadline=None)
@given(
    cells=st.sampled_from([1, 3, 40]),
    days=st.sampled_from([2, 50, 3000]),
    dtype=st.sampled_from([torch.float32, torch.float64]),
    gaps=st.sampled_from([0.0, 0.7]),
    scale=st.sampled_from([0.0, 0.25, 4.0]),
    offset=st.sampled_from([0.0, -0.4, 3.0, 1e4]),
)
def test_moments_of_the_kernel_are_those_of_the_series(cells, days, dtype, gaps, scale, offset):
    summed, expected = both(cells, days, dtype, gaps, scale, offset)
    size = (expected.observed_variance + expected.simulated_variance).sqrt()
    bias = expected.simulated_mean.abs() + 3.0
    atol = {
        "simulated_mean": 1e-12 * bias,
        "simulated_variance": 1e-12 * size**2 + 1e-15 * bias * size,
        "covariance": 1e-12 * size**2 + 1e-15 * bias * size,
        "mean_squared_error": 1e-12 * expected.mean_squared_error,
    }
    for name, at_most in atol.items():
        assert ((getattr(summed, name) - getattr(expected, name)).abs() <= at_most).all(), name
    for name in ("days", "observed_mean", "observed_variance"):
        assert torch.equal(getattr(summed, name), getattr(expected, name))
    for objective in OBJECTIVES.values():
        torch.testing.assert_close(
            objective.from_moments(summed), objective.from_moments(expected), rtol=1e-8, atol=1e-9
        )


@pytest.mark.parametrize("offset", [0.0, 1e4])
def test_a_constant_simulation_has_no_variance(offset):
    """Scale 0 leaves the offset alone; the first day is not used, so the shift is not that of a
    used day."""
    summed, _ = both(40, 3000, torch.float32, 0.7, 0.0, offset)
    assert not world(40, 3000, torch.float32, 0.7)[0][0].all()
    assert (summed.simulated_variance.abs() <= 1e-14 * summed.observed_variance).all()


def test_both_engines_give_the_same_moments():
    fused, eager = (both(3, 50, torch.float64, 0.3, 1.5, 0.2, e)[0] for e in reversed(ENGINES))
    for summed, plain in zip(fused, eager, strict=True):
        assert summed.shape == plain.shape == (SETS, 3)
        torch.testing.assert_close(summed, plain, rtol=1e-12, atol=1e-14)


def test_a_perfect_fit_has_no_error_in_single_precision():
    used, rain, _, parameters, start = world(3, 3000, torch.float32, 0.3)
    runner = Runner(MODEL, {"rain": rain}, ("flow",), "fused")
    observed = _after_two_cycles(runner, parameters[:, 0], start[:, 0])
    judge = Judge(MODEL, {"rain": rain}, "flow", observed, used, UNTIL, "fused")
    one, zero = torch.ones(SETS, 3), torch.zeros(SETS, 3)
    moments, _ = judge(parameters, start, one, zero)
    for objective in OBJECTIVES.values():
        value = objective.from_moments(moments)
        torch.testing.assert_close(value[0], torch.full_like(value[0], 1e-6), rtol=1e-3, atol=0.0)
        assert (value[1:] > 1e-3).all()
