"""Open the files of a dataset as a Problem; write and read what methods find."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
import xarray as xr

from fpl.data import store
from fpl.data.split import period_index
from fpl.errors import DataError
from fpl.physics.process_model import ProcessModel
from fpl.physics.vic import vic
from fpl.problem.assemble import assemble
from fpl.problem.observation import PARAMETERS
from fpl.problem.problem import OBSERVED, Problem, Warmup

Settings = Mapping[str, Any]
OUTPUTS = {
    OBSERVED: OBSERVED,
    "evapotranspiration": "evapotranspiration",
    "runoff": "runoff",
    "baseflow": "baseflow",
    "swe": "snow_water_equivalent",
}  # name in simulation.nc: output of the model
PLACE = ("lat", "lon", "row", "column")


class Files(Protocol):
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


def process_model(settings: Settings, model: Settings) -> ProcessModel:
    """The process model that a configuration names."""
    if model["process"] == "vic":
        chosen = settings["vic"]
        capillary = model.get("capillary", False)
        made = vic(chosen["runoff_steps"], chosen["ranges"], chosen["sharing"], capillary)
        return made.with_dynamic(*model.get("dynamic", ()))
    raise DataError(f"no process model {model['process']!r}; expected vic")


def open_problem(
    *,
    forcing: str | Path,
    observations: str | Path,
    attributes: str | Path,
    settings: Settings,
    model: Settings,
    threads: int = 1,
) -> Inputs:
    """The Problem of a model on the files of a dataset.

    ``settings`` holds the sections periods, warmup, engine and vic of the configuration, ``model``
    one entry of its models.

    Raises
    ------
    DataError
        The files are not as they should be, name different cells, or do not cover the periods.
    """
    os.environ.setdefault("FPL_CACHE", str(settings["engine"]["cache"]))
    torch.set_num_threads(1)  # matrices are small; the threads serve the process model
    periods, warmup = settings["periods"], settings["warmup"]
    span = {"start": periods["training"]["start"], "end": periods["test"]["end"]}
    weather, seen = (
        ds.isel(time=period_index(ds["time"], span))
        for ds in (store.open_forcing(forcing), store.open_observations(observations))
    )
    constants = store.open_attributes(attributes)
    problem = assemble(
        forcing=weather,
        observations=seen,
        attributes=constants,
        model=process_model(settings, model),
        calibrated=settings["vic"]["calibrated_sets"][model["calibrated"]],
        operator=model["observation"],
        periods=periods,
        warmup=Warmup(tuple(warmup["storages"]), warmup["settled_mm"], warmup["max_cycles"]),
        engine=settings["engine"]["name"],
        threads=threads,
    )
    return Inputs(problem, weather, constants)


def open_from(files: Files, settings: Settings, model: Settings, threads: int = 1) -> Inputs:
    """``open_problem`` of files that an object names, as the scripts of the workflow have them."""
    return open_problem(
        forcing=files.forcing,
        observations=files.observations,
        attributes=files.attributes,
        settings=settings,
        model=model,
        threads=threads,
    )


def parameters_dataset(
    problem: Problem, parameters: Mapping[str, torch.Tensor], cells: xr.Dataset
) -> xr.Dataset:
    """All parameters (physical units) of the cells of ``problem``; ``cells`` gives their places."""
    # Bare variables: coordinates of the forcing may be named like parameters (elevation)
    made = xr.Dataset(coords={name: cells[name].variable for name in ("cell", *PLACE)})
    for parameter in (*problem.model.parameters, *PARAMETERS[problem.operator]):
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
    """The Problem restricted to the cells of a parameters file, their parameters, and the file.

    Raises
    ------
    DataError
        The file holds cells that the dataset does not have.
    """
    with xr.open_dataset(path) as opened:
        found = opened.load()
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
    """What the model gives over training and test; surface moisture as SMAP would see it."""
    made = problem.simulation(parameters, tuple(OUTPUTS.values()))
    named = {variable.name: variable for variable in problem.model.outputs}
    ds = xr.Dataset(coords={name: cells[name] for name in ("cell", *PLACE)} | {"time": time})
    for name, output in OUTPUTS.items():
        label = named[output].description or output.replace("_", " ")
        ds[name] = (
            ("cell", "time"),
            made[output].numpy().T.astype(np.float32),
            {"units": named[output].unit, "long_name": label},
        )
    return ds
