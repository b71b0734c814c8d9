"""Arithmetic of a step, counted in the graph that is printed, and how near a kernel comes to what
its operations alone would take."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from benchmarks.speed import BACKWARD, FORWARD, LIKE_FOR_LIKE
from benchmarks.timing import Measured
from benchmarks.world import Subject
from fpl.engine.graph import Graph
from fpl.engine.kernel import graphs
from fpl.physics.process_model import ProcessModel

DAILY = "operations of a cell and day"
FUSED_MULTIPLY_ADD = "fma"  # two operations
KINDS: dict[str, set[str]] = {
    "arithmetic": {"add", "sub", "mul", "neg", FUSED_MULTIPLY_ADD},
    "divisions": {"div", "sqrt", "sigmoid", "tanh"},
    "choices": {"lt", "le", "gt", "ge", "eq", "ne", "and", "or", "not"}
    | {"where", "min", "max", "clamp_min", "clamp_max"},
    "exponentials": {"exp", "expm1", "sigmoid", "tanh", "pow"},
    "logarithms": {"log", "log_normal", "log1p", "pow"},
}


def operations(model: ProcessModel, output: str) -> dict[str, Counter[str]]:
    """Operations of a day and cell by kind: forward for ``output``, and forward with the adjoint
    for all parameters. What is computed once for all days is not counted."""
    static = {f"parameter.{p}" for p in model.static}
    wanted = model.parameter_names
    forward = count(graphs(model, (output,), None)[0], static)
    _, adjoint = graphs(model, (output,), wanted)
    assert adjoint is not None
    return {FORWARD: forward, BACKWARD: forward + count(adjoint, static)}


def count(graph: Graph, static: set[str]) -> Counter[str]:
    """Operations by kind that are run on each day; those of a loop count for each iteration."""
    daily = graph.depends_on(lambda i: i.op != "input" or i.name not in static)
    after = graph.depends_on(lambda i: i.name.startswith("sum."))
    made: Counter[str] = Counter()
    for number, (instruction, loop) in enumerate(
        zip(graph.instructions, graph.loop_of(), strict=True)
    ):
        if daily[number] and not after[number]:
            times = 1 if loop is None else graph.loops[loop].times
            for kind, names in KINDS.items():
                made[kind] += times * (instruction.op in names)
            made["arithmetic"] += times * (instruction.op == FUSED_MULTIPLY_ADD)
    made["arithmetic"] += sum(name.startswith("add.") for name in graph.outputs)
    return made


def rows(
    subjects: Iterable[Subject], measured: Sequence[Measured], rates: Mapping[str, float]
) -> list[dict[str, object]]:
    """Operations of each model, and the time that they would take at the ``rates`` of one core,
    beside the time that a day of a cell took on one thread at 400 cells."""
    made: list[dict[str, object]] = [
        {"what": "peak of a core", "threads": 1, "note": kind, "operations_per_second": rate}
        for kind, rate in rates.items()
    ]
    for subject in subjects:
        for direction, counted in operations(subject.model, subject.output).items():
            floor = sum(counted[kind] / rates[kind] for kind in KINDS)
            key = {"engine": "fused", "threads": 1, "model": subject.name}
            key |= {"substeps": subject.substeps, "direction": direction}
            row = {"what": DAILY, **key, **{kind: counted[kind] for kind in KINDS}}
            row["nanoseconds_at_peak"] = 1e9 * floor
            taken = seconds_a_cell_day(measured, key)
            if taken is not None:
                row |= {
                    "nanoseconds": 1e9 * taken,
                    "share_of_peak": floor / taken,
                    "operations_per_second": sum(counted.values()) / taken,
                }
            made.append(row)
    return made


def seconds_a_cell_day(measured: Sequence[Measured], key: Mapping[str, object]) -> float | None:
    """Median seconds of a day of a cell, of the case with these labels at 400 cells."""
    for one in measured:
        if (key | {"cells": LIKE_FOR_LIKE}).items() <= one.case.labels.items() and one.seconds:
            return median(one.seconds) / one.cell_days
    return None


def peer_rows(name: str, model: str, counted: Mapping[str, Mapping[str, float]]) -> list[dict]:
    """Operations that a peer tells of itself."""
    labels = {"what": DAILY, "engine": name, "model": model, "substeps": 1}
    return [labels | {"direction": d, **kinds} for d, kinds in counted.items()]
