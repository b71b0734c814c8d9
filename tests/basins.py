"""A small world of basins: the snow-and-bucket model, streamflow with gaps, no lattice."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
import xarray as xr

from fpl.engine import Warmup
from fpl.problem.assemble import assemble
from fpl.problem.files import Inputs
from fpl.problem.objective import Objective, objective_named
from fpl.problem.operator import Identity, ObservationOperator
from fpl.setups import Setup, open_setup
from fpl.terms import Target

STREAMFLOW = Target("streamflow", "mm d-1", "streamflow")
CALIBRATED = ("FC", "BETA", "K1")
BASINS, DAYS, YEAR = 9, 500, 300
FIRST = np.datetime64("2001-10-01")
PERIODS = {
    "training": {"start": str(FIRST), "end": str(FIRST + YEAR - 1)},
    "test": {"start": str(FIRST + YEAR), "end": str(FIRST + DAYS - 1)},
}


def setup(section: Mapping[str, Any] | None = None, **model: Any) -> Setup:
    """The set-up of the snow-and-bucket model, of a section and a model of the configuration."""
    processes = {"snow_bucket": {"ranges": {}, **(section or {})}}
    return open_setup({"processes": processes}, {"process": "snow_bucket", **model})


def files() -> tuple[xr.Dataset, xr.Dataset]:
    """Forcing and attributes; places have latitude and longitude, and are no lattice."""
    draw = np.random.default_rng(0)
    season = np.sin(2 * np.pi * (np.arange(DAYS) - 200) / 365)
    cell = np.arange(500, 500 + BASINS)
    coords = {"cell": cell, "time": FIRST + np.arange(DAYS)}
    coords |= {"lat": ("cell", 45.0 + 0.5 * np.arange(BASINS)), "lon": ("cell", -0.3 * cell)}
    shape = (BASINS, DAYS)
    rain = np.where(draw.random(shape) < 0.4, draw.exponential(8.0, shape), 0.0)
    series = {
        "precipitation": rain,
        "air_temperature": 6.0 + 11.0 * season + draw.normal(0.0, 3.0, shape),
        "vapour_pressure": 900.0 + 400.0 * season + draw.normal(0.0, 50.0, shape),
        "shortwave": 150.0 + 90.0 * season + draw.normal(0.0, 20.0, shape),
        "longwave": 300.0 + 40.0 * season + draw.normal(0.0, 10.0, shape),
        "wind_speed": draw.uniform(0.5, 5.0, shape),
    }
    forcing = xr.Dataset({n: (("cell", "time"), v) for n, v in series.items()}, coords)
    attributes = xr.Dataset({"slope": ("cell", draw.random(BASINS))}, {"cell": cell})
    return forcing, attributes


def world(
    loss: Objective | None = None,
    operator: ObservationOperator | None = None,
    dtype: torch.dtype = torch.float32,
) -> Inputs:
    """Files and the Problem of them: streamflow of true parameters that follow the slope."""
    forcing, attributes = files()
    blank = xr.Dataset(
        {
            "observed": xr.zeros_like(forcing["precipitation"]).assign_attrs(units="mm d-1"),
            "used": xr.ones_like(forcing["precipitation"]).astype(int),
        }
    )

    def problem(observations: xr.Dataset) -> Any:
        return assemble(
            forcing=forcing,
            observations=observations,
            attributes=attributes,
            setup=setup(),
            calibrated=CALIBRATED,
            target=STREAMFLOW,
            operator=operator or Identity(),
            loss=loss or objective_named("rsr"),
            periods=PERIODS,
            warmup=Warmup(("soil", "lower"), 1.0, 10),
            dtype=dtype,
        )

    first = problem(blank)
    slope = torch.as_tensor(attributes["slope"].to_numpy(), dtype=dtype)
    truth = torch.stack([0.2 + 0.6 * slope, 0.8 - 0.6 * slope, 0.3 + 0.3 * slope])
    flow = first.simulation(first.parameters(truth), ("streamflow",))["streamflow"].T.numpy()
    gaps = np.random.default_rng(1).random(flow.shape) < 0.3
    seen = blank.assign(observed=blank["observed"].copy(data=np.where(gaps, np.nan, flow)))
    return Inputs(problem(seen), forcing, attributes)
