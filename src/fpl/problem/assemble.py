"""From labelled files to a Problem: the only place where labels are dropped."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
import xarray as xr

from fpl.data.split import period_index
from fpl.engine import EngineName
from fpl.engine.checks import check_forcing
from fpl.errors import DataError
from fpl.physics.process_model import ProcessModel
from fpl.physics.vegetation import vegetation
from fpl.physics.vic.priors import Place, priors
from fpl.physics.weather import weather
from fpl.problem.observation import OperatorName
from fpl.problem.problem import Problem, Warmup


def forcing_tensors(
    forcing: xr.Dataset, attributes: xr.Dataset, model: ProcessModel, dtype: torch.dtype
) -> dict[str, torch.Tensor]:
    """What the model is driven by, each ``(day, cell)``."""

    def daily(values: xr.DataArray) -> torch.Tensor:
        return torch.as_tensor(
            values.transpose("time", "cell").to_numpy().copy(), dtype=torch.float64
        )

    observed = {str(name): daily(values) for name, values in forcing.data_vars.items()}
    driving = weather(
        forcing=observed,
        vegetation=vegetation(attributes["land_cover"].to_numpy()),
        elevation=forcing["elevation"].to_numpy(),
        latitude=forcing["lat"].to_numpy(),
        day_of_year=forcing["time"].dt.dayofyear.to_numpy(),
    )
    return {name: driving[name].to(dtype).contiguous() for name in model.forcing_names}


def place(attributes: xr.Dataset, forcing: xr.Dataset) -> Place:
    """What priors rest on; ``forcing`` of the training period only."""
    return Place(
        **{
            name: attributes[name].to_numpy().astype(np.float64)
            for name in ("sand", "clay", "bulk_density", "ndvi")
        },
        land_cover=attributes["land_cover"].to_numpy(),
        elevation=forcing["elevation"].to_numpy().astype(np.float64),
        longitude=forcing["lon"].to_numpy().astype(np.float64),
        mean_temperature=forcing["air_temperature"].mean("time").to_numpy().astype(np.float64),
    )


def assemble(
    *,
    forcing: xr.Dataset,
    observations: xr.Dataset,
    attributes: xr.Dataset,
    model: ProcessModel,
    calibrated: Sequence[str],
    operator: OperatorName,
    periods: Mapping[str, Mapping[str, object]],
    warmup: Warmup,
    engine: EngineName = "auto",
    threads: int = 1,
    dtype: torch.dtype = torch.float32,
) -> Problem:
    """The Problem of all cells of the files.

    ``forcing`` and ``observations`` go from the first day of training to the last of the test.

    Raises
    ------
    DataError
        The files name different cells or days, or do not cover the periods.
    EngineError
        The model is driven by something that is not there, or not finite.
    """
    for other, name in ((observations, "observations"), (attributes, "attributes")):
        if not np.array_equal(forcing["cell"], other["cell"]):
            raise DataError(
                f"expected the same cells in forcing and {name}, got {forcing.sizes['cell']} and "
                f"{other.sizes['cell']} that differ; make both again with one run of snakemake"
            )
    if not np.array_equal(forcing["time"], observations["time"]):
        raise DataError(
            f"expected the same days in forcing and observations, got {forcing.sizes['time']} and "
            f"{observations.sizes['time']} that differ"
        )
    values = observations["observed"].transpose("time", "cell").to_numpy()
    flags = observations["used"].transpose("time", "cell").to_numpy()
    used = flags.astype(bool) & np.isfinite(values)
    training = period_index(forcing["time"], dict(periods["training"]))
    known = priors(place(attributes, forcing.isel(time=training)))
    driving = forcing_tensors(forcing, attributes, model, dtype)
    check_forcing(model, driving)
    return Problem(
        model=model,
        calibrated=tuple(calibrated),
        operator=operator,
        forcing=driving,
        observed=torch.as_tensor(np.where(used, values, 0.0), dtype=dtype),
        used=torch.as_tensor(used),
        priors={p: torch.as_tensor(known[p], dtype=dtype) for p in model.parameter_names},
        training=training,
        test=period_index(forcing["time"], dict(periods["test"])),
        warmup=warmup,
        engine=engine,
        threads=threads,
        labels=forcing["cell"].to_numpy(),
    )
