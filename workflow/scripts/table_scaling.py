"""Cost and skill against the number of training cells, and what a continent would cost."""

import pandas as pd
import xarray as xr

from fpl import logs
from fpl.tables import cost_curves
from fpl.tables.runs import write
from fpl.tables.scaling import build
from fpl.terms import Study

logs.start(snakemake.log[0])
named, headline = snakemake.input, snakemake.params.headline
with xr.open_dataset(named.attributes) as places:
    lines = cost_curves.lines(list(named.curves), pd.read_csv(named.passes), places)
    lines = lines[lines["model"] == headline]
    samples = lines.loc[lines["method"] == "fpl", ["sample", "seed"]]
    searched = cost_curves.searched(list(named.traces), samples, places)
table = build(
    lines,
    searched,
    judged=pd.read_csv(named.judged),
    continent=pd.read_csv(named.continent),
    regionalised=pd.read_csv(named.regionalised),
    study=Study.of(snakemake.params.study),
)
write(table, snakemake.output.table)
