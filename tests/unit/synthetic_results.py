"""A small tree of results as the workflow writes it, with numbers from a seed."""

from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr
from studies import SMAP

from fpl.data.ease2 import latitude_longitude
from fpl.evaluation.score import evaluate
from fpl.terms import Study

PERIODS = {
    "training": {"start": "2015-04-01", "end": "2015-07-31"},
    "test": {"start": "2015-08-01", "end": "2015-11-30"},
}
LATTICES = ["s16", "s8", "s4"]
ERRORS = {"fpl": 0.03, "sceua": 0.034, "default": 0.07}
TRANSFORMS = {"infilt": "log", "expt": "linear"}


def attributes(columns: int = 5, rows: int = 5) -> xr.Dataset:
    """Cells on the 144 km lattice; number 0 is left out, as a dropped cell would be."""
    row, column = (index.ravel()[1:] for index in np.mgrid[0:rows, 0:columns])
    row, column = 51 + 4 * row, 163 + 4 * column
    lat, lon = latitude_longitude(row, column)
    places = {"lat": lat, "lon": lon, "row": row, "column": column}
    cell = np.arange(1, row.size + 1)
    return xr.Dataset(coords={"cell": cell} | {name: ("cell", v) for name, v in places.items()})


def world(root: Path, study: Study = SMAP, columns: int = 5, rows: int = 5, seeds: int = 2) -> Path:
    """Write the results of a study below ``root`` and return their folder."""
    dataset, output, objective = study.name, study.target.output, study.objective
    rng = np.random.default_rng(0)
    folder = root / "results" / dataset
    places = attributes(columns, rows)
    (folder / "data").mkdir(parents=True)
    places.to_netcdf(folder / "data" / "attributes.nc")
    observed = _observations(places, rng)
    observed.to_netcdf(folder / "data" / "observations.nc")
    _parameters(places, rng, "truth", dataset).to_netcdf(folder / "data" / "truth.nc")
    runs = [("fpl", d, s) for d in LATTICES for s in range(seeds)] + [
        ("sceua", "s4", 0),
        ("default", "s4", 0),
    ]
    for model in ("vic_extended", "vic_paper"):
        for method, sample, seed in runs:
            run = folder / model / method / sample / f"seed{seed}"
            run.mkdir(parents=True)
            worse = 1.0 if model == "vic_extended" else 1.4
            simulated = _simulate(
                observed, rng, ERRORS[method] * worse * (1 + 0.1 * (sample == "s16"))
            )
            simulated.to_dataset(name=output).to_netcdf(run / "simulation.nc")
            _score(simulated, observed, objective).to_csv(run / "metrics.csv", index=False)
            _parameters(places, rng, method, dataset).to_netcdf(run / "parameters.nc")
        for method, sample, seed in [*runs[:-1], ("sceua", "s16", 0), ("sceua", "s8", 0)]:
            run = folder / model / method / sample / f"seed{seed}"
            run.mkdir(parents=True, exist_ok=True)
            _curve(rng, method, sample).to_csv(run / "curve.csv", index=False)
    for model, method, error in (
        ("observation", "climatology", None),
        ("upstream_lstm", "lstm", 0.02),
    ):
        run = folder / model / method / "s4" / "seed0"
        run.mkdir(parents=True)
        simulated = _simulate(observed, rng, error)
        _score(simulated, observed, objective).to_csv(run / "metrics.csv", index=False)
    return folder


def _observations(places: xr.Dataset, rng: np.random.Generator) -> xr.Dataset:
    time = pd.date_range(PERIODS["training"]["start"], PERIODS["test"]["end"], freq="D")
    wave = 0.08 * np.sin(np.arange(time.size) / 9)
    level = rng.uniform(0.12, 0.3, places.sizes["cell"])
    values = level[:, None] + wave + rng.normal(0, 0.01, (level.size, time.size))
    values[rng.random(values.shape) < 0.5] = np.nan
    coordinates = {"cell": places.cell, "time": time, "lat": places.lat, "lon": places.lon}
    made = xr.DataArray(values.astype("float32"), dims=("cell", "time"), coords=coordinates)
    return xr.Dataset({"observed": made, "used": made.notnull().astype("int8")})


def _simulate(observed: xr.Dataset, rng: np.random.Generator, error: float | None) -> xr.DataArray:
    """Truth with a bias per cell and noise; the cell mean where there is no error given."""
    truth = observed["observed"].interpolate_na("time", fill_value="extrapolate")
    if error is None:
        return truth.mean("time").broadcast_like(truth).transpose(*truth.dims)
    biased = truth + error * rng.normal(0, 0.8, (truth.sizes["cell"], 1))
    return (biased + error * rng.normal(0, 0.7, truth.shape)).astype("float32")


def _score(simulated: xr.DataArray, observed: xr.Dataset, objective: str) -> pd.DataFrame:
    truth, used = observed["observed"], observed["used"]
    return evaluate(simulated, truth, used, PERIODS, objective=objective)


def _parameters(
    places: xr.Dataset, rng: np.random.Generator, method: str, dataset: str
) -> xr.Dataset:
    true = 0.05 + 0.3 * np.cos((places.lon.values + 95.0) / 20.0) ** 2
    noise = {"truth": 0.0, "fpl": 0.1, "sceua": 0.5, "default": 0.0}[method]
    made = xr.Dataset(coords={"cell": places.cell})
    for name, transform in TRANSFORMS.items():
        scale = 1.0 if name == "infilt" else 30.0
        values = scale * true * np.exp(noise * rng.normal(size=true.size))
        notes = {"units": "1", "long_name": name, "calibrated": 1, "transform": transform}
        made[name] = ("cell", values, notes)
    made["depth"] = (
        "cell",
        np.full(true.size, 0.1),
        {"units": "m", "long_name": "depth", "calibrated": 0},
    )
    return made.assign_attrs(dataset=dataset, model="vic_extended", method=method)


def _curve(rng: np.random.Generator, method: str, sample: str) -> pd.DataFrame:
    cells = {"s16": 2, "s8": 8, "s4": 24}[sample]
    step = np.arange(12)
    runs = np.geomspace(1, 300 if method == "fpl" else 1500, step.size).round(1)
    seconds = runs * cells * (0.002 if method == "fpl" else 0.004) + 0.1
    start = {"s16": 0.09, "s8": 0.085, "s4": 0.08}[sample]
    rmse = 0.036 + (start - 0.036) * np.exp(-step / 3) + rng.normal(0, 0.0005, step.size)
    return pd.DataFrame(
        {
            "step": step,
            "runs_per_cell": runs,
            "warmup_runs_per_cell": runs * 2,
            "wall_seconds": seconds / 2,
            "cpu_seconds": seconds,
            "training_objective": rmse - 0.002,
            "test_objective": rmse,
        }
    )
