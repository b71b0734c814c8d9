"""Count the cells with a parameter at an end of its range."""

from fpl import logs
from fpl.tables.bounds import build
from fpl.tables.runs import write
from fpl.terms import Study

logs.start(snakemake.log[0])
params = snakemake.params
table = build(snakemake.input.parameters, params.sample, Study.of(params.study))
write(table, snakemake.output.table)
