"""True against estimated parameters, in a generated world."""

from fpl import logs
from fpl.tables import recovery
from fpl.tables.runs import write

logs.start(snakemake.log[0])
cells = recovery.cells(snakemake.input.truth, snakemake.input.parameters)
write(cells, snakemake.output.cells)
write(recovery.build(cells), snakemake.output.table)
