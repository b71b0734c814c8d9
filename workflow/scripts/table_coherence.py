"""How coherent the maps of parameters are, and what they agree with."""

import pandas as pd
import xarray as xr

from fpl import logs
from fpl.tables.all_maps import coherence_table, open_maps, read_inputs
from fpl.tables.runs import write
from fpl.terms import Study

logs.start(snakemake.log[0])
named, settings = snakemake.input, snakemake.params.settings
with xr.open_dataset(named.attributes) as places, xr.open_dataset(named.forcing) as forcing:
    features = read_inputs(places.load(), forcing, settings["periods"]["training"])
coherence, variograms = coherence_table(
    open_maps(named.parameters, places, pd.read_csv(named.identifiability)),
    features,
    settings["learning"],
    pd.concat([pd.read_csv(path) for path in named.judged], ignore_index=True),
    Study.of(snakemake.params.study),
    named.get("truth"),
)
write(coherence, snakemake.output.table)
write(variograms, snakemake.output.variograms)
