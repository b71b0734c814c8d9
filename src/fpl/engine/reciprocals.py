"""A division by what is the same every day, or every iteration, becomes a multiplication."""

from collections.abc import Collection, Sequence

from fpl.engine.graph import Graph, Value, rebuild


def reciprocals(graph: Graph, static: Collection[str]) -> Graph:
    """``graph`` with ``a / b`` made ``a * (1 / b)`` where b is a number, depends on ``static``
    inputs alone, or is computed outside the loop that the division is in. Differs by a rounding."""
    daily = graph.depends_on(lambda i: i.op != "input" or i.name not in static)
    inside = graph.loop_of()

    def visit(new: Graph, number: int, args: Sequence[Value]) -> Value | None:
        instruction = graph.instructions[number]
        if instruction.op != "div" or args[0] == 1.0:
            return None
        divisor = instruction.args[1]
        if isinstance(divisor, int):
            settled = daily[number] and not daily[divisor]
            outside = inside[number] is not None and inside[divisor] is None
            if not (settled or outside):
                return None
        elif divisor == 0.0:
            return None
        return new.apply("mul", args[0], new.apply("div", 1.0, args[1]))

    return rebuild(graph, visit=visit)
