"""Where the seconds of a training and of a calibration go."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import torch

from benchmarks.clock import Watched, watching
from benchmarks.timing import Case, Measured
from benchmarks.world import World
from fpl import config
from fpl.calibration import cells as calibration
from fpl.calibration import together
from fpl.data import split as samples
from fpl.engine.kernel import Kernel
from fpl.learning import run as learning
from fpl.learning import train
from fpl.learning.adam import Adam
from fpl.networks.attributes import AttributeNetwork
from fpl.problem.cells import CellObjectives
from fpl.problem.problem import Problem

STEP, MONITOR, SEARCH = "rest: loss, gradients, Python", "monitor", "SPOTPY and taking turns"
ENTRIES = {
    "forward": "model, forward",
    "adjoint": "model, backward",
    "settle": "model, warm-up",
    "judge": "model with warm-up",
}


def _entry(kernel: Kernel, entry: str, *arguments: Any) -> str:
    return ENTRIES.get(entry, entry)


TRAINING = (
    Watched(train, "_advance", STEP),
    Watched(train, "_monitor", MONITOR),
    Watched(Kernel, "call", _entry),
    Watched(AttributeNetwork, "forward", "network, forward"),
    Watched(torch.Tensor, "backward", "network and loss, backward"),
    Watched(torch.nn.utils, "clip_grad_norm_", "optimiser"),
    Watched(Adam, "step", "optimiser"),
    Watched(Problem, "select", "choosing the cells of a step"),
)
CALIBRATION = (
    Watched(calibration, "take_turns", SEARCH),
    Watched(together.Together, "answer", "objective, Python"),
    Watched(CellObjectives, "__call__", "objective, Python"),
    Watched(Kernel, "call", _entry),
)


def rows(world: World, steps: int, budget: int, blocks: Sequence[int]) -> list[dict[str, object]]:
    """Seconds of a step of a training, and of calibrations of ``budget`` runs of so many cells."""
    torch.set_num_threads(1)  # as the workflow does
    made = _training(world, steps)
    for cells in blocks:
        made += _calibration(world, budget, cells)
    return made


def _training(world: World, steps: int) -> list[dict[str, object]]:
    settings = config.Learning(**world.settings["learning"])
    settings = settings.model_copy(update={"steps": steps, "monitor_every": steps})
    with watching(TRAINING) as clock:
        learning.learn(world.inputs, "s4", settings, seed=0)
    problem = world.inputs.problem
    labels = {
        "what": "fPL training",
        "threads": problem.threads,
        "model": problem.model.name,
        "cells": settings.batch_cells,
        "days": problem.training.stop,
    }
    note = "one step; forward and backward are of training and the last warm-up cycle"
    made = _parts(clock.of(STEP), labels | {"note": note})
    monitor = Measured(Case(labels | {"part": MONITOR, "note": "one point of the curve"}, float))
    monitor.seconds = [sum(parts.values()) for parts in clock.of(MONITOR)]
    return [*made, monitor.row()]


def _calibration(world: World, budget: int, cells: int) -> list[dict[str, object]]:
    settings = config.Calibration(**world.settings["calibration"])
    settings = settings.model_copy(update={"budget": budget})
    labelled = world.inputs.forcing
    chosen = samples.cells_of_lattice(labelled["row"], labelled["column"], "s4")
    positions = np.flatnonzero(chosen)[:cells]
    problem = replace(world.inputs.problem)
    repetitions = 3
    with watching(CALIBRATION) as clock:
        for seed in range(repetitions):
            labels = labelled["cell"].to_numpy()
            calibration.calibrate(problem, positions, labels, settings, seed)
    return _parts(
        clock.of(SEARCH),
        {
            "what": "SCE-UA calibration",
            "threads": problem.threads,
            "model": problem.model.name,
            "cells": cells,
            "days": problem.training.stop,
            "note": f"{budget} runs a cell",
        },
        runs=budget * cells,
    )


def _parts(
    calls: Sequence[Counter[str]], labels: dict[str, object], runs: int = 0
) -> list[dict[str, object]]:
    """A row for each part, and one for the whole, with shares of the whole by medians."""
    names = list(dict.fromkeys(name for parts in calls for name in parts))
    whole = Measured(Case(labels | {"part": "whole"}, float))
    whole.seconds = [sum(parts.values()) for parts in calls]
    measured = [whole]
    for name in names:
        one = Measured(Case(labels | {"part": name}, float))
        one.seconds = [parts[name] for parts in calls]
        measured.append(one)
    total = whole.row()["seconds_median"]
    made = []
    for one in measured:
        row = one.row()
        row.pop("cell_days_per_second", None)
        row["share"] = row["seconds_median"] / total  # type: ignore[operator]
        if runs:
            row["microseconds_a_run"] = 1e6 * row["seconds_median"] / runs  # type: ignore[operator]
        made.append(row)
    return made
