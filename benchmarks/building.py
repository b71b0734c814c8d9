"""What the first call of a model costs: tracing, compiling, and loading what was compiled.

``python -m benchmarks.building MODEL SUBSTEPS`` makes the first calls, of one day and 100 cells:
forward, then with backward, which is traced and compiled anew.
"""

import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence

import torch
from tqdm import tqdm

from benchmarks.clock import Watched, watching
from benchmarks.process import ask, tell
from benchmarks.speed import BACKWARD, FORWARD
from benchmarks.timing import summary
from benchmarks.world import Subject, subjects
from fpl.engine import simulate
from fpl.engine.choice import resolve

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
    seconds = {(subject, direction): [] for subject in models for direction in (FORWARD, BACKWARD)}
    turns = list(models) * repetitions
    for subject in tqdm(turns, desc="building", unit="model", disable=None):
        with tempfile.TemporaryDirectory() as folder:
            call = ("benchmarks.building", subject.name, subject.substeps)
            cold, warm = ask(*call, FPL_CACHE=folder), ask(*call, FPL_CACHE=folder)
        for direction in (FORWARD, BACKWARD):
            parts = Counter(cold[direction])
            whole = {"first_call": parts.total(), "load": Counter(warm[direction]).total()}
            seconds[subject, direction].append(parts | whole)
    return [
        {"what": part, "engine": "fused", "model": subject.name, "substeps": subject.substeps}
        | {"direction": direction, "note": note}
        | summary([parts[part] for parts in taken])
        for (subject, direction), taken in seconds.items()
        for part, note in PARTS.items()
    ]


def main(name: str, substeps: int) -> None:
    """The first calls, timed, with the time that other programs took in them."""
    resolve("fused")
    (subject,) = [s for s in subjects([substeps]) if s.name == name]
    calls = [
        Watched(sys.modules[__name__], "first_call", "trace"),
        Watched(subprocess, "run", "compile"),
    ]
    with watching(calls) as clock:
        for direction in (FORWARD, BACKWARD):
            first_call(subject, direction)
    tell(dict(zip((FORWARD, BACKWARD), clock.of("trace"), strict=True)))


def first_call(subject: Subject, direction: str) -> None:
    """One day of a model at defaults, with its gradient if wanted."""
    model, backward = subject.model, direction == BACKWARD
    forcing = {f: torch.ones(1, CELLS) for f in model.forcing_names}
    parameters = {
        p.name: torch.full((CELLS,), p.default, requires_grad=backward) for p in model.parameters
    }
    made = simulate(model, forcing, parameters, outputs=(subject.output,), engine="fused")
    if backward:
        made.outputs[subject.output].sum().backward()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
