"""Runs of an experiment, judged together: one row a run, cell and period."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import torch
import xarray as xr

from fpl.data.climate import DAYS_A_YEAR
from fpl.data.samples import cells_of_sample, region_of
from fpl.evaluation.flux_reference import FLUXES
from fpl.evaluation.metrics import METRICS
from fpl.evaluation.score import evaluate
from fpl.problem.files import simulation_dataset
from fpl.problem.problem import Problem

RUN = ["model", "method", "sample", "seed"]
COLUMNS = [
    *RUN,
    "cell",
    "trained",
    "region",
    "period",
    "n",
    *METRICS,
    *FLUXES,
]  # of metrics those that are scored


def judge(
    problem: Problem,
    parameters: dict[str, torch.Tensor],
    cells: xr.Dataset,
    observed: xr.Dataset,
    periods: Mapping[str, Mapping[str, Any]],
    minimum_days: int,
) -> pd.DataFrame:
    """Metrics of the target and mean fluxes (mm yr-1), as far as the model has them, of each cell
    and period.

    ``problem`` holds the cells of ``cells``; ``observed`` has observations and used (cell, time).
    Metrics are NaN where :func:`fpl.evaluation.score.evaluate` has them so.
    """
    time = observed["time"].isel(time=slice(0, problem.test.stop))
    made = simulation_dataset(problem, parameters, cells, time)
    scores = evaluate(
        made[problem.target.output],
        observed["observed"],
        observed["used"],
        periods,
        minimum_days,
        problem.loss.name,
    )
    wide = scores.pivot(index=["cell", "period", "n"], columns="metric", values="value")
    return wide.reset_index().merge(_fluxes(made, periods), on=["cell", "period"])


def _fluxes(made: xr.Dataset, periods: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    parts, fluxes = [], [name for name in FLUXES if name in made]
    for name, period in periods.items():
        days = made[fluxes].sel(time=slice(str(period["start"]), str(period["end"])))
        means = (days.astype("float64").mean("time") * DAYS_A_YEAR).to_dataframe()
        parts.append(means[fluxes].reset_index().assign(period=name))
    return pd.concat(parts, ignore_index=True)


def marked(judged: pd.DataFrame, cells: xr.Dataset, run: Mapping[str, Any]) -> pd.DataFrame:
    """The rows of a run with its identity, whether it was trained on the cell, and the region.

    cells : all cells of the dataset, from which samples are drawn.
    """
    chosen = cells_of_sample(cells, str(run["sample"]), int(run["seed"]))
    trained = pd.Series(chosen.astype(int), index=cells["cell"].to_numpy())
    region = pd.Series(region_of(cells), index=cells["cell"].to_numpy())
    labelled = judged.assign(
        **{name: run[name] for name in RUN},
        trained=judged["cell"].map(trained),
        region=judged["cell"].map(region),
    )
    return labelled[[name for name in COLUMNS if name in labelled]]
