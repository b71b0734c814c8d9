"""The engine's own exponentials, logarithms and powers: a few units in the last place of the truth.

The truth is numpy's extended precision where the machine has it; single precision is held against
double. What is infinite, NaN or zero is as torch has it.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
import torch
from small_models import formulas, valued
from torch import Tensor

pytestmark = pytest.mark.engines

DOUBLE, SINGLE = torch.float64, torch.float32


def spread(low: float, high: float, count: int = 20000) -> Tensor:
    """Numbers whose logarithms are spread evenly."""
    return torch.logspace(math.log10(low), math.log10(high), count, dtype=DOUBLE)


def evenly(low: float, high: float, count: int = 20000) -> Tensor:
    return torch.linspace(low, high, count, dtype=DOUBLE)


def both(values: Tensor) -> Tensor:
    return torch.cat([values, -values])


def tiny(dtype: torch.dtype) -> float:
    """The least number above zero."""
    return torch.finfo(dtype).smallest_normal * torch.finfo(dtype).eps


def everything(dtype: torch.dtype) -> Tensor:
    """Magnitudes from the least to the greatest that there are."""
    return spread(tiny(dtype) * 4, 0.999 * torch.finfo(dtype).max)


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-x))


@dataclass(frozen=True)
class Case:
    """torch's function, the truth, where it is asked, and the units in the last place allowed."""

    function: Callable[[Tensor], Tensor]
    truth: Callable[[np.ndarray], np.ndarray]
    arguments: Callable[[torch.dtype], Tensor]
    units: float


def around_exp(dtype: torch.dtype) -> Tensor:
    """From where exp is the least number above 0 to where it is the greatest."""
    return evenly(*((-745.1, 709.7) if dtype is DOUBLE else (-103.2, 88.7)))


CASES = {
    "exp": Case(torch.exp, np.exp, lambda t: torch.cat([around_exp(t), both(everything(t))]), 2.0),
    "expm1": Case(
        torch.expm1,
        np.expm1,
        lambda t: torch.cat([around_exp(t), evenly(-1, 1), both(everything(t))]),
        3.0,
    ),
    "log": Case(torch.log, np.log, lambda t: torch.cat([everything(t), evenly(0.5, 2)]), 2.0),
    "log1p": Case(
        torch.log1p,
        np.log1p,
        lambda t: torch.cat([both(everything(t)), evenly(-0.999, 3), spread(1e-7, 0.1) - 1]),
        3.0,
    ),
    "tanh": Case(
        torch.tanh, np.tanh, lambda t: torch.cat([both(everything(t)), evenly(-20, 20)]), 4.0
    ),
    "sigmoid": Case(  # as far as exp(-x) is finite
        torch.sigmoid,
        sigmoid,
        lambda t: torch.cat([everything(t), both(spread(4 * tiny(t), 700 if t is DOUBLE else 86))]),
        4.0,
    ),
    "sqrt": Case(torch.sqrt, np.sqrt, everything, 0.51),
}
EDGES = [0.0, -0.0, 1.0, -1.0, math.inf, -math.inf, math.nan]


def edges(dtype: torch.dtype) -> Tensor:
    info, least = torch.finfo(dtype), tiny(dtype)
    huge = [info.max, -info.max, least, -least, info.smallest_normal, -info.smallest_normal]
    cut = [88.7, 88.8, -87.4, -103.9, -104.1, 709.7, 709.9, -708.5, -745.1, -745.2, -2.0, 100.0]
    return torch.tensor([*EDGES, *huge, *cut, *(-x for x in cut)], dtype=dtype)


def on_engine(function: Callable[..., Tensor], *arguments: Tensor) -> Tensor:
    """The fused engine's values at any numbers: what is not finite is made inside the step, by a
    division by 0."""
    names = [f"{kind}{i}" for i in range(len(arguments)) for kind in ("top", "bottom")]
    model = formulas(
        {"y": lambda *v: function(*(v[i] / v[i + 1] for i in range(0, len(v), 2)))}, names
    ).with_dynamic(*names)
    values = {}
    for i, x in enumerate(arguments):
        finite = x.isfinite()
        sign = torch.where(x > 0, 1.0, -1.0).to(x.dtype).masked_fill(x.isnan(), 0.0)
        values |= {f"top{i}": torch.where(finite, x, sign), f"bottom{i}": finite.to(x.dtype)}
    return valued(model, {n: t[None] for n, t in values.items()}, "fused")["y"][0]


def wide(dtype: torch.dtype) -> type:
    """The type of the truth."""
    return np.longdouble if dtype is DOUBLE else np.float64


def units(got: Tensor, truth: np.ndarray) -> np.ndarray:
    """Distances from the truth in units of its last place."""
    kind = got.numpy().dtype
    with np.errstate(over="ignore", under="ignore"):
        return np.abs(got.numpy().astype(truth.dtype) - truth) / np.spacing(
            np.abs(truth).astype(kind)
        )


@pytest.mark.parametrize("dtype", [DOUBLE, SINGLE])
@pytest.mark.parametrize("name", CASES)
def test_functions_are_a_few_units_in_the_last_place_from_the_truth(name, dtype):
    case = CASES[name]
    x = case.arguments(dtype).to(dtype)
    expected, got = case.function(x), on_engine(case.function, x)
    ordinary = expected.isfinite()
    with np.errstate(all="ignore"):
        truth = case.truth(x.numpy().astype(wide(dtype)))
    off = units(got[ordinary], truth[ordinary.numpy()])
    worst = off.argmax()
    assert off[worst] <= case.units, f"{off[worst]:.1f} units at {x[ordinary][worst].item()!r}"
    rest = ~ordinary
    assert torch.equal(got[rest].nan_to_num(7.0), expected[rest].nan_to_num(7.0))


@pytest.mark.parametrize("dtype", [DOUBLE, SINGLE])
@pytest.mark.parametrize("name", CASES)
def test_edges_are_those_of_torch(name, dtype):
    function, x = CASES[name].function, edges(dtype)
    expected, got = function(x), on_engine(function, x)
    near, least = 8 * torch.finfo(dtype).eps, 4 * tiny(dtype)
    differing = [
        (a.item(), e.item(), g.item())
        for a, e, g in zip(x, expected, got, strict=True)
        if not torch.allclose(g, e, rtol=near, atol=least, equal_nan=True)
    ]
    assert differing == []


@pytest.mark.parametrize("dtype", [DOUBLE, SINGLE])
def test_powers_are_a_few_units_in_the_last_place_from_the_truth(dtype):
    draw = torch.Generator().manual_seed(3)
    reach = math.log(torch.finfo(dtype).max) - 3.0
    log = (torch.rand(40000, generator=draw, dtype=DOUBLE) * 2.0 - 1.0) * reach
    wanted = (torch.rand(40000, generator=draw, dtype=DOUBLE) * 2.0 - 1.0) * reach
    base, exponent = torch.exp(log).to(dtype), (wanted / log).to(dtype)
    truth = base.numpy().astype(wide(dtype)) ** exponent.numpy().astype(wide(dtype))
    off = units(on_engine(torch.pow, base, exponent), truth)
    worst = off.argmax()
    assert off[worst] <= 2.0, f"{off[worst]:.1f} units at {base[worst]} ** {exponent[worst]}"


@pytest.mark.parametrize("dtype", [DOUBLE, SINGLE])
def test_edges_of_powers_are_those_of_torch(dtype):
    some = torch.tensor([*EDGES, 0.5, -0.5, 2.0, -2.0, 3.0, 2.5, 1e30, tiny(dtype)], dtype=dtype)
    base, exponent = torch.cartesian_prod(some, some).T.contiguous()
    expected, got = torch.pow(base, exponent), on_engine(torch.pow, base, exponent)
    near = 4 * torch.finfo(dtype).eps
    differing = [
        (b.item(), x.item(), e.item(), g.item())
        for b, x, e, g in zip(base, exponent, expected, got, strict=True)
        if not torch.allclose(g, e, rtol=near, atol=0.0, equal_nan=True)
    ]
    assert differing == []
