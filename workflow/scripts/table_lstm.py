"""Compare LSTMs, trained here and shipped, with the headline model."""

import pandas as pd
import xarray as xr

from fpl import logs
from fpl.tables.lstm import build
from fpl.tables.runs import write
from fpl.terms import Study

logs.start(snakemake.log[0])
named, headline = snakemake.input, snakemake.params.settings["headline"]
with xr.open_dataset(named.attributes) as cells:
    judged, study = pd.read_csv(named.judged), Study.of(snakemake.params.study)
    table = build(judged, named.metrics, named.curves, cells, headline, study)
write(table, snakemake.output.table)
