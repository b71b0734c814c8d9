"""Stack the metrics of all runs."""

import xarray as xr

from fpl import logs
from fpl.tables.metrics import build
from fpl.tables.runs import write

logs.start(snakemake.log[0])
with xr.open_dataset(snakemake.input.attributes) as places:
    table = build(snakemake.input.metrics, places)
write(table, snakemake.output.table, digits={"value": 5})
