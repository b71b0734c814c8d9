"""Open the files of a dataset as a Problem; write and read what methods find."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
import xarray as xr
from numpy.typing import NDArray

from fpl.data import store
from fpl.data.samples import cells_of_sample
from fpl.data.split import period_index
from fpl.engine import Warmup
from fpl.errors import DataError
from fpl.problem.assemble import assemble
from fpl.problem.objective import objective_named
from fpl.problem.operator import operator_named
from fpl.problem.problem import Problem
from fpl.setups import open_setup
from fpl.terms import Target

Settings = Mapping[str, Any]
PLACE = ("lat", "lon", "row", "column")  # coordinates of a place; the last two are of a grid


class Files(NamedTuple):
    """Where the files of a dataset are; the named inputs of a workflow's rule say it like this."""

    forcing: str | Path
    observations: str | Path
    attributes: str | Path


@dataclass(frozen=True)
class Inputs:
    """A Problem and the labelled files that it came from, the forcing cut to training and test."""

    problem: Problem
    forcing: xr.Dataset
    attributes: xr.Dataset

    def at(self, positions: Sequence[int] | NDArray[np.integer]) -> "Inputs":
        """The same of the cells at ``positions``."""
        kept = [int(position) for position in positions]
        files = (self.forcing.isel(cell=kept), self.attributes.isel(cell=kept))
        return Inputs(self.problem.select(kept), *files)

    def of_sample(self, sample: str) -> "Inputs":
        """The same of the cells of a sample."""
        return self.at(np.flatnonzero(cells_of_sample(self.forcing, sample)))


def open_from(files: Files, settings: Settings, model: Settings, threads: int = 1) -> Inputs:
    """The Problem of a model on the files of a dataset.

    ``settings`` holds the sections target, objective, processes, periods, warmup and engine of a
    case's configuration, ``model`` one entry of its models.

    ConfigError if something that is named is not known, or model, target and operator do not fit
    together; DataError if the files are not as they should be, name different cells, do not cover
    the periods, or lack what the process model needs.
    """
    os.environ.setdefault("FPL_CACHE", str(settings["engine"]["cache"]))
    torch.set_num_threads(1)  # matrices are small; the threads serve the process model
    setup, target = open_setup(settings, model), Target(**settings["target"])
    operator = operator_named(model["observation"], target, setup.declaration)
    loss = objective_named(settings["objective"])
    sets = settings["processes"][model["process"]]["calibrated_sets"]
    periods, warmup = settings["periods"], settings["warmup"]
    span = {"start": periods["training"]["start"], "end": periods["test"]["end"]}
    weather, seen = (
        ds.isel(time=period_index(ds["time"], span))
        for ds in (store.open_forcing(files.forcing), store.open_observations(files.observations))
    )
    constants = store.open_attributes(files.attributes)
    problem = assemble(
        forcing=weather,
        observations=seen,
        attributes=constants,
        setup=setup,
        calibrated=sets[model["calibrated"]],
        target=target,
        operator=operator,
        loss=loss,
        periods=periods,
        warmup=Warmup(setup.settles, warmup["settled_mm"], warmup["max_cycles"]),
        engine=settings["engine"]["name"],
        threads=threads,
    )
    return Inputs(problem, weather, constants)


def opener(
    files: Files, settings: Settings, models: Mapping[str, Settings]
) -> Callable[[str], Inputs]:
    """``open_from`` by the names of ``models``; each is opened once."""
    return cache(lambda model: open_from(files, settings, models[model]))


def parameters_dataset(
    problem: Problem, parameters: Mapping[str, torch.Tensor], cells: xr.Dataset
) -> xr.Dataset:
    """All parameters (physical units) of the cells of ``problem``; ``cells`` gives their places."""
    # Bare variables: coordinates of the forcing may be named like parameters (elevation)
    coordinates = [name for name in ("cell", *PLACE) if name in cells.coords]
    made = xr.Dataset(coords={name: cells[name].variable for name in coordinates})
    for parameter in (*problem.model.parameters, *problem.operator.parameters):
        daily = parameter.name in problem.model.dynamic
        if daily:
            made = made.assign_coords(time=cells["time"].variable)
        made[parameter.name] = (
            ("time", "cell") if daily else ("cell",),
            parameters[parameter.name].numpy().astype(np.float64),
            {
                "units": parameter.unit,
                "long_name": parameter.description,
                "calibrated": int(parameter.name in problem.space.names),
                "transform": parameter.transform,
                "low": parameter.low,
                "high": parameter.high,
                "source": parameter.source,
            },
        )
    return made


def read_parameters(
    path: str | Path, inputs: Inputs
) -> tuple[Problem, dict[str, torch.Tensor], xr.Dataset]:
    """The Problem restricted to the cells of a parameters file, their parameters, and the file;
    DataError if it holds cells that the dataset does not have."""
    found = xr.load_dataset(path)
    position = {cell: i for i, cell in enumerate(inputs.forcing["cell"].to_numpy().tolist())}
    unknown = [cell for cell in found["cell"].to_numpy().tolist() if cell not in position]
    if unknown:
        raise DataError(
            f"{path} holds cells that the dataset has not ({unknown[:5]}); make it again with one "
            "run of snakemake"
        )
    problem = inputs.problem.select([position[c] for c in found["cell"].to_numpy().tolist()])
    dtype = problem.observed.dtype
    values = {
        str(n): torch.as_tensor(v.to_numpy(), dtype=dtype) for n, v in found.data_vars.items()
    }
    return problem, values, found


def simulation_dataset(
    problem: Problem, parameters: dict[str, torch.Tensor], cells: xr.Dataset, time: xr.DataArray
) -> xr.Dataset:
    """The target as it would be observed, and the fluxes beside it, over training and test."""
    kept = {problem.target.output: problem.target.output, **problem.fluxes}
    simulated = problem.simulation(parameters, tuple(kept.values()))
    described = {variable.name: variable for variable in problem.model.outputs}
    coordinates = [name for name in ("cell", *PLACE) if name in cells.coords]
    ds = xr.Dataset(coords={name: cells[name] for name in coordinates} | {"time": time})
    for name, output in kept.items():
        label = described[output].description or output.replace("_", " ")
        ds[name] = (
            ("cell", "time"),
            simulated[output].numpy().T.astype(np.float32),
            {"units": described[output].unit, "long_name": label},
        )
    return ds
