"""Where the seconds of a training and of a calibration go."""

from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import Any

import torch

from benchmarks.clock import Watched, watching
from benchmarks.timing import summary
from benchmarks.world import World
from fpl import config
from fpl.calibration import cells as calibration
from fpl.calibration import together
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
    labels = _labels("fPL training", world.inputs.problem, settings.batch_cells)
    note = "one step; forward and backward are of training and the last warm-up cycle"
    made = _parts(clock.of(STEP), labels | {"note": note})
    monitor = summary([sum(parts.values()) for parts in clock.of(MONITOR)])
    return [*made, labels | {"part": MONITOR, "note": "one point of the curve"} | monitor]


def _calibration(world: World, budget: int, cells: int) -> list[dict[str, object]]:
    settings = config.Calibration(**world.settings["calibration"])
    settings = settings.model_copy(update={"budget": budget})
    sampled = world.inputs.of_sample("s4")
    problem, numbers = sampled.problem, sampled.forcing["cell"].to_numpy()
    positions, repetitions = range(problem.cells)[:cells], 3
    with watching(CALIBRATION) as clock:
        for seed in range(repetitions):
            calibration.calibrate(problem, positions, numbers, settings, seed)
    labels = _labels("SCE-UA calibration", problem, cells) | {"note": f"{budget} runs a cell"}
    return _parts(clock.of(SEARCH), labels, runs=budget * cells)


def _labels(what: str, problem: Problem, cells: int) -> dict[str, object]:
    """The leading columns: what was timed, and on how much."""
    labels = {"what": what, "threads": problem.threads, "model": problem.model.name}
    return labels | {"cells": cells, "days": problem.training.stop}


def _parts(
    calls: Sequence[Counter[str]], labels: dict[str, object], runs: int = 0
) -> list[dict[str, object]]:
    """A row for each part, and one for the whole, with shares of the whole by medians."""
    seconds = {"whole": [sum(parts.values()) for parts in calls]}
    for name in dict.fromkeys(name for parts in calls for name in parts):
        seconds[name] = [parts[name] for parts in calls]
    whole = median(seconds["whole"])
    made = []
    for name, taken in seconds.items():
        row = labels | {"part": name} | summary(taken) | {"share": median(taken) / whole}
        if runs:
            row["microseconds_a_run"] = 1e6 * median(taken) / runs
        made.append(row)
    return made
