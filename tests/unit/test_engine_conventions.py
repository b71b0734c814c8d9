"""Where mathematics leaves a choice both engines choose as torch does: slopes at kinks, NaN,
infinity, zero."""

import math
from collections.abc import Callable

import pytest
import torch
from small_models import ENGINES, assert_alike, formulas, valued
from torch import Tensor

pytestmark = pytest.mark.engines

# Values that meet each other, zero of both signs, and the constants of the functions below.
GRID = torch.tensor([-1.0, -0.5, -0.0, 0.0, 0.5, 1.0], dtype=torch.float64)
Function = Callable[..., Tensor]


KINKS: dict[str, Function] = {
    "minimum": lambda a, b, c: torch.minimum(a, b),
    "maximum": lambda a, b, c: torch.maximum(a, b),
    "minimum with itself": lambda a, b, c: torch.minimum(a, a),
    "maximum of a product": lambda a, b, c: torch.maximum(a * c, b),
    "minimum with a number": lambda a, b, c: torch.minimum(a, torch.full_like(a, 0.5)),
    "relu": lambda a, b, c: torch.relu(a),
    "relu of a difference": lambda a, b, c: c * torch.relu(a - b),
    "abs": lambda a, b, c: a.abs() * b,
    "abs of a difference": lambda a, b, c: (a - b).abs() * c,
    "sign": lambda a, b, c: torch.sign(a) * b,
    "clamp": lambda a, b, c: a.clamp(-0.5, 0.5) * b,
    "clamp, only below": lambda a, b, c: a.clamp(min=0.0) * b,
    "clamp, only above": lambda a, b, c: a.clamp(max=0.5) * b,
    "clamp, bounds crossed": lambda a, b, c: a.clamp(0.5, -0.5) * b,
    "clamp, bounds equal": lambda a, b, c: a.clamp(0.5, 0.5) * b,
    "clamp by tensors": lambda a, b, c: torch.clamp(a, b, c),
    "clamp by a tensor below": lambda a, b, c: torch.clamp(a, min=b) * c,
    "clamp by a tensor above": lambda a, b, c: torch.clamp(a, max=b) * c,
    "clamp_min": lambda a, b, c: torch.clamp_min(a, 0.5) * b,
    "clamp_max": lambda a, b, c: torch.clamp_max(a, 0.5) * b,
    "where less": lambda a, b, c: torch.where(a < b, a * c, b),
    "where not more": lambda a, b, c: torch.where(a <= b, a * c, b),
    "where more": lambda a, b, c: torch.where(a > 0.0, a * c, b),
    "where equal": lambda a, b, c: torch.where(a == b, a * c, b + c),
    "where unequal": lambda a, b, c: torch.where(a != b, a * c, b + c),
    "where both": lambda a, b, c: torch.where((a < b) & (b <= c), a, b * c),
    "where either": lambda a, b, c: torch.where((a < b) | ~(b < c), a, b * c),
    "where on a fixed side": lambda a, b, c: torch.where(a >= 0.5, 1.0, b),
    "a mask as a number": lambda a, b, c: (a < b).to(a.dtype) * c,
    "a detached side": lambda a, b, c: torch.minimum(a.detach(), b) * c,
    "square": lambda a, b, c: a**2 * b,
    "cube": lambda a, b, c: a**3 * b,
    "power zero": lambda a, b, c: a**0.0 * b,
    "power one": lambda a, b, c: a**1.0 * b,
    "bottom of a square root": lambda a, b, c: torch.sqrt(a.square() + 1.0) * b,
}


@pytest.mark.parametrize("dynamic", [False, True])
@pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
def test_kinks(dtype, dynamic):
    # static functions of parameters are computed before the days, dynamic ones on each day
    model = formulas(KINKS, "abc")
    grid = torch.cartesian_prod(GRID, GRID, GRID).to(dtype)
    values = dict(zip("abc", grid.T.contiguous(), strict=True))
    if dynamic:
        values = {name: t.reshape(-1, 27) for name, t in values.items()}
        model = model.with_dynamic(*values)
    assert_alike(model, values, rtol=8 * torch.finfo(dtype).eps)


MASKS: dict[str, Function] = {
    "times": lambda a, b, c: (a < b) * c,
    "plus": lambda a, b, c: c + (a < b),
    "chosen": lambda a, b, c: torch.where(torch.where(a > 0.0, a < b, b < c), a * b, c),
    "equal": lambda a, b, c: torch.where((a > 0.0) == (b > 0.0), a * b, c),
}


@pytest.mark.parametrize("name", MASKS)
def test_comparisons_serve_as_numbers_and_choices(name):
    grid = torch.cartesian_prod(GRID, GRID, GRID).T.contiguous()
    assert_alike(formulas({name: MASKS[name]}, "abc"), dict(zip("abc", grid, strict=True)))


def test_numbers_are_not_taken_for_other_operands():
    # whatever order the engine keeps operands in, small whole numbers do not stand for them
    def pairs(k: float) -> dict[str, Function]:
        return {
            f"a * {k}": lambda a, b, c: a * k,
            f"{k} - b": lambda a, b, c: k - b,
            f"min(a, {k})": lambda a, b, c: torch.minimum(a, torch.full_like(a, k)),
            f"a < {k}": lambda a, b, c: torch.where(a < k, a, b),
            f"{k} ** a": lambda a, b, c: (k + 1.0) ** a,
        }

    functions: dict[str, Function] = {
        "a * b": lambda a, b, c: a * b,
        "b * c": lambda a, b, c: b * c,
        "a - b": lambda a, b, c: a - b,
        "c - b": lambda a, b, c: c - b,
        "a ** b": lambda a, b, c: a**b,
        "b ** c": lambda a, b, c: b**c,
        "min": lambda a, b, c: torch.minimum(a, b),
        "less": lambda a, b, c: torch.where(a < b, a, b),
    }
    for k in range(12):
        functions |= pairs(float(k))
    draw = torch.Generator().manual_seed(1)
    a, b, c = 0.5 + 2.0 * torch.rand(3, 8, generator=draw, dtype=torch.float64)
    assert_alike(formulas(functions, "abc"), {"a": a, "b": b, "c": c}, rtol=1e-13)


# Slopes that are infinite or NaN somewhere: each by itself, for 0 times infinity spreads.
STEEP: dict[str, Function] = {
    "sqrt": lambda a, b: torch.sqrt(a),
    "rsqrt": lambda a, b: torch.rsqrt(a),
    "log": lambda a, b: torch.log(a),
    "log1p": lambda a, b: torch.log1p(a - 1.0),
    "reciprocal": lambda a, b: torch.reciprocal(a),
    "quotient": lambda a, b: a / b,
    "power": lambda a, b: a**b,
    "power of a number": lambda a, b: 2.0**a,
    "power of zero": lambda a, b: 0.0 ** (a + 1.0),
    "power, to a half": lambda a, b: a**0.5,
    "power, to -1": lambda a, b: a**-1.0,
    "power, to 1.5": lambda a, b: a**1.5,
    "power, to -2": lambda a, b: a**-2.0,
    "power, to 0.3": lambda a, b: a**0.3,
    "a side not taken": lambda a, b: torch.where(a > 0.0, torch.log(a), b),
    "a guarded side not taken": lambda a, b: torch.where(
        a > 0.0, torch.log(torch.where(a > 0.0, a, 1.0)), b
    ),
    "flat by a clamp": lambda a, b: torch.log(a.clamp(min=0.5)) * b,
    "steep into a clamp": lambda a, b: torch.sqrt(a).clamp(min=0.1) * b,
}


@pytest.mark.parametrize("name", STEEP)
def test_steep_places(name):
    grid = torch.cartesian_prod(GRID, GRID).T.contiguous()
    model = formulas({name: STEEP[name]}, "ab").with_dynamic("a", "b")
    assert_alike(model, dict(zip("ab", grid.reshape(2, -1, 9), strict=True)))


# What becomes of a NaN that a step makes by itself; x is finite.
THROUGH: dict[str, Function] = {
    "itself": lambda bad, x: bad,
    "minimum, first": lambda bad, x: torch.minimum(bad, x),
    "minimum, second": lambda bad, x: torch.minimum(x, bad),
    "minimum with a number": lambda bad, x: torch.minimum(bad, torch.ones_like(bad)),
    "maximum, first": lambda bad, x: torch.maximum(bad, x),
    "maximum, second": lambda bad, x: torch.maximum(x, bad),
    "maximum with a number": lambda bad, x: torch.maximum(torch.ones_like(bad), bad),
    "relu": lambda bad, x: torch.relu(bad),
    "abs": lambda bad, x: bad.abs(),
    "sqrt": lambda bad, x: torch.sqrt(bad),
    "clamp": lambda bad, x: bad.clamp(-1.0, 1.0),
    "clamp below": lambda bad, x: bad.clamp(min=0.0),
    "clamp above": lambda bad, x: bad.clamp(max=0.0),
    "log of a clamp": lambda bad, x: torch.log(bad.clamp(min=1e-12)),
    "clamp by tensors": lambda bad, x: torch.clamp(bad, x, x + 1.0),
    "clamp of a number by it below": lambda bad, x: torch.clamp(x, min=bad),
    "clamp of a number by it above": lambda bad, x: torch.clamp(x, max=bad),
    "where, taken": lambda bad, x: torch.where(x < 1.0, bad, x),
    "where, asked": lambda bad, x: bad + torch.where(bad < 1.0, x, -x),
    "exp": lambda bad, x: torch.exp(bad),
    "expm1": lambda bad, x: torch.expm1(bad),
    "log1p": lambda bad, x: torch.log1p(bad),
    "tanh": lambda bad, x: torch.tanh(bad),
    "sigmoid": lambda bad, x: torch.sigmoid(bad),
    "power": lambda bad, x: bad**x,
    "exponent": lambda bad, x: (x + 0.5).abs() ** bad,
    "square": lambda bad, x: bad.square(),
    "times a small number": lambda bad, x: bad * 1e-300,
    "minus itself": lambda bad, x: bad - bad,
    "over itself": lambda bad, x: bad / bad,
}
HIDES: dict[str, Function] = {
    "where, not taken": lambda bad, x: torch.where(x > 1.0, bad, x),
    "asked, false": lambda bad, x: torch.where(bad > 0.0, x, -x),
    "asked, equal": lambda bad, x: torch.where(bad == bad, x, -x),
    "asked, unequal": lambda bad, x: torch.where(bad != bad, x, -x),
    "sign": lambda bad, x: torch.sign(bad),
    "power zero": lambda bad, x: bad**0.0,
}


def after(made: Function, functions: dict[str, Function]) -> dict[str, Function]:
    """Functions of x alone: the given ones, of what x is ``made`` into and of x."""
    return {name: (lambda x, f=f: f(made(x), x)) for name, f in functions.items()}


@pytest.mark.parametrize("dynamic", [False, True])
@pytest.mark.parametrize("engine", ENGINES)
def test_a_nan_that_arises_inside_a_step_is_not_swallowed(engine, dynamic):
    model = formulas(after(torch.log, THROUGH | HIDES), "x")
    model = model.with_dynamic("x") if dynamic else model
    x = torch.linspace(-2.0, -0.1, 12, dtype=torch.float64)
    made = valued(model, {"x": x.reshape(3, 4) if dynamic else x}, engine)
    assert [name for name in THROUGH if not made[name].isnan().all()] == []
    assert [name for name in HIDES if not made[name].isfinite().all()] == []


@pytest.mark.parametrize("special", [math.inf, -math.inf, math.nan])
@pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
def test_infinity_and_nan_inside_a_step_become_what_they_become_in_torch(special, dtype):
    # 1 / 0, -1 / 0 and 0 / 0, for what is not finite is refused from outside
    top = {math.inf: 1.0, -math.inf: -1.0}.get(special, 0.0)
    more: dict[str, Function] = {
        "half of it": lambda bad, x: 0.5 * bad,
        "plus a number": lambda bad, x: bad + x,
        "reciprocal": lambda bad, x: 1.0 / bad,
        "root": lambda bad, x: torch.rsqrt(bad),
        "log": lambda bad, x: torch.log(bad),
        "cube": lambda bad, x: bad**3.0,
        "half power": lambda bad, x: bad**0.5,
    }
    functions = THROUGH | HIDES | more
    model = formulas({n: (lambda x, s, f=f: f(x / s, x)) for n, f in functions.items()}, "xs")
    values = {"x": torch.full((5,), top, dtype=dtype), "s": torch.zeros(5, dtype=dtype)}
    for dynamic in (False, True):
        if dynamic:
            model = model.with_dynamic("x", "s")
            values = {name: t.expand(2, 5).contiguous() for name, t in values.items()}
        expected, got = (valued(model, values, engine) for engine in ENGINES)
        differing = {
            n: (t[0, 0].item(), got[n][0, 0].item())
            for n, t in expected.items()
            if not torch.allclose(got[n], t, equal_nan=True)
        }
        assert differing == {}


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
def test_a_finite_input_makes_no_nan_by_the_order_of_operations(dtype):
    # a quotient by a parameter that is tiny: its reciprocal is infinite, the quotient is not
    tiny = torch.finfo(dtype).smallest_normal / 8
    model = formulas({"quotient": lambda x, s: -x / s}, "xs").with_dynamic("x")
    s = torch.full((3,), tiny, dtype=dtype)
    x = torch.stack([0.0 * s, s, 3.0 * s])
    for engine in ENGINES:
        made = valued(model, {"x": x, "s": s}, engine)["quotient"]
        assert torch.equal(made[:, 0], torch.tensor([0.0, -1.0, -3.0], dtype=dtype)), engine
