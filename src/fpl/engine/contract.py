"""A product that serves one sum becomes a fused multiply-add."""

from collections import Counter
from collections.abc import Sequence

from fpl.engine.graph import Graph, rebuild
from fpl.engine.instructions import Value


def contract(graph: Graph) -> Graph:
    """``graph`` with ``a * b + c``, ``c - a * b`` and ``a * b - c`` made one operation, where the
    product has no other use. Of two products the first is taken."""
    used = [a for i in graph.instructions for a in i.args]
    used += [v for k in graph.loops.values() for v in (*k.starts.values(), *k.ends.values())]
    used += graph.outputs.values()
    uses = Counter(v for v in used if isinstance(v, int))
    inside = graph.loop_of()
    product: dict[int, tuple[Value, Value]] = {}  # of the new graph, by number in the old one

    def visit(new: Graph, number: int, args: Sequence[Value]) -> Value | None:
        instruction = graph.instructions[number]
        if instruction.op == "mul":
            product[number] = (args[0], args[1])
        if instruction.op not in ("add", "sub"):
            return None
        for index, old in enumerate(instruction.args):
            if not isinstance(old, int) or old not in product:
                continue
            if uses[old] == 1 and inside[old] == inside[number]:
                a, b = product[old]
                other = args[1 - index]
                if instruction.op == "sub" and index == 0:
                    other = new.apply("neg", other)
                if instruction.op == "sub" and index == 1:
                    a = new.apply("neg", a)
                return new.apply("fma", a, b, other)
        return None

    return rebuild(graph, visit=visit).live()
