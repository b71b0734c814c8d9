"""From labelled files to a Problem: the only place where labels are dropped."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
import xarray as xr

from fpl.data.split import period_index
from fpl.engine import EngineName, Warmup
from fpl.engine.checks import check_forcing
from fpl.errors import DataError
from fpl.problem.objective import Objective
from fpl.problem.operator import ObservationOperator
from fpl.problem.problem import Problem
from fpl.problem.target import check_target
from fpl.setups import Setup
from fpl.terms import Target


def assemble(
    *,
    forcing: xr.Dataset,
    observations: xr.Dataset,
    attributes: xr.Dataset,
    setup: Setup,
    calibrated: Sequence[str],
    target: Target,
    operator: ObservationOperator,
    loss: Objective,
    periods: Mapping[str, Mapping[str, object]],
    warmup: Warmup,
    engine: EngineName = "auto",
    threads: int = 1,
    dtype: torch.dtype = torch.float32,
) -> Problem:
    """The Problem of all cells of the files.

    ``forcing`` and ``observations`` go from the first day of training to the last of the test.

    ConfigError if model, calibrated parameters, target and operator do not fit together; DataError
    if the files name different cells or days, do not cover the periods, lack what the set-up needs,
    or have the target in another unit; EngineError if what drives the model is absent or not
    finite.
    """
    model = setup.model
    check_target(model, target)
    setup.check(forcing, attributes)
    unit = observations["observed"].attrs.get("units", target.unit)
    if unit != target.unit:
        raise DataError(
            f"expected observations of {target.output} in {target.unit}, as the target has it, got "
            f"{unit}; these are observations of another variable"
        )
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
    known = setup.priors(forcing.isel(time=training), attributes)
    drivers = setup.drivers(forcing, attributes)
    driving = {name: drivers[name].to(dtype).contiguous() for name in model.forcing_names}
    check_forcing(model, driving)
    problem = Problem(
        model=model,
        calibrated=tuple(calibrated),
        target=target,
        operator=operator,
        loss=loss,
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
        fluxes=setup.fluxes,
    )
    assert problem.space  # names of calibrated parameters that the model has not are an error here
    return problem
