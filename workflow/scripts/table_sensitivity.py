"""How far each parameter, moved alone, moves surface moisture and evapotranspiration."""

from typing import TYPE_CHECKING

from fpl import logs
from fpl.evaluation.checks import sensitivity
from fpl.problem.files import open_from
from fpl.tables.runs import write

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    settings = snakemake.params.settings
    inputs = open_from(snakemake.input, settings, snakemake.params.model)
    table = sensitivity(inputs.problem, settings["vic"]["calibrated_sets"])
    table.insert(0, "dataset", snakemake.wildcards.dataset)
    table.insert(1, "model", settings["headline"])
    write(table, snakemake.output.table)
