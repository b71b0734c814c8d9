"""All methods in the test year, and fPL beside each of them."""

import pandas as pd

from fpl import logs
from fpl.tables.runs import write
from fpl.tables.statistics import as_experiment
from fpl.tables.temporal import build
from fpl.terms import Study

logs.start(snakemake.log[0])
judged = pd.concat(map(pd.read_csv, snakemake.input.judged), ignore_index=True)
table = build(
    judged=judged[judged["model"].isin(snakemake.params.models)],
    others=as_experiment(snakemake.input.others),
    study=Study.of(snakemake.params.study),
    sample=snakemake.params.sample,
    headline=snakemake.params.settings["headline"],
)
write(table, snakemake.output.table)
