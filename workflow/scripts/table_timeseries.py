"""Observed and simulated target at a few places chosen by a rule."""

import pandas as pd
import xarray as xr

from fpl import logs
from fpl.tables.runs import write
from fpl.tables.timeseries import build
from fpl.terms import Study

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
