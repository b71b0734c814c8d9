"""Skill against cost: the curves that are drawn, and what is said of them."""

import pandas as pd
import xarray as xr

from fpl import logs
from fpl.tables import cost, cost_curves
from fpl.tables.runs import write
from fpl.terms import Study

logs.start(snakemake.log[0])
named = snakemake.input
parts = pd.read_csv(named.passes)
with xr.open_dataset(named.attributes) as places:
    lines = cost_curves.lines(list(named.curves), parts, places)
judged, surrogate = pd.read_csv(named.judged), pd.DataFrame()
if named.get("surrogate"):
    surrogate = pd.read_csv(named.surrogate)
study = Study.of(snakemake.params.study)
headline = snakemake.params.headline
write(cost.build(lines, judged, parts, surrogate, study, headline), snakemake.output.table)
write(cost_curves.build(lines[lines["model"] == headline]), snakemake.output.curves)
