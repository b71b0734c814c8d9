"""From torch's pointwise aten operations to the few operations that the printer knows."""

from collections.abc import Callable
from typing import Any

from fpl.engine.graph import Graph
from fpl.engine.instructions import Value, is_number

Lower = Callable[..., Value]


def _same(op: str) -> Lower:
    return lambda g, *args: g.apply(op, *args)


def _add(g: Graph, a: Value, b: Value, alpha: Value = 1.0) -> Value:
    return g.apply("add", a, g.apply("mul", alpha, b))


def _sub(g: Graph, a: Value, b: Value, alpha: Value = 1.0) -> Value:
    return g.apply("sub", a, g.apply("mul", alpha, b))


def _clamp(g: Graph, x: Value, low: Value | None = None, high: Value | None = None) -> Value:
    if isinstance(low, int) and isinstance(high, int):
        return g.apply("clamp", x, low, high)  # gradients at low == high differ from the chain's
    if low is not None:
        x = g.apply("clamp_min", x, low)
    return x if high is None else g.apply("clamp_max", x, high)


def _power(g: Graph, base: Value, exponent: Value) -> Value:
    if is_number(exponent, 1.0):
        return base
    if is_number(exponent, 2.0):
        return g.apply("mul", base, base)
    if is_number(exponent, 0.5):
        return g.apply("sqrt", base)
    if is_number(exponent, -1.0):
        return g.apply("div", 1.0, base)
    return g.apply("pow", base, exponent)


def _sign(g: Graph, x: Value) -> Value:
    above = g.apply("where", g.apply("gt", x, 0.0), 1.0, 0.0)
    return g.apply("sub", above, g.apply("where", g.apply("lt", x, 0.0), 1.0, 0.0))


def as_number(g: Graph, x: Any) -> Any:
    """A comparison as 1 or 0; anything else as it is."""
    return g.apply("where", x, 1.0, 0.0) if isinstance(x, int) and g.is_mask(x) else x


def _where(g: Graph, mask: Value, yes: Value, no: Value) -> Value:
    if g.is_mask(yes) and g.is_mask(no):
        otherwise = g.apply("and", g.apply("not", mask), no)
        return g.apply("or", g.apply("and", mask, yes), otherwise)
    return g.apply("where", mask, as_number(g, yes), as_number(g, no))


SAME = (
    "mul", "div", "neg", "exp", "log", "log1p", "expm1", "sqrt", "sigmoid", "tanh", "clamp_min",
    "clamp_max", "lt", "le", "gt", "ge", "eq", "ne", "detach",
)  # fmt: skip
RENAMED = {"minimum": "min", "maximum": "max"} | {
    f"{kind}_{op}": op for kind in ("logical", "bitwise") for op in ("and", "or", "not")
}
LOWERINGS: dict[str, Lower] = {
    **{op: _same(op) for op in SAME},
    **{aten: _same(op) for aten, op in RENAMED.items()},
    "add": _add,
    "sub": _sub,
    "rsub": lambda g, a, b, alpha=1.0: _sub(g, b, a, alpha),
    "reciprocal": lambda g, x: g.apply("div", 1.0, x),
    "rsqrt": lambda g, x: g.apply("div", 1.0, g.apply("sqrt", x)),
    "abs": lambda g, x: g.apply("max", x, g.apply("neg", x)),
    "sign": _sign,
    "square": lambda g, x: g.apply("mul", x, x),
    "pow": _power,
    # not the maximum of x and 0: at 0 torch's gradients of the two differ
    "relu": lambda g, x: g.apply("where", g.apply("le", x, 0.0), 0.0, x),
    "clamp": _clamp,
    "where": _where,
    "masked_fill": lambda g, x, mask, value: _where(g, mask, value, x),
    "zeros_like": lambda g, x, **_: 0.0,
    "ones_like": lambda g, x, **_: 1.0,
    "full_like": lambda g, x, value, **_: float(value),
    "full": lambda g, size, value, **_: float(value),
    "scalar_tensor": lambda g, value, **_: float(value),
    "new_zeros": lambda g, x, size, **_: 0.0,
    "zeros": lambda g, size, **_: 0.0,
    "ones": lambda g, size, **_: 1.0,
    "_to_copy": lambda g, x, **_: as_number(g, x),
    "alias": lambda g, x: x,
    "clone": lambda g, x, **_: x,
    "lift_fresh_copy": lambda g, x: x,
}

# Operations whose arguments may be comparisons; all others take them as 1 and 0, as torch does.
TAKE_MASKS = {
    "where", "masked_fill", "_to_copy", "alias", "clone", "detach", "lift_fresh_copy",
    "logical_and", "logical_or", "logical_not", "bitwise_and", "bitwise_or", "bitwise_not",
}  # fmt: skip
# What torch's dispatcher calls and nobody types.
PLUMBING = {"_to_copy", "alias", "lift_fresh_copy", "rsub", "scalar_tensor"}


def known_operations() -> list[str]:
    """Names of the operations that a step may use."""
    return sorted(set(LOWERINGS) - PLUMBING)
