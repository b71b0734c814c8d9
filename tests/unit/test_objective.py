"""Objectives: series and moments agree, published formulas hold, what is undefined is refused."""

import numpy as np
import pytest
import torch
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from fpl.engine.moments import moments_of
from fpl.errors import ConfigError, DataError
from fpl.evaluation import metrics
from fpl.problem.objective import OBJECTIVES, objective_named

BOTH = pytest.mark.parametrize("name", ["rsr", "kge"])
EVERY = pytest.mark.parametrize("name", [*OBJECTIVES])
CELLS = 3


def series(days, seed, gaps=0.0, offset=0.0, error=0.5, dtype=torch.float64):
    """Simulated, observed, used ``(day, cell)``: correlated, at least two days used."""
    generator = torch.Generator().manual_seed(seed)
    observed, noise = torch.randn(2, days, CELLS, generator=generator, dtype=torch.float64)
    used = torch.rand(days, CELLS, generator=generator) >= gaps
    used[0], used[-1] = True, True
    simulated = 0.9 * observed + error * noise + 0.2
    return (simulated + offset).to(dtype), (observed + offset).to(dtype), used


def as_cells(values, used):
    return xr.DataArray(np.where(used, values, np.nan).T, dims=("cell", "time"))


@EVERY
@settings(max_examples=30, deadline=None)
@given(
    days=st.sampled_from([2, 3, 40, 3000]),
    seed=st.integers(0, 10**6),
    gaps=st.sampled_from([0.0, 0.3, 0.9]),
    offset=st.sampled_from([0.0, -7.0, 1e4]),
    error=st.sampled_from([1e-3, 0.5, 20.0]),
    dtype=st.sampled_from([torch.float32, torch.float64]),
)
def test_series_and_moments_agree(name, days, seed, gaps, offset, error, dtype):
    objective = objective_named(name)
    simulated, observed, used = series(days, seed, gaps, offset, error, dtype)
    from_series = objective(simulated, observed, used)
    assert from_series.dtype == dtype
    from_moments = objective.from_moments(moments_of(simulated, observed, used))
    rtol = 2e-6 if dtype == torch.float32 else 1e-12
    torch.testing.assert_close(from_series.double(), from_moments, rtol=rtol, atol=0.0)


@EVERY
@settings(max_examples=30, deadline=None)
@given(
    days=st.sampled_from([3, 40, 3000]),
    seed=st.integers(0, 10**6),
    gaps=st.sampled_from([0.0, 0.5]),
    offset=st.sampled_from([0.3, 1e4]),
)
def test_objectives_are_those_of_the_metrics(name, days, seed, gaps, offset):
    simulated, observed, used = series(days, seed, gaps, offset)
    cells = as_cells(simulated, used), as_cells(observed, used)
    wanted = {
        "rmse": metrics.rmse(*cells),
        "rsr": (1 - metrics.nse(*cells)) ** 0.5,
        "kge": 1 - metrics.kge(*cells),
    }[name]
    got = objective_named(name)(simulated, observed, used)
    np.testing.assert_allclose(got, wanted, rtol=1e-7, atol=1e-9)


def test_rmse_is_this_formula_to_the_bit():
    for dtype in (torch.float32, torch.float64):
        simulated, observed, used = series(300, 7, gaps=0.4, dtype=dtype)
        squares = torch.where(used, (simulated - observed) ** 2, torch.zeros_like(simulated))
        wanted = torch.sqrt(squares.sum(0) / used.sum(0) + 1e-12)
        assert torch.equal(objective_named("rmse")(simulated, observed, used), wanted)


def test_moments_are_those_of_numpy():
    simulated, observed, used = series(50, 0, gaps=0.4, offset=3.0)
    moments = moments_of(simulated, observed, used)
    for cell in range(CELLS):
        s, o = (x[used[:, cell], cell].numpy() for x in (simulated, observed))
        covariance = np.cov(s, o, bias=True)
        assert moments.days[cell] == len(s)
        np.testing.assert_allclose(moments.simulated_mean[cell], s.mean())
        np.testing.assert_allclose(moments.simulated_variance[cell], covariance[0, 0])
        np.testing.assert_allclose(moments.observed_variance[cell], covariance[1, 1])
        np.testing.assert_allclose(moments.covariance[cell], covariance[0, 1])


def test_moments_of_single_precision_are_made_in_double():
    simulated, observed, used = series(3000, 8, offset=1e4, dtype=torch.float32)
    single = moments_of(simulated, observed, used)
    for got, wanted in zip(
        single, moments_of(simulated.double(), observed.double(), used), strict=True
    ):
        assert got.dtype == torch.float64 and torch.equal(got, wanted)


@EVERY
@pytest.mark.parametrize("days", [2, 12])
def test_gradients_are_those_of_differences(name, days):
    simulated, observed, used = series(days, 1, gaps=0.3, offset=2.0)
    assert torch.autograd.gradcheck(
        lambda s: objective_named(name)(s, observed, used), simulated.requires_grad_()
    )


@EVERY
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("kind", ["perfect", "constant", "far"])
def test_gradients_are_finite_at_the_edges(name, kind, dtype):
    simulated, observed, used = series(30, 2, gaps=0.4, offset=2.0, dtype=dtype)
    if kind == "perfect":
        simulated = observed.clone()
    if kind == "constant":
        simulated = torch.full_like(observed, 0.1)
    if kind == "far":
        simulated = simulated + 1e6
    value = objective_named(name)(simulated.requires_grad_(), observed, used)
    (gradient,) = torch.autograd.grad(value.sum(), simulated)
    assert value.isfinite().all() and gradient.isfinite().all()
    assert (gradient[~used] == 0).all()
    if kind == "perfect":
        torch.testing.assert_close(value, torch.full_like(value, 1e-6))


@BOTH
def test_what_is_not_used_is_not_looked_at(name):
    simulated, observed, used = series(30, 2, gaps=0.4, offset=2.0)
    wanted = objective_named(name)(simulated, observed, used)
    simulated, observed = (torch.where(used, x, torch.nan) for x in (simulated, observed))
    value = objective_named(name)(simulated.requires_grad_(), observed, used)
    (gradient,) = torch.autograd.grad(value.sum(), simulated)
    assert torch.equal(value, wanted) and gradient.isfinite().all()


def test_a_constant_simulation_has_no_correlation_nor_variability():
    _, observed, used = series(30, 3, offset=2.0)
    for value in (0.1, 1e3):
        simulated = torch.full_like(observed, value)
        beta = value / observed.mean(0)
        got = objective_named("kge")(simulated, observed, used)
        torch.testing.assert_close(got, torch.sqrt(2 + (beta - 1) ** 2))


def spoilt(kind):
    """Series of which the middle cell has no used day, or observations that no ratio takes."""
    simulated, observed, used = series(20, 4, offset=2.0)
    if kind == "no day":
        used[:, 1] = False
    if kind == "constant":
        observed[:, 1] = 0.3
    if kind == "mean zero":
        observed[:, 1] = torch.tensor([-0.5, 0.5]).repeat(10)
        used[:] = True
    return simulated, observed, used


@pytest.mark.parametrize(
    ("kind", "names", "words"),
    [
        ("no day", ("rmse", "rsr", "kge"), "at least one used day in training, got none at B;"),
        ("constant", ("rsr", "kge"), "observations that vary in training, got a constant at B;"),
        ("mean zero", ("kge",), "whose mean is not zero in training, got zero at B;"),
    ],
)
def test_what_is_undefined_is_refused_by_name_and_harms_no_other_cell(kind, names, words):
    simulated, observed, used = spoilt(kind)
    for name, objective in OBJECTIVES.items():
        leaf = simulated.clone().requires_grad_()
        value = objective(leaf, observed, used)
        (gradient,) = torch.autograd.grad(value.sum(), leaf)
        assert value[[0, 2]].isfinite().all() and gradient.isfinite().all()
        assert (gradient[:, [0, 2]] != 0).any(0).all()
        if name in names:
            assert not value[1].isfinite()
            with pytest.raises(DataError, match=words):
                objective.check(observed, used, ["A", "B", "C"])
        else:
            assert value[1].isfinite()
            objective.check(observed, used, ["A", "B", "C"])


def test_sound_observations_pass_and_a_message_names_five_cells_at_most():
    _, observed, used = series(20, 5, gaps=0.5, offset=2.0)
    for objective in OBJECTIVES.values():
        objective.check(observed, used, range(CELLS))
        with pytest.raises(DataError, match=r"at 0, 1, 2, 3, 4 and 3 more; leave these out"):
            objective.check(torch.ones(4, 8), torch.zeros(4, 8, dtype=torch.bool), range(8))


@BOTH
def test_ratios_do_not_depend_on_the_unit_of_the_target(name):
    simulated, observed, used = series(20, 6, gaps=0.2, offset=2.0)
    objective = objective_named(name)
    scaled = objective(1e3 * simulated, 1e3 * observed, used)
    torch.testing.assert_close(scaled, objective(simulated, observed, used), rtol=1e-12, atol=0.0)


def test_an_unknown_objective_lists_the_known_ones():
    with pytest.raises(ConfigError, match="expected one of rmse, rsr, kge, got 'nse'"):
        objective_named("nse")
