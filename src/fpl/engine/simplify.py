"""What an operation is known to be without being run: constants folded, identities removed."""

import math
from collections.abc import Callable, Sequence

from fpl.engine.instructions import Instruction, Value, is_number

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


def simplified(
    op: str, args: tuple[Value, ...], instructions: Sequence[Instruction]
) -> Value | Instruction | None:
    """A simpler form of ``op(*args)``: a constant, the number of one of the ``instructions`` that
    ``args`` refer to, or an instruction to apply in its place; None if there is none."""
    if op in FOLDED and all(isinstance(a, float) for a in args):
        return _folded(op, args)
    if op == "where" and args[1] == args[2] and type(args[1]) is type(args[2]):
        return args[1]
    if op == "neg" and isinstance(args[0], int):
        inner = instructions[args[0]]
        return inner.args[0] if inner.op == "neg" else None
    if op == "log" and isinstance(args[0], int):
        inner = instructions[args[0]]
        bound = inner.args[1] if inner.op == "clamp_min" else 0.0
        if isinstance(bound, float) and bound > SMALLEST_NORMAL:
            return Instruction("log_normal", args)
    if op in ("add", "sub", "mul", "div"):
        return _arithmetic(op, *args)
    return None


def _folded(op: str, args: tuple[float, ...]) -> float | None:
    try:
        return float(FOLDED[op](*args))
    except (ValueError, ZeroDivisionError, OverflowError):
        return None  # left to the kernel, which gives infinity or NaN as torch does


def _arithmetic(op: str, a: Value, b: Value) -> Value | Instruction | None:
    if op == "add":
        return b if is_number(a, 0.0) else a if is_number(b, 0.0) else None
    if op == "sub":
        if is_number(b, 0.0):
            return a
        return Instruction("neg", (b,)) if is_number(a, 0.0) else None
    if op == "div":
        return 0.0 if is_number(a, 0.0) else a if is_number(b, 1.0) else None
    if is_number(a, 0.0) or is_number(b, 0.0):
        return 0.0
    if is_number(a, -1.0) or is_number(b, -1.0):
        return Instruction("neg", (b if is_number(a, -1.0) else a,))
    return b if is_number(a, 1.0) else a if is_number(b, 1.0) else None
