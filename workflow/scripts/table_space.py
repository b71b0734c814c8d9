"""Skill at cells never trained on, with intervals, and of each cell."""

import pandas as pd
import xarray as xr

from fpl import logs
from fpl.tables.runs import write
from fpl.tables.space import build, cells_table, hold_outs
from fpl.tables.statistics import as_experiment
from fpl.terms import Study

logs.start(snakemake.log[0])
study, model = Study.of(snakemake.params.study), snakemake.params.settings["headline"]
named = snakemake.input
cells = xr.load_dataset(named.attributes)
judged = [pd.read_csv(path) for path in (named.main, named.mappings, named.regions)]
if named.get("lstm"):
    judged.append(as_experiment(list(named.lstm), cells))
held = hold_outs(pd.concat(judged), pd.read_csv(named.regionalised), cells, model)
write(build(held, study, model), snakemake.output.table)
write(cells_table(held, study), snakemake.output.cells)
