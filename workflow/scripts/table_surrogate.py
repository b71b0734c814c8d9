"""The surrogate's route by both judges, its errors and its bill, beside the direct route."""

import xarray as xr

from fpl import logs
from fpl.tables.runs import cell_groups, write
from fpl.tables.surrogate import build
from fpl.terms import Study

logs.start(snakemake.log[0])
named, sample = snakemake.input, snakemake.params.sample
with xr.open_dataset(named.attributes) as places:
    cells = cell_groups(places, [sample])[sample]
table = build(
    metrics=list(named.metrics),
    errors=list(named.errors),
    bills=list(named.bills),
    direct_metrics=list(named.direct_metrics),
    direct_curves=list(named.direct_curves),
    cells=cells,
    study=Study.of(snakemake.params.study),
)
write(table, snakemake.output.table)
