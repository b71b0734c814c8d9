"""A pure LSTM, trained on what fPL is trained on: the same cells, days, forcing and features."""

import time
from dataclasses import dataclass

import numpy as np
import pandas as pd
import torch
import xarray as xr
from numpy.typing import NDArray
from torch import Tensor
from tqdm import tqdm

from fpl.config import LstmTraining as Settings
from fpl.data import scaling
from fpl.data.samples import cells_of_sample
from fpl.learning.adam import Adam
from fpl.learning.run import features_of
from fpl.learning.step import descend
from fpl.learning.surrogate_training import crops, pace
from fpl.networks.lstm import SeriesLSTM
from fpl.problem.files import PLACE, Inputs
from fpl.seeding import seed_everything

SMALLEST = 1e-8  # in squares of the target's unit, so that a perfect fit has a gradient


@dataclass(frozen=True)
class Record:
    """What is known of all cells and days, from the first of training to the last of the test.

    weather : ``(day, cell, variable)``, scaled
    known : features ``(cell, feature)``, scaled
    observed, used : the target and whether it counts, each ``(day, cell)``
    """

    weather: Tensor
    known: Tensor
    observed: Tensor
    used: Tensor
    training: slice
    test: slice


def predict(
    inputs: Inputs, sample: str, settings: Settings, seed: int
) -> tuple[xr.Dataset, pd.DataFrame]:
    """Train on the cells of a ``sample``: the target at all cells over training and test, and the
    learning curve."""
    chosen = cells_of_sample(inputs.forcing, sample, seed)
    record = read(inputs, chosen)
    network, curve = train(record, torch.as_tensor(np.flatnonzero(chosen)), settings, seed)
    simulated = simulate(network, record, settings.spin_up_days)
    cells = inputs.forcing.isel(time=slice(0, len(simulated)))
    coordinates = [name for name in ("cell", *PLACE, "time") if name in cells.coords]
    ds = xr.Dataset(coords={name: cells[name] for name in coordinates})
    target = inputs.problem.target
    attrs = {"units": target.unit, "long_name": f"{target.label} of an LSTM trained on it"}
    ds[target.output] = (("cell", "time"), simulated.numpy().T.copy(), attrs)
    return ds, pd.DataFrame(curve)


def read(inputs: Inputs, chosen: NDArray[np.bool_]) -> Record:
    """The record of a dataset, scaled by the cells that are ``chosen`` (cell) in training.

    Weather passes through an inverse hyperbolic sine after scaling, so that a downpour does not
    drown the other days.
    """
    problem, features = inputs.problem, features_of(inputs)
    series = [v.transpose("time", "cell").to_numpy() for v in inputs.forcing.data_vars.values()]
    weather = np.stack(series, -1)[: problem.test.stop].astype(np.float64)
    fitted = weather[problem.training][:, chosen]
    scaled = np.arcsinh((weather - fitted.mean((0, 1))) / fitted.std((0, 1)))
    return Record(
        weather=torch.as_tensor(scaled.astype(np.float32)),
        known=torch.as_tensor(scaling.fit(features, chosen).apply(features)),
        observed=problem.observed[: problem.test.stop],
        used=problem.used[: problem.test.stop],
        training=problem.training,
        test=problem.test,
    )


def train(
    record: Record, cells: Tensor, settings: Settings, seed: int
) -> tuple[SeriesLSTM, list[dict[str, float]]]:
    """Train on the used days of training of ``cells`` (positions); the learning curve as fPL's.

    Each step draws cells and first days at random, lets the memory fill for ``spin_up_days``, and
    follows the gradient of the root mean square error over the used ones of the next ``crop_days``
    (AdamW, a rise and a cosine decay). Days go round, as in the warm-up of a process model: before
    the first of training come its last. The test is on the curve; nothing is chosen by it.
    """
    seed_everything(seed)
    draw = torch.Generator().manual_seed(seed)
    weather, observed, used = (
        values[record.training][:, cells]
        for values in (record.weather, record.observed, record.used)
    )
    known, right = record.known[cells], observed[used]
    network = SeriesLSTM(
        weather.shape[-1] + known.shape[-1],
        float(right.mean()),
        float(right.std()),
        hidden=settings.hidden,
        dropout=settings.dropout,
    )
    optimiser = Adam(network.parameters(), settings.learning_rate, settings.weight_decay)
    count, spin_up = min(settings.batch_cells, len(cells)), settings.spin_up_days
    curve = []
    wall = cpu = 0.0
    for step in tqdm(range(settings.steps + 1), desc="LSTM", unit="step", disable=None):
        if step % settings.monitor_every == 0 or step == settings.steps:
            times = {"step": step, "wall_seconds": wall, "cpu_seconds": cpu}
            curve.append(times | _monitor(network, record, cells, spin_up))
        if step == settings.steps:
            break
        began = time.perf_counter(), time.process_time()
        optimiser.learning_rate = settings.learning_rate * pace((step + 0.5) / settings.steps)
        cell = torch.randperm(len(cells), generator=draw)[:count]
        days = crops(len(weather), spin_up + settings.crop_days, count, draw)
        simulated = network(weather[days, cell], known[cell])[spin_up:]
        days = days[spin_up:]
        loss = _error(simulated, observed[days, cell], used[days, cell]) / network.scale[1]
        descend(loss, network, optimiser)
        wall += time.perf_counter() - began[0]
        cpu += time.process_time() - began[1]
    return network, curve


def simulate(network: SeriesLSTM, record: Record, spin_up_days: int) -> Tensor:
    """The target ``(day, cell)`` on all days in one go, after the last days of training,
    in which the memory fills; without dropout."""
    last = record.weather[record.training][-spin_up_days:]
    network.eval()
    with torch.no_grad():
        simulated: Tensor = network(torch.cat([last, record.weather]), record.known)[len(last) :]
    network.train()
    return simulated


def _error(simulated: Tensor, observed: Tensor, used: Tensor, dim: int | None = None) -> Tensor:
    """Root mean square over the used days, of all together or along ``dim``."""
    squares = torch.where(used, (simulated - observed) ** 2, 0.0)
    return torch.sqrt(squares.sum(dim) / used.sum(dim).clamp(min=1) + SMALLEST)


def _monitor(
    network: SeriesLSTM, record: Record, cells: Tensor, spin_up_days: int
) -> dict[str, float]:
    """Median over the training cells of the RMSE in training and in test."""
    simulated, medians = simulate(network, record, spin_up_days), {}
    for name, days in (("training", record.training), ("test", record.test)):
        seen, used = record.observed[days][:, cells], record.used[days][:, cells]
        medians[f"{name}_rmse"] = float(
            _error(simulated[days][:, cells], seen, used, dim=0).median()
        )
    return medians
