"""Summarise skill and cost of all methods, as csv and as the README's block of markdown."""

from pathlib import Path

import pandas as pd

from fpl import logs
from fpl.tables.runs import write
from fpl.tables.summary import build, markdown
from fpl.terms import Study

logs.start(snakemake.log[0])
named, study = snakemake.input, Study.of(snakemake.params.study)
summary = build(pd.read_csv(named.skill), pd.read_csv(named.curves), study)
write(summary, snakemake.output.table)
Path(snakemake.output.markdown).write_text(markdown(summary, study), encoding="utf-8")
