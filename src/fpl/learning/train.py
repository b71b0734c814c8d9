"""Learn the mapping from what is known of a place to parameters, end to end through the process
model."""

import math
import time
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from tqdm import tqdm

from fpl.config.sections import Learning
from fpl.learning.adam import Adam
from fpl.learning.checkpoint import Progress, restore, save
from fpl.learning.step import step
from fpl.networks.choice import Build, Known, of_attributes
from fpl.problem.problem import Problem
from fpl.seeding import seed_everything

CLOSELY = 25  # steps at the start that are all on the curve: most of the error is gone by then
START_MARGIN = 0.02  # of the unit interval: a sigmoid learns nothing at its very ends
Settings = Learning  # what of the configuration a training depends on


@dataclass(frozen=True)
class Learned:
    """The network, its parameters ``(parameter, cell)`` in the unit cube for all cells given, and
    the learning curve."""

    network: nn.Module
    unit: Tensor
    curve: list[dict[str, float]]


def train(
    problem: Problem,
    features: Known,
    training_cells: Tensor,
    settings: Settings,
    seed: int,
    progress_file: Path | None = None,
    key: str = "",
    network_of: Build = of_attributes,
) -> Learned:
    """Train a network on the training cells; predict parameters for all cells.

    problem : all cells
    features : what the network reads of the same cells: ``(cell, feature)``, scaled, for g_A
    training_cells : positions of the cells whose observations are learned from
    progress_file : where to keep the training, and to go on from if it holds one with this ``key``
    network_of : makes the network, g_A unless another is given

    Each step draws ``batch_cells`` training cells without replacement and follows the gradient of
    the mean of their losses over training, Adam with a cosine decay. The test period is monitored
    on the curve; nothing is chosen by it. DataError if a training cell has no used day.
    """
    seed_everything(seed)
    draw = torch.Generator().manual_seed(seed)
    learner = problem.to_fit(training_cells)
    _build(learner, settings.batch_cells)
    network = network_of(features, starting_point(learner), settings)
    optimiser = Adam(network.parameters(), settings.learning_rate)
    progress = restore(progress_file, key, network, optimiser, draw, learner.counter)
    known = features[training_cells]
    if progress.step == 0:
        _monitor(progress, network, learner, known)
    bar = tqdm(
        total=settings.steps, initial=progress.step, desc="learning", unit="step", disable=None
    )
    while progress.step < settings.steps:
        optimiser.learning_rate = settings.learning_rate * _cosine(progress.step / settings.steps)
        _advance(progress, network, optimiser, learner, known, settings.batch_cells, draw)
        bar.update()
        if _is_watched(progress.step, settings):
            _monitor(progress, network, learner, known)
        if progress_file is not None and progress.step % settings.checkpoint_every == 0:
            save(progress_file, key, network, optimiser, draw, learner.counter, progress)
    bar.close()
    return Learned(network, predict(network, features), progress.curve)


def predict(network: nn.Module, features: Known) -> Tensor:
    """Parameters ``(parameter, cell)`` in the unit cube, without dropout."""
    network.eval()
    with torch.no_grad():
        unit: Tensor = network(features)
    network.train()
    return unit


def starting_point(problem: Problem) -> Tensor:
    """Where training starts: the median prior of the cells, ``(parameter,)`` of the unit cube."""
    priors = problem.parameters(None)
    first = [priors[name].reshape(-1, problem.cells)[0] for name in problem.space.names]
    values = torch.stack(first)  # dynamic ones are the same every day
    unit = problem.space.to_unit(values).median(dim=1).values
    return unit.clamp(START_MARGIN, 1.0 - START_MARGIN)


def _is_watched(step: int, settings: Settings) -> bool:
    """Whether a step is on the curve; the steep start is watched closely if there is a curve."""
    if step == settings.steps or step % settings.monitor_every == 0:
        return True
    return step < CLOSELY and settings.monitor_every < settings.steps


def _build(learner: Problem, batch_cells: int) -> None:
    """Trace and compile the model before the clock starts, as calibration does; count nothing."""
    cells = min(batch_cells, learner.cells)
    unit = starting_point(learner)[:, None].repeat(1, cells).requires_grad_()
    learner.select(range(cells)).objective(unit).sum().backward()
    learner.counter.training = learner.counter.warmup = 0


def _cosine(done: float) -> float:
    return 0.5 * (1.0 + math.cos(math.pi * done)) * 0.99 + 0.01


def _advance(
    progress: Progress,
    network: nn.Module,
    optimiser: Adam,
    learner: Problem,
    features: Known,
    batch_cells: int,
    draw: torch.Generator,
) -> None:
    """A step on cells drawn at random, its time included in the progress."""
    wall, cpu = time.perf_counter(), time.process_time()
    cells = torch.randperm(learner.cells, generator=draw)[:batch_cells]
    step(network, optimiser, learner, features, cells)
    progress.step += 1
    progress.wall_seconds += time.perf_counter() - wall
    progress.cpu_seconds += time.process_time() - cpu


def _monitor(progress: Progress, network: nn.Module, learner: Problem, features: Known) -> None:
    training, test = learner.judged(predict(network, features))
    progress.curve.append(
        {
            "step": progress.step,
            "runs_per_cell": learner.counter.training / learner.cells,
            "warmup_runs_per_cell": learner.counter.warmup / learner.cells,
            "wall_seconds": progress.wall_seconds,
            "cpu_seconds": progress.cpu_seconds,
            "training_objective": float(training.median()),
            "test_objective": float(test.median()),
        }
    )
