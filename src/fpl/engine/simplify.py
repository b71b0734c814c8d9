"""What an operation is known to be without being run: constants folded, identities removed."""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fpl.engine.graph import Graph

Value = int | float  # an int numbers an instruction, a float is a constant

SMALLEST_NORMAL = 1.2e-38  # in single precision: above it a logarithm needs no special cases
FOLDED: dict[str, Callable[..., float]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "neg": lambda a: -a,
    "exp": math.exp,
    "log": math.log,
    "log1p": math.log1p,
    "expm1": math.expm1,
    "sqrt": math.sqrt,
    "min": min,
    "max": max,
    "clamp_min": max,
    "clamp_max": min,
}


def is_number(value: Value, number: float) -> bool:
    """Whether a value is this constant; in Python the value 1 equals the constant 1.0."""
    return isinstance(value, float) and value == number


def simplified(graph: "Graph", op: str, args: tuple[Value, ...]) -> Value | None:
    """The value of ``op(*args)`` if it is a constant or a value that ``graph`` has, else None."""
    if op in FOLDED and all(isinstance(a, float) for a in args):
        return _folded(op, args)
    if op == "where" and args[1] == args[2] and type(args[1]) is type(args[2]):
        return args[1]
    if op == "neg" and isinstance(args[0], int):
        inner = graph.instructions[args[0]]
        return inner.args[0] if inner.op == "neg" else None
    if op == "log" and isinstance(args[0], int):
        inner = graph.instructions[args[0]]
        bound = inner.args[1] if inner.op == "clamp_min" else 0.0
        if isinstance(bound, float) and bound > SMALLEST_NORMAL:
            return graph.apply("log_normal", args[0])
    if op in ("add", "sub", "mul", "div"):
        return _arithmetic(graph, op, *args)
    return None


def _folded(op: str, args: tuple[float, ...]) -> float | None:
    try:
        return float(FOLDED[op](*args))
    except (ValueError, ZeroDivisionError, OverflowError):
        return None  # left to the kernel, which gives infinity or NaN as torch does


def _arithmetic(graph: "Graph", op: str, a: Value, b: Value) -> Value | None:
    if op == "add":
        return b if is_number(a, 0.0) else a if is_number(b, 0.0) else None
    if op == "sub":
        return a if is_number(b, 0.0) else graph.apply("neg", b) if is_number(a, 0.0) else None
    if op == "div":
        return 0.0 if is_number(a, 0.0) else a if is_number(b, 1.0) else None
    if is_number(a, 0.0) or is_number(b, 0.0):
        return 0.0
    if is_number(a, -1.0) or is_number(b, -1.0):
        return graph.apply("neg", b if is_number(a, -1.0) else a)
    return b if is_number(a, 1.0) else a if is_number(b, 1.0) else None
