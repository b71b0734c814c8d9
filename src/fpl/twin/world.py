"""The generated world: weather, attributes and true parameters from a seed, moisture from VIC.

It never passes for real data: everything made of it carries ``twin`` in path and title.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
import xarray as xr
from numpy.typing import NDArray

from fpl.data import quality, schema, soil_moisture, store
from fpl.problem.files import Inputs, open_problem, parameters_dataset, simulation_dataset
from fpl.problem.operator import Identity
from fpl.twin.attributes import KM_PER_COLUMN, attributes
from fpl.twin.fields import correlated, correlation_root
from fpl.twin.weather import weather

Array = NDArray[np.float64]
EXPLAINING = ("sand", "clay", "bulk_density", "ndvi", "roughness", "water_capacity")
MARGIN = 0.05  # of the unit interval: true parameters stay inside their ranges
SWATH_KM = 800.0  # ASSUME gaps come in swaths of the order of SMAP's 1000 km
DRIEST = 0.02  # m3 m-3, lower bound of SMAP's retrievals
FLUXES = ["evapotranspiration", "runoff", "baseflow"]  # mm d-1, never observed, kept as truth


def generate(
    *,
    forcing: str | Path,
    observations_file: str | Path,
    attributes_file: str | Path,
    quality_table: str | Path,
    truth: str | Path,
    truth_fluxes: str | Path,
    settings: Mapping[str, Any],
    model: Mapping[str, Any],
    config_sha256: str = "",
) -> None:
    """Write the files of a dataset, the true parameters, and the true fluxes of every day.

    ``settings`` holds the sections twin, data, periods, warmup, engine and vic, and the name of
    ``model`` as headline.
    """
    twin, periods = settings["twin"], settings["periods"]
    seed = int(twin["seed"])
    places = attributes(cells_x=twin["cells_x"], cells_y=twin["cells_y"], seed=seed)
    start, end = str(periods["training"]["start"]), str(periods["test"]["end"])
    days = weather(attributes=places, start=start, end=end, seed=seed)
    marks = {
        "dataset": "twin",
        "title": "generated world (twin): no real place, no real observation",
    }
    store.write(days, forcing, config_sha256=config_sha256, **marks)
    store.write(places, attributes_file, config_sha256=config_sha256, **marks)
    blank = _observed(np.full(days["precipitation"].shape, 0.2), days, settings)
    store.write(blank, observations_file, config_sha256=config_sha256, **marks)
    inputs = open_problem(
        forcing=forcing,
        observations=observations_file,
        attributes=attributes_file,
        settings=settings,
        model=model,
    )
    unit = torch.as_tensor(true_unit(inputs, twin["parameter_noise"], seed), dtype=torch.float32)
    problem = replace(inputs.problem, operator=Identity())
    parameters = problem.parameters(unit)
    name = problem.target.output
    moisture = problem.simulation(parameters, (name,))[name].numpy().T
    seen = _gaps(
        _noise(moisture, twin["observation_noise_m3_m3"], seed), days, twin["gap_share"], seed
    )
    observed = _observed(seen, days, settings)
    store.write(observed, observations_file, config_sha256=config_sha256, **marks)
    found = quality.table(observed, periods, least_valid_days=settings["data"]["least_valid_days"])
    found.to_csv(quality_table, index=False)
    known = parameters_dataset(problem, parameters, inputs.forcing)
    marks |= {"model": settings["headline"], "method": "truth", "seed": str(seed)}
    store.write(known, truth, config_sha256=config_sha256, **marks)
    made = simulation_dataset(problem, parameters, inputs.forcing, inputs.forcing["time"])
    store.write(made[FLUXES], truth_fluxes, config_sha256=config_sha256, **marks)


def true_unit(inputs: Inputs, noise: float, seed: int) -> Array:
    """True parameters ``(parameter, cell)`` in the unit cube.

    Each is a smooth function of the attributes (a random projection of the standardised attributes
    bent by a hyperbolic tangent) plus independent normal noise of standard deviation ``noise``.
    """
    random = np.random.default_rng([seed, 2])
    known = np.stack([inputs.attributes[name].to_numpy().astype(float) for name in EXPLAINING])
    known = (known - known.mean(1, keepdims=True)) / known.std(1, keepdims=True)
    count = len(inputs.problem.calibrated)
    weights = random.standard_normal((count, len(EXPLAINING)))
    weights /= np.linalg.norm(weights, axis=1, keepdims=True)
    smooth = 0.5 + 0.35 * np.tanh(weights @ known)
    noisy = smooth + noise * random.standard_normal(smooth.shape)
    return np.asarray(np.clip(noisy, MARGIN, 1.0 - MARGIN))


def _noise(moisture: Array, spread: float, seed: int) -> Array:
    random = np.random.default_rng([seed, 3])
    return np.maximum(moisture + spread * random.standard_normal(moisture.shape), DRIEST)


def _gaps(moisture: Array, days: xr.Dataset, share: float, seed: int) -> Array:
    """Take out a ``share`` of the values, in swaths: smooth over cells, independent over days."""
    random = np.random.default_rng([seed, 4])
    place = KM_PER_COLUMN * days["column"].to_numpy(), KM_PER_COLUMN * days["row"].to_numpy()
    field = correlated(correlation_root(*place, SWATH_KM), moisture.shape[1], random).T
    return np.where(field < np.quantile(field, share), np.nan, moisture)


def _observed(moisture: Array, days: xr.Dataset, settings: Mapping[str, Any]) -> xr.Dataset:
    """Moisture ``(cell, time)`` with flags, as of the real data."""
    data = settings["data"]
    array = days["precipitation"].copy(data=moisture.astype(np.float32)).rename("observed")
    array.attrs = {}
    flagged = soil_moisture.flag(
        array,
        days["air_temperature"],
        frozen_below_degc=data["frozen_below_degc"],
        ceiling_least_times=data["ceiling"]["least_times"],
        ceiling_tolerance=data["ceiling"]["tolerance_m3_m3"],
        stuck_share=data["stuck_share"],
        exclude_flags=data["exclude_flags"],
    )
    return schema.check(flagged, "observations")
