"""The primary statistic of each claim under every model."""

from fpl import logs
from fpl.config.claims import read
from fpl.evaluation.claims import read as read_tables
from fpl.tables.multiverse import build
from fpl.tables.runs import write
from fpl.terms import Study

logs.start(snakemake.log[0])
study, params = Study.of(snakemake.params.study), snakemake.params
tables = read_tables(snakemake.input.get("tables", []))
table = build(read(snakemake.input.ledger), tables, params.models, study.name)
write(table, snakemake.output.table)
