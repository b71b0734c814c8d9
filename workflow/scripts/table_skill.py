"""Statistics over cells of all runs, on the same cells for all methods."""

import xarray as xr

from fpl import logs
from fpl.tables.runs import cell_groups, write
from fpl.tables.skill import build

logs.start(snakemake.log[0])
with xr.open_dataset(snakemake.input.attributes) as places:
    groups = cell_groups(places, snakemake.params.settings["samples"])
write(build(snakemake.input.metrics, groups), snakemake.output.table)
