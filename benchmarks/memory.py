"""The memory of one training step over a continent: 77,184 cells and three years.

``python -m benchmarks.memory DATA CELLS DAYS THREADS`` makes one step and tells its peak.
"""

import resource
import sys
from pathlib import Path

from benchmarks.process import ProcessFailed, ask, tell
from benchmarks.speed import BACKWARD, LARGE, run
from benchmarks.timing import summary, timed
from benchmarks.world import Subject, World, open_world, subjects

DAYS = 1_096
SUBSTEPS = 4
LIMIT_BYTES = 8e9  # what a step may take at its peak


def row(data: Path, cores: int, cells: int = LARGE, days: int = DAYS) -> dict[str, object]:
    """The peak of a step in a process of its own, and what its arrays alone take."""
    labels = {"what": "training step", "engine": "fused", "threads": cores, "model": "vic"}
    labels |= {"substeps": SUBSTEPS, "cells": cells, "days": days, "direction": BACKWARD}
    try:
        found = ask("benchmarks.memory", data, cells, days, cores)
    except ProcessFailed as error:
        return labels | {"n": 0, "note": f"not measured: {error}"}
    peak = found["peak_bytes"]
    return labels | summary([found["seconds"]]) | {
        "cell_days_per_second": cells * days / found["seconds"],
        "note": "one step; at_start: before the forcing is tiled; forcing, output: their arrays",
        "peak_gb": peak / 1e9,
        "at_start_gb": found["start_bytes"] / 1e9,
        "forcing_gb": found["forcing_bytes"] / 1e9,
        "output_gb": cells * days * 4 / 1e9,
        "target_gb": LIMIT_BYTES / 1e9,
        "met": "yes" if peak < LIMIT_BYTES else "no",
    }  # fmt: skip


def peak_bytes() -> int:
    """The greatest memory that this process has held."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def step(world: World, subject: Subject, cells: int, days: int, threads: int) -> dict[str, float]:
    """One training step, timed, with the forcing there before it."""
    start = peak_bytes()
    forcing = world.forcing(subject.model, cells, days)
    run(world, subject, "fused", threads, min(cells, 100), 1, BACKWARD)  # compiles
    seconds = timed(lambda: run(world, subject, "fused", threads, cells, days, BACKWARD))
    return {
        "seconds": seconds,
        "peak_bytes": peak_bytes(),
        "start_bytes": start,
        "forcing_bytes": sum(f.numel() * f.element_size() for f in forcing.values()),
    }


if __name__ == "__main__":
    vic = subjects([SUBSTEPS])[0]
    tell(step(open_world(Path(sys.argv[1])), vic, *(int(a) for a in sys.argv[2:5])))
