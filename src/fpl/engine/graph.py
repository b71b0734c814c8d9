"""A flat graph of pointwise operations, simplified while it is built.

Values are numbered; asking twice for the same operation on the same arguments gives the same
number (common subexpressions), operations on constants are folded, and only what outputs need is
kept (dead code). Folding ``0 * x`` to 0 rests on x being finite, which ``simulate`` checks.

A loop of sub-steps stays a loop: its ``carry`` instructions are what an iteration starts from, the
instruction ``loop`` marks where it runs, and each ``result`` is what a carry is after it. All that
depends on a carry is inside the loop, all else outside: what does not change from one iteration to
the next is computed once. An adjoint loop runs backwards and reads by ``replay`` what the carries
of the loop that it follows were, and by ``recall`` values that its iterations computed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from fpl.engine.instructions import LEAVES, MASKS, Instruction, Loop, Value
from fpl.engine.simplify import simplified

COMMUTE = {"add", "mul", "min", "max", "eq", "ne", "and", "or"}


def _key(instruction: Instruction) -> tuple[object, ...]:
    """What tells instructions apart: in Python the value 1 equals the constant 1.0."""
    return instruction, tuple(repr(a) for a in instruction.args)


@dataclass
class Graph:
    """Instructions in order of evaluation, loops by number, and the outputs by name."""

    instructions: list[Instruction] = field(default_factory=list)
    loops: dict[int, Loop] = field(default_factory=dict)
    outputs: dict[str, Value] = field(default_factory=dict)
    _number: dict[tuple[object, ...], int] = field(default_factory=dict)

    def input(self, name: str) -> int:
        """Append an input."""
        return self.append(Instruction("input", name=name))

    def apply(self, op: str, *args: Value) -> Value:
        """The value of ``op(*args)``, simplified."""
        simpler = simplified(op, args, self.instructions)
        if isinstance(simpler, Instruction):
            return self.apply(simpler.op, *simpler.args)
        if simpler is not None:
            return simpler
        if op in COMMUTE:
            args = tuple(sorted(args, key=lambda a: (isinstance(a, float), a)))
        return self.append(Instruction(op, args))

    def append(self, instruction: Instruction) -> int:
        """The number of an instruction, which is appended unless it is there."""
        key = _key(instruction)
        if key not in self._number:
            self._number[key] = len(self.instructions)
            self.instructions.append(instruction)
        return self._number[key]

    def holds(self, instruction: Instruction) -> bool:
        """Whether an instruction is there."""
        return _key(instruction) in self._number

    def carry(self, loop: int, key: int) -> int:
        """What an iteration of a loop starts from."""
        return self.append(Instruction("carry", loop=loop, key=key))

    def replay(self, loop: int, key: int, ran: int) -> int:
        """In an adjoint ``loop``: the carry of the loop that it follows, whose instruction is
        ``ran``, at the start of the same iteration."""
        return self.append(Instruction("replay", (ran,), loop=loop, key=key))

    def recall(self, loop: int, value: int, ran: int) -> int:
        """In an adjoint ``loop``: a value of the body of the loop that it follows, whose
        instruction is ``ran``, in the same iteration."""
        return self.append(Instruction("recall", (ran, value), loop=loop))

    def close(self, number: int, loop: Loop) -> int:
        """Append a loop whose body is complete; its instruction."""
        self.loops[number] = loop
        return self.append(Instruction("loop", loop=number))

    def result(self, ran: int, key: int) -> int:
        """What a carry is after the loop whose instruction is ``ran``."""
        loop = self.instructions[ran].loop
        return self.append(Instruction("result", (ran,), loop=loop, key=key))

    def is_mask(self, value: Value) -> bool:
        """Whether a value is the result of a comparison."""
        return isinstance(value, int) and self.instructions[value].op in MASKS

    def loop_of(self) -> list[int | None]:
        """For each instruction the loop whose body it is in."""
        inside: list[int | None] = []
        for instruction in self.instructions:
            if instruction.op in ("carry", "replay", "recall"):
                inside.append(instruction.loop)
            elif instruction.op == "result":
                inside.append(None)
            else:
                around = {inside[a] for a in instruction.args if isinstance(a, int)} - {None}
                inside.append(around.pop() if around else None)
        return inside

    def depends_on(self, leaf: Callable[[Instruction], bool]) -> list[bool]:
        """For each instruction, whether it depends on an input or loop for which ``leaf`` holds."""
        depends: list[bool] = []
        for instruction in self.instructions:
            own = instruction.op in LEAVES and leaf(instruction)
            depends.append(own or any(depends[a] for a in instruction.args if isinstance(a, int)))
        return depends

    def live(self) -> "Graph":
        """This graph without what no output needs, neither instructions nor carries of loops."""
        needed = self._needed()
        return rebuild(self, lambda number: number in needed)

    def copy(self) -> "Graph":
        """The same instructions under the same numbers, to be gone on with; without outputs."""
        return Graph(list(self.instructions), dict(self.loops), {}, dict(self._number))

    def _needed(self) -> set[int]:
        where = {i: n for n, i in enumerate(self.instructions)}
        needed: set[int] = set()
        stack = [v for v in self.outputs.values() if isinstance(v, int)]
        while stack:
            number = stack.pop()
            if number in needed:
                continue
            needed.add(number)
            instruction = self.instructions[number]
            more: list[Value] = list(instruction.args)
            if instruction.key >= 0:
                owner, key = instruction.loop, instruction.key
                if instruction.op == "replay":
                    owner = self.loops[owner].follows
                loop = self.loops[owner]
                more += [loop.starts[key], loop.ends[key]]
                more.append(where[Instruction("carry", loop=owner, key=key)])
            stack += [v for v in more if isinstance(v, int)]
        return needed


Visit = Callable[[Graph, int, Sequence[Value]], Value | None]


def rebuild(
    old: Graph,
    keep: Callable[[int], bool] = lambda number: True,
    visit: Visit = lambda new, number, args: None,
) -> Graph:
    """``old`` built anew out of the instructions to keep. ``visit(new, number, args)`` may give an
    instruction of ``old``, by its number and its new arguments, another form."""
    new = Graph()
    at: dict[int, Value] = {}

    def moved(values: Mapping[int, Value], loop: int) -> dict[int, Value]:
        return {
            key: at[v] if isinstance(v, int) else v
            for key, v in values.items()
            if new.holds(Instruction("carry", loop=loop, key=key))
        }

    for number, instruction in enumerate(old.instructions):
        if not keep(number):
            continue
        args = tuple(at[a] if isinstance(a, int) else a for a in instruction.args)
        if instruction.op == "loop":
            loop = old.loops[instruction.loop]
            starts = moved(loop.starts, instruction.loop)
            ends = moved(loop.ends, instruction.loop)
            at[number] = new.close(instruction.loop, replace(loop, starts=starts, ends=ends))
        elif instruction.name or instruction.loop >= 0:
            at[number] = new.append(replace(instruction, args=args))
        else:
            other = visit(new, number, args)
            at[number] = new.apply(instruction.op, *args) if other is None else other
    new.outputs = {n: at[v] if isinstance(v, int) else v for n, v in old.outputs.items()}
    return new
