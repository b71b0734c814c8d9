"""What the first call of a model costs: tracing, compiling, and loading what was compiled.

``python -m benchmarks.building MODEL SUBSTEPS DIRECTION`` makes one first call on one cell.
"""

import importlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from typing import Any

from tqdm import tqdm

from benchmarks.process import ask, tell
from benchmarks.speed import BACKWARD, FORWARD
from benchmarks.timing import Case, Measured, timed
from benchmarks.world import Subject, subjects

REPETITIONS = 3
PARTS = {
    "import": "once a process: what torch imports of itself when a tensor is first watched",
    "first_call": "after that, the whole first call with an empty cache",
    "compile": "of it the C++ compiler",
    "trace": "of it all else: tracing, differentiating, printing, loading, running",
    "load": "first call of another process: traced again, the kept kernel loaded",
}


def rows(models: Iterable[Subject], repetitions: int) -> list[dict[str, object]]:
    """Seconds of the parts of building, each repetition with an empty cache and new processes."""
    wanted = [(s, d) for s in models for d in (FORWARD, BACKWARD)]
    made = {
        (s.name, s.substeps, d, part): Measured(_case(s, d, part))
        for s, d in wanted
        for part in PARTS
    }
    bar = tqdm(total=repetitions * len(wanted), desc="building", unit="kernel", disable=None)
    for _ in range(repetitions):
        for subject, direction in wanted:
            with tempfile.TemporaryDirectory() as folder:
                call = ("benchmarks.building", subject.name, subject.substeps, direction)
                cold, warm = ask(*call, FPL_CACHE=folder), ask(*call, FPL_CACHE=folder)
            seconds = {
                "import": cold["import"],
                "first_call": cold["seconds"],
                "compile": cold["compiler"],
                "trace": cold["seconds"] - cold["compiler"],
                "load": warm["seconds"],
            }
            for part, value in seconds.items():
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


def main(name: str, substeps: int, direction: str) -> None:
    """One first call, timed, with the time that other programs took in it."""
    import torch

    from fpl.engine import simulate
    from fpl.engine.choice import resolve

    resolve("fused")
    importing = timed(lambda: importlib.import_module("torch._dynamo"))
    (subject,) = [s for s in subjects([substeps]) if s.name == name]
    model = subject.model
    spent = _watch_programs()
    forcing = {f: torch.ones(1, 1) for f in model.forcing_names}
    parameters = {
        p.name: torch.full((1,), p.default, requires_grad=direction == BACKWARD)
        for p in model.parameters
    }
    start = time.perf_counter()
    made = simulate(model, forcing, parameters, outputs=(subject.output,), engine="fused")
    if direction == BACKWARD:
        made.outputs[subject.output].sum().backward()
    whole = time.perf_counter() - start
    tell({"import": importing, "seconds": whole, "compiler": sum(spent)})


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
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
