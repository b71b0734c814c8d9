"""Table of the networks: what reading history, or observations, gives, trained there or not."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from fpl.data.climate import DAYS_A_YEAR
from fpl.data.samples import cells_of_sample
from fpl.errors import DataError
from fpl.tables.runs import gather
from fpl.tables.statistics import scores
from fpl.terms import Study

RUN = ["dataset", "model", "method", "sample"]
METRICS = ["rmse", "ubrmse", "r", "bias"]
COST = ["runs_per_cell", "cpu_seconds"]
ET = "mean_annual_et_mm"


def build(
    metrics: Iterable[str | Path],
    curves: Iterable[str | Path],
    simulations: Iterable[str | Path],
    attributes: xr.Dataset,
    study: Study,
) -> pd.DataFrame:
    """Skill of learned runs in both periods, at cells ``trained`` on, ``untrained`` ones, and all.

    A metric is the median over cells, then the median over seeds; METRIC_min and METRIC_max span
    the seeds. ``mean_annual_et_mm`` is the mean over cells of both periods together, mm a year, and
    costs are medians over seeds. ``n`` cells have the objective. ``reads_own_observations`` says
    whether the network reads observations of the training period at the cells of the row,
    trained on or not.
    """
    names = scores(study, METRICS)
    table = gather(metrics)
    table = table[table["metric"].isin(names)]
    water = gather(simulations, _evapotranspiration)
    wanted = pd.concat([table, _in_both(water, table["period"].unique())], ignore_index=True)
    wanted["cells"] = _group(wanted, attributes)
    wanted = pd.concat([wanted, wanted.assign(cells="all")], ignore_index=True)
    rows = [*RUN, "cells", "period"]
    by_seed = wanted.groupby([*rows, "seed", "metric"], sort=False)["value"]
    middle = by_seed.median()
    means = by_seed.mean()
    middle = middle.where(middle.index.get_level_values("metric") != ET, means)
    spread = middle.groupby([*rows, "metric"], sort=False).agg(["median", "min", "max"])
    count = by_seed.count().xs(study.objective, level="metric").groupby(rows, sort=False)
    table = pd.DataFrame({"n": count.min(), "seeds": count.size()})
    for metric in [*names, ET]:
        found = spread.xs(metric, level="metric")
        table[metric] = found["median"]
        table[f"{metric}_min"], table[f"{metric}_max"] = found["min"], found["max"]
    table = table.reset_index()
    table.insert(
        5,
        "reads_own_observations",
        np.where(table["method"].str.endswith("_observed"), "yes", "no"),
    )
    costs = gather(curves).sort_values("step").groupby([*RUN, "seed"], sort=False)[COST].last()
    costs = costs.groupby(RUN, sort=False).median().reset_index()
    return table.merge(costs, on=RUN, how="left").sort_values(
        ["model", "sample", "period", "cells", "method"], ignore_index=True
    )


def _evapotranspiration(path: str | Path) -> pd.DataFrame:
    """Mean annual evapotranspiration, mm a year, of each cell."""
    with xr.open_dataset(path) as simulation:
        mean = simulation["evapotranspiration"].mean("time") * DAYS_A_YEAR
        return pd.DataFrame({"cell": mean["cell"].values, "metric": ET, "value": mean.values})


def _in_both(water: pd.DataFrame, periods: Iterable[str]) -> pd.DataFrame:
    """The same value in the rows of each period."""
    return pd.concat([water.assign(period=period) for period in periods], ignore_index=True)


def _group(wanted: pd.DataFrame, attributes: xr.Dataset) -> pd.Series:
    """``trained`` or ``untrained``, by the sample of the run."""
    cells: Mapping[tuple[str, int], np.ndarray] = {
        run: attributes["cell"].values[cells_of_sample(attributes, *run)]
        for run in wanted[["sample", "seed"]].drop_duplicates().itertuples(index=False, name=None)
    }
    trained = pd.Series(False, index=wanted.index)
    for (sample, seed), inside in cells.items():
        own = (wanted["sample"] == sample) & (wanted["seed"] == seed)
        trained |= own & wanted["cell"].isin(inside)
    if not trained.any():
        raise DataError(
            f"Networks: expected runs of learning at cells of {sorted(cells)}, got none of them. "
            "Make the metrics again with one run of snakemake."
        )
    return trained.map({True: "trained", False: "untrained"})
