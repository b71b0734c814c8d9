"""Calibrated parameters carried to the cells of a hold-out, and judged there."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import torch
import xarray as xr
from numpy.typing import NDArray
from tqdm import tqdm

from fpl.calibration.regionalise import METHODS, Cells
from fpl.data import scaling
from fpl.data.samples import cells_of_sample
from fpl.errors import DataError
from fpl.evaluation.judged import judge, marked
from fpl.learning.run import features_of
from fpl.problem.files import Inputs, read_parameters

Settings = Mapping[str, Any]
Floats = NDArray[np.float64]
Positions = NDArray[np.int64]


def regionalised(
    path: str | Path,
    run: Settings,
    inputs: Inputs,
    observed: xr.Dataset,
    samples: Sequence[str],
    settings: Settings,
) -> pd.DataFrame:
    """Rows as of :func:`fpl.evaluation.judged.marked`, of the cells outside each sample.

    path : parameters of a calibrated run, which ``run`` identifies (model, method, seed)
    observed : observations and used (cell, time) of all cells of ``inputs``
    settings : sections periods and evaluation

    Donors are the calibrated cells of the sample, targets all cells outside it; features are scaled
    by the sample. ``method`` is the way of regionalisation, ``source`` the calibration that the
    parameters come from. All are judged in one call: its cost hardly depends on how many they are.
    """
    tasks, units, places = [], [], []
    donors, features = _donors(path, inputs), features_of(inputs)
    ways = [(sample, method) for sample in samples for method in METHODS]
    for sample, method in tqdm(ways, desc="regionalising", unit="way", disable=None):
        targets, unit = _carried(method, sample, donors, features, int(run["seed"]))
        tasks.append({**run, "method": method, "sample": sample})
        places.append(targets)
        units.append(unit)
    judged = _judged(inputs, np.concatenate(places), np.concatenate(units), observed, settings)
    task = np.repeat(np.arange(len(tasks)), [len(targets) for targets in places])
    parts = judged.groupby(task[judged["cell"]], sort=True)
    cell = inputs.forcing["cell"].to_numpy()[np.concatenate(places)]
    tables = [
        marked(part.assign(cell=cell[part["cell"]]), inputs.forcing, tasks[number])
        for number, (_, part) in enumerate(parts)
    ]
    return pd.concat(tables, ignore_index=True).assign(source=run["method"])


def _donors(path: str | Path, inputs: Inputs) -> Floats:
    """Points of the unit cube ``(cell, parameter)`` of all cells; NaN where not calibrated."""
    problem, values, found = read_parameters(path, inputs)
    unit = problem.unit_of(values).double().numpy().T
    known = pd.DataFrame(unit, index=found["cell"].to_numpy())
    return known.reindex(inputs.forcing["cell"].to_numpy()).to_numpy()


def _carried(
    method: str, sample: str, unit: Floats, features: xr.Dataset, seed: int
) -> tuple[Positions, Floats]:
    """Positions of the cells outside a sample, and what they are given ``(cell, parameter)``."""
    chosen = cells_of_sample(features, sample, seed)
    donors = np.flatnonzero(chosen & np.isfinite(unit).all(axis=1))
    targets = np.flatnonzero(~chosen)
    if not len(donors) or not len(targets):
        raise DataError(
            f"sample {sample}: expected calibrated cells inside and others outside it, got "
            f"{len(donors)} and {len(targets)}; regionalise from another sample"
        )
    scaled = scaling.fit(features, chosen).apply(features).astype(np.float64)
    lat, lon = features["lat"].to_numpy(), features["lon"].to_numpy()
    inside, outside = (Cells(lat[at], lon[at], scaled[at]) for at in (donors, targets))
    return targets, METHODS[method](unit[donors], inside, outside, seed)


def _judged(
    inputs: Inputs, positions: Positions, unit: Floats, observed: xr.Dataset, settings: Settings
) -> pd.DataFrame:
    """Judge cells that may occur repeatedly: ``cell`` counts them, from zero."""
    problem = inputs.problem.select(positions.tolist())
    counted = {"cell": np.arange(len(positions))}
    return judge(
        problem,
        problem.parameters(torch.as_tensor(unit.T, dtype=problem.observed.dtype)),
        inputs.forcing.isel(cell=positions).assign_coords(counted),
        observed.isel(cell=positions).assign_coords(counted),
        settings["periods"],
        settings["evaluation"]["minimum_days"],
    )
