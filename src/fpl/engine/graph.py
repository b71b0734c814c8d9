"""A flat graph of pointwise operations, simplified while it is built.

Values are numbered; asking twice for the same operation on the same arguments gives the same
number (common subexpressions), operations on constants are folded, and only what outputs need is
kept (dead code). Folding ``0 * x`` to 0 rests on x being finite, which ``simulate`` checks.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

Value = int | float  # an int numbers an instruction, a float is a constant

MASKS = {"lt", "le", "gt", "ge", "eq", "ne", "and", "or", "not"}
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
    "min": min,
    "max": max,
}
COMMUTE = {"add", "mul", "min", "max", "eq", "ne", "and", "or"}


@dataclass(frozen=True)
class Instruction:
    """``op`` applied to ``args``; an input has op ``input`` and its name as only argument."""

    op: str
    args: tuple[Value | str, ...]


@dataclass
class Graph:
    """Instructions in order of evaluation, and the outputs by name."""

    instructions: list[Instruction] = field(default_factory=list)
    outputs: dict[str, Value] = field(default_factory=dict)
    _number: dict[Instruction, int] = field(default_factory=dict)

    def input(self, name: str) -> int:
        """Append an input."""
        return self._append(Instruction("input", (name,)))

    def is_mask(self, value: Value) -> bool:
        """Whether a value is the result of a comparison."""
        return isinstance(value, int) and self.instructions[value].op in MASKS

    def apply(self, op: str, *args: Value) -> Value:
        """The value of ``op(*args)``, simplified."""
        known = self._identity(op, args)
        if known is not None:
            return known
        if op in COMMUTE:
            args = tuple(sorted(args, key=lambda a: (isinstance(a, float), a)))
        return self._append(Instruction(op, args))

    def _append(self, instruction: Instruction) -> int:
        if instruction not in self._number:
            self._number[instruction] = len(self.instructions)
            self.instructions.append(instruction)
        return self._number[instruction]

    def _identity(self, op: str, args: tuple[Value, ...]) -> Value | None:
        if op in FOLDED and all(isinstance(a, float) for a in args):
            return float(FOLDED[op](*args))
        if op == "neg" and isinstance(args[0], int):
            inner = self.instructions[args[0]]
            return inner.args[0] if inner.op == "neg" else None  # type: ignore[return-value]
        if op == "where" and args[1] == args[2] and type(args[1]) is type(args[2]):
            return args[1]
        if len(args) != 2:
            return None
        a, b = args
        zero_a, zero_b = _is(a, 0.0), _is(b, 0.0)
        one_a, one_b = _is(a, 1.0), _is(b, 1.0)
        if op == "add":
            return b if zero_a else a if zero_b else None
        if op == "sub":
            return a if zero_b else self.apply("neg", b) if zero_a else None
        if op == "mul":
            if zero_a or zero_b:
                return 0.0
            return b if one_a else a if one_b else None
        if op == "div":
            return 0.0 if zero_a else a if one_b else None
        return None

    def live(self) -> "Graph":
        """This graph without instructions that no output needs; inputs stay in their order."""
        needed: set[int] = set()
        stack = [v for v in self.outputs.values() if isinstance(v, int)]
        while stack:
            value = stack.pop()
            if value not in needed:
                needed.add(value)
                stack += [a for a in self.instructions[value].args if isinstance(a, int)]
        kept = Graph()
        new: dict[int, int] = {}
        for value, instruction in enumerate(self.instructions):
            if value in needed:
                args = tuple(new[a] if isinstance(a, int) else a for a in instruction.args)
                new[value] = kept._append(Instruction(instruction.op, args))
        kept.outputs = {
            name: new[v] if isinstance(v, int) else v for name, v in self.outputs.items()
        }
        return kept

    def depends_on(self, names: set[str]) -> list[bool]:
        """For each instruction, whether it depends on an input outside ``names``."""
        free: list[bool] = []
        for instruction in self.instructions:
            if instruction.op == "input":
                free.append(instruction.args[0] not in names)
            else:
                free.append(any(free[a] for a in instruction.args if isinstance(a, int)))
        return free


def _is(value: Value, constant: float) -> bool:
    return isinstance(value, float) and value == constant
