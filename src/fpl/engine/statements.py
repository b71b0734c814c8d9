"""Statements of C++ for the instructions of a graph, loops with their bodies."""

from collections.abc import Iterable, Mapping

from fpl.engine.graph import Graph
from fpl.engine.instructions import MASKS, Instruction, Value

INFIX = {
    "add": "+", "sub": "-", "mul": "*", "div": "/", "and": "&", "or": "|",
    "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "==", "ne": "!=",
}  # fmt: skip
PREFIX = {"neg": "-", "not": "!", "detach": ""}
BOUNDS = {"min": "at_most", "clamp_max": "at_most", "max": "at_least", "clamp_min": "at_least"}
RENAMED = {"clamp_min": "max", "clamp_max": "min"}  # all other functions are op_ and their name

Places = Mapping[str, str]


class Statements:
    """Prints instructions; inputs are read from the ``places`` that their names have in C++."""

    def __init__(self, graph: Graph, places: Places) -> None:
        self._graph, self._places = graph, places
        self._inside = graph.loop_of()
        # what an adjoint loop reads of the loop that it follows: places of carries and of values
        self._kept: dict[int, dict[tuple[str, int], int]] = {}
        for instruction in graph.instructions:
            if instruction.op in ("replay", "recall"):
                kept = self._kept.setdefault(graph.loops[instruction.loop].follows, {})
                kept.setdefault(_kept_of(instruction), len(kept))

    def of(self, numbers: Iterable[int]) -> list[str]:
        """The statements of some instructions, loops with their bodies where they run."""
        lines: list[str] = []
        for number in numbers:
            instruction = self._graph.instructions[number]
            if instruction.op == "loop":
                lines += self._loop(instruction.loop)
            elif self._inside[number] is None:
                lines.append(self._statement(number, instruction))
        return lines

    def _loop(self, label: int) -> list[str]:
        loop, graph = self._graph.loops[label], self._graph
        lines = [f"V c{label}_{key}_@ = {name_of(start)};" for key, start in loop.starts.items()]
        kept = self._kept.get(label, {})
        if kept:
            lines.append(f"V kept{label}[{loop.times}][{len(kept)} * PARTS];")
        count = f"int k = 0; k < {loop.times}; ++k"
        if loop.follows >= 0:
            count = f"int k = {loop.times - 1}; k >= 0; --k"
        lines.append(f"for ({count}) {{")
        body = [
            self._statement(number, graph.instructions[number])
            for number, inside in enumerate(self._inside)
            if inside == label
        ]
        for (kind, number), index in kept.items():
            value = f"c{label}_{number}_@" if kind == "carry" else f"v{number}_@"
            body.append(f"kept{label}[k][{index} * PARTS + @] = {value};")
        body += [f"const V e{label}_{key}_@ = {name_of(end)};" for key, end in loop.ends.items()]
        body += [f"c{label}_{key}_@ = e{label}_{key}_@;" for key in loop.ends]
        return [*lines, *("    " + line for line in body), "}"]

    def _statement(self, number: int, instruction: Instruction) -> str:
        kind = "M" if instruction.op in MASKS else "V"
        return f"const {kind} v{number}_@ = {self._expression(instruction)};"

    def _expression(self, instruction: Instruction) -> str:
        op, loop, key = instruction.op, instruction.loop, instruction.key
        if op == "input":
            return self._places[instruction.name]
        if op in ("carry", "result"):
            return f"c{loop}_{key}_@"
        if op in ("replay", "recall"):
            follows = self._graph.loops[loop].follows
            index = self._kept[follows][_kept_of(instruction)]
            return f"kept{follows}[k][{index} * PARTS + @]"
        arguments = [name_of(a) for a in instruction.args]
        if op in INFIX:
            return f"{arguments[0]} {INFIX[op]} {arguments[1]}"
        if op in PREFIX:
            return f"{PREFIX[op]}{arguments[0]}"
        if op in BOUNDS and isinstance(instruction.args[1], float):
            function = BOUNDS[op]
        else:
            function = f"op_{RENAMED.get(op, op)}"
        return f"{function}({', '.join(arguments)})"


def _kept_of(instruction: Instruction) -> tuple[str, int]:
    """Which carry a replay reads, or which value a recall."""
    if instruction.op == "replay":
        return "carry", instruction.key
    value = instruction.args[1]
    assert isinstance(value, int)
    return "value", value


def name_of(value: Value) -> str:
    """What a value is called in C++: a variable of the part ``@``, or a constant."""
    if isinstance(value, int):
        return f"v{value}_@"
    return f"constant({value!r})" if abs(value) < float("inf") else f"constant({_special(value)})"


def _special(value: float) -> str:
    return "NAN" if value != value else "INFINITY" if value > 0 else "-INFINITY"
