"""Count the operations of the loops of a program that XLA has compiled, from its text."""

import math
import re
from collections import Counter

KINDS = {
    "arithmetic": {"add", "subtract", "multiply", "negate", "abs"},
    "divisions": {"divide", "remainder", "sqrt", "rsqrt", "tanh", "logistic"},
    "choices": {"maximum", "minimum", "clamp", "compare", "select", "and", "or", "not", "sign"},
    "exponentials": {"exponential", "exponential-minus-one", "power", "tanh", "logistic"},
    "logarithms": {"log", "log-plus-one", "power"},
}
HEAD = re.compile(r"^(?:ENTRY )?%?([\w.-]+) \(.*\{$")
LINE = re.compile(r"^\s*(?:ROOT )?%?[\w.-]+ = (.*)$")
SHAPE_AND_NAME = re.compile(r"^\w+\[([\d,]*)\]\S* ([\w-]+)\(")
CALLED = re.compile(r"(?:calls|to_apply|body)=%?([\w.-]+)")


def operations_of_loops(text: str, cells: int) -> dict[str, int]:
    """Operations with one value a cell, by kind, in one turn of each loop of the program."""
    bodies = _computations(text)
    total: Counter[str] = Counter()
    for body in re.findall(r" while\(.*body=%?([\w.-]+)", text):
        total += _count(bodies, body, cells)
    return {kind: total[kind] for kind in KINDS}


def _computations(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        head = HEAD.match(line)
        if head:
            name = head.group(1)
            found[name] = []
        elif name and (body := LINE.match(line)):
            found[name].append(body.group(1))
    return found


def _count(bodies: dict[str, list[str]], name: str, cells: int) -> Counter[str]:
    count: Counter[str] = Counter()
    for line in bodies[name]:
        if " while(" in line:
            continue
        shaped = SHAPE_AND_NAME.match(line)
        if shaped:
            sizes = [int(n) for n in shaped.group(1).split(",") if n]
            if math.prod(sizes) == cells:
                operation = shaped.group(2)
                count.update(kind for kind, names in KINDS.items() if operation in names)
        for called in CALLED.findall(line):
            count += _count(bodies, called, cells)
    return count
