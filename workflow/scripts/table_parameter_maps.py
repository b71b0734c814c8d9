"""Values of a few parameters at every cell, by every method, to be drawn as maps."""

import xarray as xr

from fpl import logs
from fpl.tables.parameters import build
from fpl.tables.runs import write

logs.start(snakemake.log[0])
named = snakemake.input
with xr.open_dataset(named.attributes) as places:
    table = build(named.parameters, places, named.get("truth"))
drawn = table[table["parameter"].isin(snakemake.params.drawn)]
write(drawn, snakemake.output.table, digits={"value": 5})
