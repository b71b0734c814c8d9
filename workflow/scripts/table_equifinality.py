"""How far the seeds of a method disagree on the parameters of a cell."""

import pandas as pd
import xarray as xr

from fpl import logs
from fpl.tables.all_maps import equifinality_table, open_maps
from fpl.tables.runs import write
from fpl.terms import Study

logs.start(snakemake.log[0])
named = snakemake.input
with xr.open_dataset(named.attributes) as places:
    maps = open_maps(named.parameters, places, pd.read_csv(named.identifiability))
judged = pd.concat([pd.read_csv(path) for path in named.judged], ignore_index=True)
table = equifinality_table(maps, judged, Study.of(snakemake.params.study))
write(table, snakemake.output.table)
