"""The history that g_z reads: weather, and SMAP where wanted, of the training period only."""

from typing import Any

import numpy as np
import torch
import xarray as xr
from numpy.typing import NDArray
from torch import Tensor

from fpl.config.sections import History as Settings
from fpl.networks.daily import Daily
from fpl.networks.history import History
from fpl.problem.files import Inputs

Floats = NDArray[np.float64]


def read(
    inputs: Inputs,
    features: Tensor,
    training_cells: NDArray[np.bool_],
    settings: Settings,
    *,
    smap: bool,
) -> tuple[History, dict[str, Any]]:
    """The history of all cells in blocks of days, and the scaling that made it.

    Channels are the means of the weather and, with ``smap``, the mean of the days that count and
    their share: without such a day the mean is zero after scaling, and so is the share. Nothing
    after the training period is read, but the weather where the model has dynamic parameters.
    Scaling is fitted on training cells and days.
    """
    training, days = inputs.problem.training, settings.block_days
    weather = weather_blocks(inputs.forcing.isel(time=training), days)
    scaled, state = _scale(weather, np.ones_like(weather), training_cells)
    weight = np.ones_like(weather[:, 0])
    names = [str(name) for name in inputs.forcing.data_vars]
    if smap:
        used = inputs.problem.used[training].numpy().T[:, None].astype(np.float64)
        seen = inputs.problem.observed[training].numpy().T[:, None].astype(np.float64)
        share = block_means(used, days)
        mean = block_means(seen * used, days) / np.maximum(share, 1e-9)
        moisture, of_moisture = _scale(mean, share, training_cells)
        scaled, weight = np.concatenate([scaled, moisture, share], 1), share[:, 0]
        state = {key: [*state[key], *of_moisture[key]] for key in state}
        names.append("soil_moisture")
    past, weights = (torch.as_tensor(a, dtype=features.dtype) for a in (scaled, weight))
    known = History(features, past, weights, settings)
    kept = {"names": names, "days": days} | state
    return (_daily(known, inputs, kept) if inputs.problem.model.dynamic else known), kept


def _daily(history: History, inputs: Inputs, kept: dict[str, Any]) -> Daily:
    """The history with the weather of all days, scaled as that of training."""
    problem, days = inputs.problem, kept["days"]
    blocks = weather_blocks(inputs.forcing, days)
    mean, sd = (np.array(kept[key])[: blocks.shape[1], None] for key in ("mean", "sd"))
    return Daily(
        **vars(history),
        weather=torch.as_tensor((blocks - mean) / sd, dtype=history.features.dtype),
        block=torch.arange(inputs.forcing.sizes["time"]) // days,
        varying=tuple(problem.space.names.index(name) for name in problem.model.dynamic),
    )


def weather_blocks(forcing: xr.Dataset, days: int) -> Floats:
    """Means ``(cell, variable, block)`` of the weather over blocks of days."""
    series = [v.transpose("cell", "time").to_numpy() for v in forcing.data_vars.values()]
    return block_means(np.stack(series, 1).astype(np.float64), days)


def block_means(series: Floats, days: int) -> Floats:
    """Means over blocks of ``days`` along the last axis; the last block may be shorter."""
    starts = np.arange(0, series.shape[-1], days)
    sums: Floats = np.add.reduceat(series, starts, axis=-1)
    return sums / np.diff(np.append(starts, series.shape[-1]))


def _scale(
    blocks: Floats, share: Floats, training_cells: NDArray[np.bool_]
) -> tuple[Floats, dict[str, list[float]]]:
    """Each channel with mean 0 and standard deviation 1 over the blocks of training cells that were
    seen; 0 where a block was not."""
    known = np.broadcast_to(share > 0, blocks.shape)
    scaled = np.zeros_like(blocks)
    state: dict[str, list[float]] = {"mean": [], "sd": []}
    for channel in range(blocks.shape[1]):
        sample = blocks[training_cells, channel][known[training_cells, channel]]
        mean = float(sample.mean()) if sample.size else 0.0
        sd = float(sample.std()) if sample.size else 0.0
        sd = sd if sd > 0 else 1.0
        values = (blocks[:, channel] - mean) / sd
        scaled[:, channel] = np.where(known[:, channel], values, 0.0)
        state["mean"].append(mean)
        state["sd"].append(sd)
    return scaled, state
