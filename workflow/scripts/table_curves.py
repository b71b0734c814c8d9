"""Stack the learning and calibration curves of all runs."""

import xarray as xr

from fpl import logs
from fpl.tables.curves import build
from fpl.tables.runs import cell_groups, write
from fpl.terms import Run

logs.start(snakemake.log[0])
samples = dict.fromkeys(Run.parse(path).sample for path in snakemake.input.curves)
with xr.open_dataset(snakemake.input.attributes) as places:
    table = build(snakemake.input.curves, cell_groups(places, samples))
write(table, snakemake.output.table)
