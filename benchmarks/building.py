"""What the first call of a model costs: tracing, compiling, and loading what was compiled.

``python -m benchmarks.building MODEL SUBSTEPS`` makes the first calls, of one day and 100 cells:
forward, then with backward, which is traced and compiled anew.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from typing import Any

from tqdm import tqdm

from benchmarks.process import ask, tell
from benchmarks.speed import BACKWARD, FORWARD
from benchmarks.timing import Case, Measured, timed
from benchmarks.world import Subject, subjects

REPETITIONS = 3
CELLS = 100  # as many as fill the widest blocks
PARTS = {
    "first_call": "the whole first call with an empty cache, for as many cells as a training step",
    "compile": "of it the C++ compiler",
    "trace": "of it all else: tracing, differentiating, printing, loading, running",
    "load": "first call of another process: traced again, the kept kernel loaded",
}


def rows(models: Sequence[Subject], repetitions: int) -> list[dict[str, object]]:
    """Seconds of the parts of building, each repetition with an empty cache and new processes."""
    directions = (FORWARD, BACKWARD)
    made = {
        (subject.name, subject.substeps, direction, part): Measured(_case(subject, direction, part))
        for subject in models
        for direction in directions
        for part in PARTS
    }
    bar = tqdm(total=repetitions * len(models), desc="building", unit="model", disable=None)
    for _ in range(repetitions):
        for subject in models:
            with tempfile.TemporaryDirectory() as folder:
                call = ("benchmarks.building", subject.name, subject.substeps)
                cold, warm = ask(*call, FPL_CACHE=folder), ask(*call, FPL_CACHE=folder)
            for direction in directions:
                seconds, compiler = cold[direction]["seconds"], cold[direction]["compiler"]
                parts = {
                    "first_call": seconds,
                    "compile": compiler,
                    "trace": seconds - compiler,
                    "load": warm[direction]["seconds"],
                }
                for part, value in parts.items():
                    made[subject.name, subject.substeps, direction, part].seconds.append(value)
            bar.update()
    bar.close()
    return [measured.row() for measured in made.values()]


def _case(subject: Subject, direction: str, part: str) -> Case:
    labels = {
        "what": part,
        "engine": "fused",
        "model": subject.name,
        "substeps": subject.substeps,
        "direction": direction,
        "note": PARTS[part],
    }
    return Case(labels, run=lambda: float("nan"))


def main(name: str, substeps: int) -> None:
    """The first calls, timed, with the time that other programs took in them."""
    import torch

    from fpl.engine import simulate
    from fpl.engine.choice import resolve

    resolve("fused")
    told: dict[str, object] = {}
    (subject,) = [s for s in subjects([substeps]) if s.name == name]
    model = subject.model
    spent = _watch_programs()
    forcing = {f: torch.ones(1, CELLS) for f in model.forcing_names}

    def first_call(direction: str) -> None:
        parameters = {
            p.name: torch.full((CELLS,), p.default, requires_grad=direction == BACKWARD)
            for p in model.parameters
        }
        made = simulate(model, forcing, parameters, outputs=(subject.output,), engine="fused")
        if direction == BACKWARD:
            made.outputs[subject.output].sum().backward()

    for direction in (FORWARD, BACKWARD):
        spent.clear()
        seconds = timed(lambda direction=direction: first_call(direction))
        told[direction] = {"seconds": seconds, "compiler": sum(spent)}
    tell(told)


def _watch_programs() -> list[float]:
    """The seconds of each program that is run from now on, as they come."""
    spent: list[float] = []
    run = subprocess.run

    def watched(*arguments: Any, **options: Any) -> Any:
        start = time.perf_counter()
        try:
            return run(*arguments, **options)
        finally:
            spent.append(time.perf_counter() - start)

    subprocess.run = watched  # type: ignore[assignment]
    return spent


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
