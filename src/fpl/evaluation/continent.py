"""One training step for a continent: the cells of a dataset repeated until there are as many."""

import resource
import sys
import time
from dataclasses import replace

import pandas as pd
import torch

from fpl.learning.adam import Adam
from fpl.learning.step import step
from fpl.learning.train import Settings, starting_point
from fpl.networks.choice import of_attributes
from fpl.problem.problem import Problem
from fpl.seeding import seed_everything

REPEATS = 9  # of a step of a batch; the step over all cells is run once
BATCH, EVERY = "batch", "all"  # what a step learns from: some cells drawn, or every cell


def steps(problem: Problem, features: torch.Tensor, settings: Settings, cells: int) -> pd.DataFrame:
    """Measure a step of ``settings.batch_cells`` cells drawn from the dataset, the same drawn from
    the continent of ``cells``, and one over every cell of the continent.

    One row each: ``step`` (batch or all), ``cells`` drawn from, ``cells_a_step``, wall and core
    seconds (of batches the median of ``REPEATS``), and the greatest memory of the process until
    then, GB (1e9 bytes), which holds the forcing of the continent from the second row on.

    The days are those of training; a step is :func:`fpl.learning.step.step`, the drawing of its
    cells included.
    """
    short = _training_only(problem)
    rows = [_measured(short, features, settings, settings.batch_cells, BATCH)]
    index = torch.arange(cells) % problem.cells
    continent, known = short.select(index), features[index]
    rows.append(_measured(continent, known, settings, settings.batch_cells, BATCH))
    rows.append(_measured(continent, known, settings, cells, EVERY))
    return pd.DataFrame(rows)


def _training_only(problem: Problem) -> Problem:
    """The same problem without the days of the test, which no step runs."""
    days = problem.training
    return replace(
        problem,
        forcing={name: values[days] for name, values in problem.forcing.items()},
        observed=problem.observed[days],
        used=problem.used[days],
        training=slice(0, days.stop - days.start),
        test=slice(0, days.stop - days.start),
    )


def _measured(
    problem: Problem, features: torch.Tensor, settings: Settings, cells: int, name: str
) -> dict[str, object]:
    """Time steps of ``cells`` cells each, after one that builds the kernels."""
    seed_everything(0)
    draw = torch.Generator().manual_seed(0)
    network = of_attributes(features, starting_point(problem), settings)
    optimiser = Adam(network.parameters(), settings.learning_rate)
    cells = min(cells, problem.cells)
    wall, core = [], []
    step(network, optimiser, problem, features, torch.arange(min(cells, settings.batch_cells)))
    for _ in range(REPEATS if name == BATCH else 1):
        before = time.perf_counter(), time.process_time()
        drawn = torch.randperm(problem.cells, generator=draw)[:cells]
        step(network, optimiser, problem, features, drawn if name == BATCH else None)
        wall.append(time.perf_counter() - before[0])
        core.append(time.process_time() - before[1])
    middle = len(wall) // 2
    return {
        "step": name,
        "cells": problem.cells,
        "cells_a_step": cells,
        "days": problem.training.stop,
        "n": len(wall),
        "wall_seconds": sorted(wall)[middle],
        "core_seconds": sorted(core)[middle],
        "core_seconds_min": min(core),
        "core_seconds_max": max(core),
        "peak_gb": _peak_bytes() / 1e9,
    }


def _peak_bytes() -> int:
    """The greatest memory that this process has held."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
