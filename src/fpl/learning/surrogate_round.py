"""A round of the surrogate's route: run the process model, train the surrogate, learn through it.

Round 0 trains on a Latin hypercube of parameters. Each later round runs the process model around
the parameters that the round before found, adds these runs to the others, trains the surrogate on
from its weights, and learns again.
"""

import time
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
import xarray as xr
from torch import Tensor

from fpl.config.optional import SurrogateTraining as Settings
from fpl.learning import surrogate_training as training
from fpl.learning.surrogate_data import ModelRuns, around, latin_hypercube, run_model
from fpl.learning.train import Settings as LearningSettings
from fpl.learning.train import train
from fpl.networks.surrogate import SurrogateLSTM
from fpl.problem.files import Inputs, read_parameters
from fpl.problem.problem import Problem
from fpl.problem.surrogate import SurrogateProblem

# What random numbers serve; each purpose of each round draws its own
SETS, TRAINING, HELD_OUT = 0, 1, 2


class Earlier(Protocol):
    """Files of the rounds before: the runs of each, surrogate and parameters of the last."""

    runs: list[str]
    surrogate: str | Path
    parameters: str | Path


@dataclass(frozen=True)
class Before:
    """What a round goes on from: all runs so far, the surrogate, and where fPL ended,
    ``(parameter, cell)`` of the unit cube."""

    runs: ModelRuns
    surrogate: SurrogateLSTM
    unit: Tensor


@dataclass(frozen=True)
class Round:
    """The runs that a round made, the surrogate trained on all, what fPL found ``(parameter,
    cell)``, and what it took."""

    runs: ModelRuns
    surrogate: SurrogateLSTM
    unit: Tensor
    bill: dict[str, float]


def seed_of(seed: int, number: int, purpose: int) -> int:
    """The seed of one purpose in round ``number``."""
    return int(np.random.SeedSequence([seed, number, purpose]).generate_state(1)[0])


def play(
    problem: Problem,
    features: Tensor,
    settings: Settings,
    learning: LearningSettings,
    seed: int,
    number: int,
    before: Before | None,
) -> Round:
    """Play round ``number`` on the cells of ``problem``; ``before`` is None in round 0.

    The bill has runs of the process model, its warm-up cycles, runs of the surrogate in learning
    (all summed over cells), and processor seconds of each of the three parts.
    """
    torch.set_num_threads(settings.threads)
    counter = problem.counter
    counter.training = counter.warmup = 0
    draw = seed_of(seed, number, SETS)
    if before is None:
        points = latin_hypercube(problem, settings.sets, draw)
    else:
        nearby = around(before.unit, settings.sets_a_round - 1, settings.spread, draw)
        points = torch.cat([before.unit[:, None], nearby], dim=1)
    with counter.aside():  # compiles outside the clock
        run_model(problem, points[:, :1])
    began = time.process_time()
    runs = run_model(problem, points)
    seconds = time.process_time() - began
    trained = training.train_surrogate(
        problem,
        before.runs.and_then(runs) if before else runs,
        settings,
        settings.steps_a_round if before else settings.steps,
        seed_of(seed, number, TRAINING),
        before.surrogate if before else None,
    )
    through = SurrogateProblem.replacing(problem, trained.surrogate, settings.spin_up_days)
    learned = train(through, features, torch.arange(problem.cells), learning, seed)
    bill = {
        "model_runs": counter.training,
        "model_warmup_runs": counter.warmup,
        "surrogate_runs": learned.curve[-1]["runs_per_cell"] * problem.cells,
        "model_seconds": seconds,
        "training_seconds": trained.cpu_seconds,
        "search_seconds": learned.curve[-1]["cpu_seconds"],
    }
    return Round(runs, trained.surrogate, learned.unit, bill)


def keep(surrogate: SurrogateLSTM, path: str | Path) -> None:
    """Write the weights and the scaling."""
    torch.save(surrogate.state_dict(), path)


def restore(problem: Problem, hidden: int, path: str | Path) -> SurrogateLSTM:
    """The inverse of :func:`keep`, for the model of a problem; frozen."""
    surrogate = training.untrained(problem, hidden)
    state: dict[str, Any] = torch.load(path, weights_only=True)
    surrogate.load_state_dict(state)
    return training.frozen(surrogate)


def open_before(files: Earlier, inputs: Inputs, hidden: int) -> Before:
    """What the rounds before have left."""
    problem, parameters, _ = read_parameters(files.parameters, inputs)
    runs = reduce(ModelRuns.and_then, map(ModelRuns.of, map(xr.load_dataset, files.runs)))
    return Before(runs, restore(problem, hidden, files.surrogate), problem.unit_of(parameters))
