"""What one pass of the model costs, forward and backward, and what a training adds to it."""

import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import pandas as pd
import torch
from tqdm import tqdm

from fpl.calibration.together import prior_units
from fpl.evaluation.reach import DIFFERENTIATED
from fpl.learning.adam import Adam
from fpl.learning.step import step
from fpl.learning.train import Settings, starting_point
from fpl.networks.choice import of_attributes
from fpl.problem.cells import CellObjectives
from fpl.problem.problem import Problem

Result = TypeVar("Result")
REPEATS = 25
PARTS = {
    "forward": "core s a pass of a cell, in training: the training period or a cycle of warm-up",
    "backward": "core s a pass of a cell, in training: back through what forward kept",
    "backward_per_forward": "of the two above, as a ratio in each repeat",
    "network": "core s a step: choosing cells, network, clipping, optimiser; no model",
    "network_share": "of the core seconds of a step",
    "search": "core s a pass of a cell, in SCE-UA: the model alone, a block of cells in one call",
}


def measure(
    problem: Problem, features: torch.Tensor, settings: Settings, block: int
) -> pd.DataFrame:
    """Median, lowest and highest of ``REPEATS``, one row for each of ``PARTS``.

    problem : all cells; features ``(cell, feature)``, scaled; block : cells that SCE-UA has in one
    call. Core seconds are processor time of this process, which uses as many threads as a training.

    Passes of a batch of learning: the objective is run with gradient at the starting point of the
    training, and back; in the search: at the priors.
    """
    batch = problem.select(range(min(settings.batch_cells, problem.cells)))
    start = starting_point(batch)
    unit = start[:, None].repeat(1, batch.cells).requires_grad_()
    around = _around(problem, features, settings, start)
    searched = CellObjectives(problem.select(range(min(block, problem.cells))))
    points = torch.as_tensor(prior_units(searched.problem)).T[:, None].to(unit.dtype).contiguous()
    batch.objective(unit).sum().backward()  # builds the kernels outside the clock
    around()
    _, cycles = searched(points)
    in_search = searched.problem.cells + int(cycles.sum())
    repeats: dict[str, list[float]] = {name: [] for name in PARTS}
    for _ in tqdm(range(REPEATS), desc="timing passes", unit="repeat", disable=None):
        batch.counter.training = batch.counter.warmup = 0
        seconds, errors = _timed(lambda: batch.objective(unit))
        back, _ = _timed(errors.sum().backward)
        search, _ = _timed(lambda: searched(points))
        forward = seconds / (batch.counter.training + batch.counter.warmup)
        backward = back / (DIFFERENTIATED * batch.cells)
        network, _ = _timed(around)
        repeats["forward"].append(forward)
        repeats["backward"].append(backward)
        repeats["backward_per_forward"].append(backward / forward)
        repeats["network"].append(network)
        repeats["network_share"].append(network / (network + seconds + back))
        repeats["search"].append(search / in_search)
    rows = [
        {"part": name, "value": np.median(v), "low": min(v), "high": max(v), "n": len(v)}
        | {"cells": searched.problem.cells if name == "search" else batch.cells}
        | {"meaning": PARTS[name]}
        for name, v in repeats.items()
    ]
    return pd.DataFrame(rows)


def _around(
    problem: Problem, features: torch.Tensor, settings: Settings, start: torch.Tensor
) -> Callable[[], None]:
    """What a step of a training does besides the model: a whole step, on a problem without one."""
    network = of_attributes(features, start, settings)
    optimiser = Adam(network.parameters(), settings.learning_rate)
    learner = _WithoutModel(problem)

    def without_model() -> None:
        cells = torch.randperm(problem.cells)[: settings.batch_cells]
        step(network, optimiser, learner, features, cells)

    return without_model


class _WithoutModel:
    """A problem whose cells are chosen as in training and whose errors take no run of the model."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem

    def select(self, cells: torch.Tensor) -> "_WithoutModel":
        return _WithoutModel(self._problem.select(cells))

    def objective(self, unit: torch.Tensor) -> torch.Tensor:
        return unit.sum(0)


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Processor seconds of some work, and what it returns."""
    before = time.process_time()
    result = work()
    return time.process_time() - before, result
