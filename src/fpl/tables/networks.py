"""Table of the networks: what reading history, or observations, gives, trained there or not."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from fpl.data.climate import DAYS_A_YEAR
from fpl.errors import DataError
from fpl.tables.runs import IDENTITY, across_seeds, costs, gather, is_trained
from fpl.tables.statistics import scores
from fpl.terms import Study

RUN = IDENTITY[:-1]
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
    water = water.merge(table[["period"]].drop_duplicates(), how="cross")  # the same in each period
    wanted = pd.concat([table, water], ignore_index=True)
    trained = is_trained(wanted, attributes)
    if not trained.any():
        raise DataError(
            f"Networks: expected runs of learning at cells of {sorted(wanted['sample'].unique())}, "
            "got none of them. Generate the metrics again with one run of snakemake."
        )
    wanted["cells"] = np.where(trained, "trained", "untrained")
    wanted = pd.concat([wanted, wanted.assign(cells="all")], ignore_index=True)
    rows = [*RUN, "cells", "period"]
    by_seed = wanted.groupby([*rows, "seed", "metric"], sort=False)["value"]
    middle = by_seed.median()
    middle = middle.where(middle.index.get_level_values("metric") != ET, by_seed.mean())
    count = by_seed.count().xs(study.objective, level="metric").groupby(rows, sort=False)
    table = across_seeds(middle.reset_index(), rows, [*names, ET])
    table.insert(0, "n", count.min())
    table.insert(1, "seeds", count.size())
    table = table.reset_index()
    reads = np.where(table["method"].str.endswith("_observed"), "yes", "no")
    table.insert(5, "reads_own_observations", reads)
    return table.merge(costs(gather(curves), COST), on=RUN, how="left").sort_values(
        ["model", "sample", "period", "cells", "method"], ignore_index=True
    )


def _evapotranspiration(path: str | Path) -> pd.DataFrame:
    """Mean annual evapotranspiration, mm a year, of each cell."""
    with xr.open_dataset(path) as simulation:
        mean = simulation["evapotranspiration"].mean("time") * DAYS_A_YEAR
        return pd.DataFrame({"cell": mean["cell"].values, "metric": ET, "value": mean.values})
