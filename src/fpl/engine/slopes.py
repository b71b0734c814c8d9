"""How each operation passes a gradient to its arguments: one rule each.

Where a slope is not unique the convention is torch's: halves at ties of minimum and maximum, the
value's own side at the bounds of a clamp.
"""

from collections.abc import Callable, Sequence

from fpl.engine.graph import Graph
from fpl.engine.instructions import Value

# (graph, gradient of the result, result, arguments) -> gradients of the arguments
Rule = Callable[[Graph, Value, Value, Sequence[Value]], Sequence[Value]]


def _where(g: Graph, mask: Value, yes: Value, no: Value) -> Value:
    return g.apply("where", mask, yes, no)


def _minmax(better: str) -> Rule:
    def rule(g: Graph, d: Value, y: Value, args: Sequence[Value]) -> Sequence[Value]:
        a, b = args
        half = _where(g, g.apply("eq", a, b), g.apply("mul", 0.5, d), 0.0)
        return (
            _where(g, g.apply(better, a, b), d, half),
            _where(g, g.apply(better, b, a), d, half),
        )

    return rule


def _clamp(inside: str) -> Rule:
    def rule(g: Graph, d: Value, y: Value, args: Sequence[Value]) -> Sequence[Value]:
        mask = g.apply(inside, *args)
        return _where(g, mask, d, 0.0), _where(g, mask, 0.0, d)

    return rule


def _clamp_both(g: Graph, d: Value, y: Value, args: Sequence[Value]) -> Sequence[Value]:
    x, low, high = args
    inside = g.apply("and", g.apply("ge", x, low), g.apply("le", x, high))
    below = g.apply("and", g.apply("lt", x, low), g.apply("lt", low, high))
    above = g.apply("or", g.apply("gt", x, high), g.apply("lt", high, low))
    return _where(g, inside, d, 0.0), _where(g, below, d, 0.0), _where(g, above, d, 0.0)


def _pow(g: Graph, d: Value, y: Value, args: Sequence[Value]) -> Sequence[Value]:
    base, exponent = args
    less = g.apply("pow", base, g.apply("sub", exponent, 1.0))
    to_base = g.apply("mul", d, g.apply("mul", exponent, less))
    if not isinstance(exponent, float):
        to_base = _where(g, g.apply("eq", exponent, 0.0), 0.0, to_base)
    to_exponent = g.apply("mul", d, g.apply("mul", y, g.apply("log", base)))
    flat = g.apply("and", g.apply("eq", base, 0.0), g.apply("ge", exponent, 0.0))
    return to_base, _where(g, flat, 0.0, to_exponent)


def _div(g: Graph, d: Value, y: Value, args: Sequence[Value]) -> Sequence[Value]:
    to_a = g.apply("div", d, args[1])
    return to_a, g.apply("neg", g.apply("mul", to_a, y))


def _one_minus(g: Graph, y: Value) -> Value:
    return g.apply("sub", 1.0, y)


RULES: dict[str, Rule] = {
    "add": lambda g, d, y, a: (d, d),
    "sub": lambda g, d, y, a: (d, g.apply("neg", d)),
    "mul": lambda g, d, y, a: (g.apply("mul", d, a[1]), g.apply("mul", d, a[0])),
    "div": _div,
    "neg": lambda g, d, y, a: (g.apply("neg", d),),
    "exp": lambda g, d, y, a: (g.apply("mul", d, y),),
    "expm1": lambda g, d, y, a: (g.apply("mul", d, g.apply("add", y, 1.0)),),
    "log": lambda g, d, y, a: (g.apply("div", d, a[0]),),
    "log_normal": lambda g, d, y, a: (g.apply("div", d, a[0]),),
    "log1p": lambda g, d, y, a: (g.apply("div", d, g.apply("add", a[0], 1.0)),),
    "sqrt": lambda g, d, y, a: (g.apply("div", d, g.apply("mul", 2.0, y)),),
    "pow": _pow,
    "sigmoid": lambda g, d, y, a: (g.apply("mul", d, g.apply("mul", y, _one_minus(g, y))),),
    "tanh": lambda g, d, y, a: (g.apply("mul", d, _one_minus(g, g.apply("mul", y, y))),),
    "min": _minmax("lt"),
    "max": _minmax("gt"),
    "clamp_min": _clamp("ge"),
    "clamp_max": _clamp("le"),
    "clamp": _clamp_both,
    "where": lambda g, d, y, a: (0.0, _where(g, a[0], d, 0.0), _where(g, a[0], 0.0, d)),
}  # what has no rule (comparisons, detach) passes no gradient
