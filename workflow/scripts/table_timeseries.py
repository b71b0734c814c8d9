"""Observed and simulated target at a few places chosen by a rule."""

from typing import TYPE_CHECKING

import pandas as pd
import xarray as xr

from fpl import logs
from fpl.tables.runs import write
from fpl.tables.timeseries import build
from fpl.terms import Study

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    named = snakemake.input
    with xr.open_dataset(named.observations) as observed:
        table = build(
            pd.read_csv(named.metrics),
            list(named.simulations),
            observed,
            snakemake.params.settings["figures"]["example_percentiles"],
            Study.of(snakemake.params.study),
        )
    write(table, snakemake.output.table, digits={"value": 4})
