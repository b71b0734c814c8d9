"""Train a surrogate on runs of the process model, on crops of the training period."""

import math
import time
from dataclasses import dataclass

import torch
from torch import Tensor
from tqdm import tqdm

from fpl.config.optional import SurrogateTraining as Settings
from fpl.learning.adam import Adam
from fpl.learning.step import descend
from fpl.learning.surrogate_data import ModelRuns, static_inputs
from fpl.networks.surrogate import SurrogateLSTM
from fpl.problem.problem import Problem
from fpl.problem.surrogate import SurrogateProblem, forcing_of, outputs_of
from fpl.seeding import seed_everything

RISE = 0.1  # share of the steps in which the learning rate rises


@dataclass(frozen=True)
class Trained:
    """A surrogate that changes no more, and the processor seconds that it took."""

    surrogate: SurrogateLSTM
    cpu_seconds: float


def untrained(problem: Problem, hidden: int) -> SurrogateLSTM:
    """A surrogate of the model of a problem, with random weights."""
    model = problem.model
    outputs = len(outputs_of(problem))
    return SurrogateLSTM(len(model.forcings), len(model.parameters), outputs, hidden=hidden)


def train_surrogate(
    problem: Problem,
    runs: ModelRuns,
    settings: Settings,
    steps: int,
    seed: int,
    start: SurrogateLSTM | None = None,
) -> Trained:
    """Train on ``runs`` of all cells of ``problem``, from the weights of ``start`` if it is given.

    Each step draws cells, sets and first days at random, and follows the gradient of the mean
    squared error over ``crop_days`` after ``spin_up_days`` in which the memory fills. Days go
    round: before the first day of training come its last ones, as in the warm-up of the model. The
    outputs count alike, each in units of its standard deviation. No day after training is read.
    """
    seed_everything(seed)
    draw = torch.Generator().manual_seed(seed)
    surrogate = untrained(problem, settings.hidden)
    weather, static = forcing_of(problem)[problem.training], static_inputs(problem, runs.unit)
    if start is None:
        surrogate.fit_scaling(weather, static, runs.series)
    else:
        surrogate.load_state_dict(start.state_dict())
    began = time.process_time()
    mean, deviation = surrogate.output_scale
    target = (runs.series - mean) / deviation
    optimiser = Adam(surrogate.parameters(), settings.learning_rate)
    spin_up = settings.spin_up_days
    for step in tqdm(range(steps), desc="surrogate", unit="step", disable=None):
        optimiser.learning_rate = settings.learning_rate * pace((step + 0.5) / steps)
        cell = torch.randint(problem.cells, (settings.batch,), generator=draw)
        chosen = torch.randint(runs.sets, (settings.batch,), generator=draw)
        days = crops(len(weather), spin_up + settings.crop_days, settings.batch, draw)
        predicted = surrogate.scaled(weather[days, cell], static[chosen, cell])[spin_up:]
        loss = ((predicted - target[days[spin_up:], chosen, cell]) ** 2).mean()
        descend(loss, surrogate, optimiser)
    return Trained(frozen(surrogate), time.process_time() - began)


def pace(done: float) -> float:
    """The learning rate, in units of its greatest, when this share of the steps is done."""
    return min(1.0, done / RISE) * 0.5 * (1.0 + math.cos(math.pi * done))


def crops(days: int, length: int, count: int, draw: torch.Generator) -> Tensor:
    """Positions ``(length, count)`` of consecutive days, going round the end of the period."""
    first = torch.randint(days, (count,), generator=draw)
    return (first + torch.arange(length)[:, None]) % days


def frozen(surrogate: SurrogateLSTM) -> SurrogateLSTM:
    """The same surrogate, whose weights no gradient reaches any more."""
    surrogate.zero_grad(set_to_none=True)
    return surrogate.requires_grad_(False).eval()


def errors(problem: SurrogateProblem, truth: Problem, unit: Tensor) -> dict[tuple[str, str], float]:
    """RMSE of the surrogate against the process model, by period and output.

    The median over cells and sets ``unit`` ``(parameter, set, cell)`` of the RMSE over all days of
    the period; the target is as it would be observed.
    """
    outputs = outputs_of(problem)
    misfits: dict[tuple[str, str], list[Tensor]] = {}
    for point in unit.unbind(1):
        parameters = problem.parameters(point.contiguous())
        predicted, simulated = (p.simulation(parameters, outputs) for p in (problem, truth))
        for period in ("training", "test"):
            days: slice = getattr(problem, period)
            for name in outputs:
                squares = (predicted[name][days] - simulated[name][days]) ** 2
                misfits.setdefault((period, name), []).append(squares.mean(0).sqrt())
    return {key: float(torch.stack(values).median()) for key, values in misfits.items()}
