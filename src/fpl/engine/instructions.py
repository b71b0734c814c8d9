"""What a graph is made of: values, instructions and loops."""

from collections.abc import Mapping
from dataclasses import dataclass

Value = int | float  # an int numbers an instruction, a float is a constant
LEAVES = {"input", "carry", "replay", "recall", "loop"}
MASKS = {"lt", "le", "gt", "ge", "eq", "ne", "and", "or", "not"}


@dataclass(frozen=True)
class Instruction:
    """``op`` applied to ``args``. An input has a name, a loop its number; carry, replay and result
    have the number of their loop and the key of the carry."""

    op: str
    args: tuple[Value, ...] = ()
    name: str = ""
    loop: int = -1
    key: int = -1


@dataclass(frozen=True)
class Loop:
    """``times`` iterations; each carry, by its key, starts and ends an iteration with a value."""

    times: int
    starts: Mapping[int, Value]
    ends: Mapping[int, Value]
    follows: int = -1  # of an adjoint loop: the loop whose carries it replays


def is_number(value: Value, number: float) -> bool:
    """Whether a value is this constant; in Python the value 1 equals the constant 1.0."""
    return isinstance(value, float) and value == number
