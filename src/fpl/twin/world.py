"""A generated world becomes the files of a case: the truth simulated, observed, judged, written.

It never passes for real data: everything made of it carries the name of its case in path and title,
which says that it is generated.
"""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import xarray as xr
from numpy.typing import NDArray
from scipy.special import expit, logit

from fpl.data import quality, store
from fpl.data.split import period_days
from fpl.problem.files import Files, Inputs, open_from, parameters_dataset, simulation_dataset

Array = NDArray[np.float64]
Settings = Mapping[str, Any]

EXPLAINING = ("sand", "clay", "bulk_density", "ndvi", "roughness", "water_capacity")
MARGIN = 0.05  # of the unit interval: true parameters stay inside their ranges
STEEPNESS = 1.0  # of true parameters about a centre: in the logit; 0.27 to 0.73 about the middle


@dataclass(frozen=True)
class World:
    """Places and weather of a world, and how its truth is observed.

    forcing : (cell, time); attributes : (cell,); both as :mod:`fpl.data.schema` has them
    unit : the true parameters ``(parameter, cell)`` in the unit cube of an opened problem
    observe : from the target as simulated, ``(cell, time)``, to the observations file
    facts : what the quality table says of the observations beside what it says of any
    place : what a place is called; title : that nothing of it is real
    """

    forcing: xr.Dataset
    attributes: xr.Dataset
    unit: Callable[[Inputs], Array]
    observe: Callable[[Array], xr.Dataset]
    place: str
    title: str
    facts: Callable[[xr.Dataset], Mapping[str, xr.DataArray]] = lambda observed: {}


def span(settings: Settings) -> dict[str, str]:
    """The first and the last day of all periods, as start and end."""
    periods = [period_days(dict(period)) for period in settings["periods"].values()]
    return {"start": str(min(periods)[0]), "end": str(max(last for _, last in periods))}


def write(
    world: World,
    files: Mapping[str, str | Path],
    *,
    settings: Settings,
    model: Settings,
    dataset: str,
    config_sha256: str = "",
) -> None:
    """Simulate the truth, observe it, and write what a case of real data has, the true parameters,
    and the true fluxes of every day.

    ``files`` says where forcing, observations, attributes, quality, truth and truth_fluxes go.
    ``settings`` holds what :func:`fpl.problem.files.open_from` needs, the section data, and the
    name of ``model`` as headline. Places with too few observed days are in no file but the quality
    table, as of real data; DataError if no place has enough.
    """
    inputs = _open(world, settings, model)
    problem, target = inputs.problem, settings["target"]["output"]
    unit = torch.as_tensor(world.unit(inputs), dtype=problem.observed.dtype)
    parameters = problem.parameters(unit)
    observed = world.observe(problem.simulation(parameters, (target,))[target].numpy().T)
    judged = quality.table(
        observed,
        settings["periods"],
        least_valid_days=settings["data"]["least_valid_days"],
        place=world.place,
        of_values=world.facts(observed),
    )
    kept = observed.indexes["cell"].get_indexer(quality.kept_cells(judged, world.place))
    title = f"generated world ({dataset}): {world.title}"
    marks = {"config_sha256": config_sha256, "dataset": dataset, "title": title}
    store.write_all(
        {
            "forcing": (world.forcing.isel(cell=kept), files["forcing"]),
            "observations": (observed.isel(cell=kept), files["observations"]),
            "attributes": (world.attributes.isel(cell=kept), files["attributes"]),
        },
        **marks,
    )
    quality.write(judged, files["quality"])
    problem, places = problem.select(kept), inputs.forcing.isel(cell=kept)
    parameters = {name: values[..., kept] for name, values in parameters.items()}
    marks |= {"model": settings["headline"], "method": "truth"}
    marks["seed"] = str(settings["data"]["seed"])
    store.write(parameters_dataset(problem, parameters, places), files["truth"], **marks)
    simulated = simulation_dataset(problem, parameters, places, places["time"])
    fluxes = [name for name, v in simulated.data_vars.items() if v.units == "mm d-1"]
    store.write(simulated[[f for f in fluxes if f != target]], files["truth_fluxes"], **marks)


def true_unit(inputs: Inputs, noise: float, seed: int, centre: Array | None = None) -> Array:
    """True parameters ``(parameter, cell)`` in the unit cube.

    Each is a smooth function of the attributes (a random projection of the standardised attributes
    bent by a hyperbolic tangent) plus independent normal noise of standard deviation ``noise``. It
    varies about the middle of its range, or about ``centre`` ``(parameter,)`` of the unit interval.
    """
    random = np.random.default_rng([seed, 2])
    names = explaining(inputs.attributes)
    known = np.stack([inputs.attributes[name].to_numpy().astype(float) for name in names])
    known = (known - known.mean(1, keepdims=True)) / known.std(1, keepdims=True)
    count = len(inputs.problem.calibrated)
    weights = random.standard_normal((count, len(names)))
    weights /= np.linalg.norm(weights, axis=1, keepdims=True)
    bent = np.tanh(weights @ known)
    if centre is None:
        smooth = 0.5 + 0.35 * bent
    else:
        smooth = expit(logit(np.clip(centre, MARGIN, 1.0 - MARGIN))[:, None] + STEEPNESS * bent)
    noisy = smooth + noise * random.standard_normal(smooth.shape)
    return np.asarray(np.clip(noisy, MARGIN, 1.0 - MARGIN))


def explaining(attributes: xr.Dataset) -> tuple[str, ...]:
    """The attributes that true parameters depend on: those of soil and vegetation if the source has
    them, or else every attribute (cell,) that varies and is no class."""
    if all(name in attributes for name in EXPLAINING):
        return EXPLAINING
    return tuple(
        str(name)
        for name, values in attributes.data_vars.items()
        if values.dims == ("cell",) and values.dtype.kind == "f" and float(values.std()) > 0.0
    )


def _open(world: World, settings: Settings, model: Settings) -> Inputs:
    """The problem of the whole world, with observations of no meaning, from files of the moment."""
    blank = xr.Dataset(coords=world.forcing.coords)
    shape = (world.forcing.sizes["cell"], world.forcing.sizes["time"])
    names = {"units": settings["target"]["unit"], "long_name": settings["target"]["label"]}
    blank["observed"] = (("cell", "time"), np.full(shape, 0.2, np.float32), names)
    used = {"units": "1", "long_name": "used"}
    blank["used"] = (("cell", "time"), np.ones(shape, np.int8), used)
    files = {"forcing": world.forcing, "observations": blank, "attributes": world.attributes}
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: Path(folder) / f"{name}.nc" for name in files}
        for name, ds in files.items():
            store.write(ds, paths[name])
        return open_from(Files(**paths), settings, {**model, "observation": "identity"})
