"""Observed and simulated soil moisture at a few cells chosen by a rule."""

from typing import TYPE_CHECKING

import pandas as pd
import xarray as xr

from fpl import logs
from fpl.tables.runs import write
from fpl.tables.timeseries import build

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def tabulate(
    metrics: str, simulations: list[str], observations: str, percentiles: list[float], table: str
) -> None:
    with xr.open_dataset(observations) as observed:
        series = build(pd.read_csv(metrics), simulations, observed, percentiles)
    write(series, table, digits={"value": 4})


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    tabulate(
        metrics=snakemake.input.metrics,
        simulations=list(snakemake.input.simulations),
        observations=snakemake.input.observations,
        percentiles=snakemake.params.settings["figures"]["example_percentiles"],
        table=snakemake.output.table,
    )
