"""Compare the networks at cells that they were trained on and at others."""

import xarray as xr

from fpl import logs
from fpl.tables.networks import build
from fpl.tables.runs import write
from fpl.terms import Study

logs.start(snakemake.log[0])
named, study = snakemake.input, Study.of(snakemake.params.study)
with xr.open_dataset(named.attributes) as places:
    table = build(named.metrics, named.curves, named.simulations, places, study)
write(table, snakemake.output.table)
