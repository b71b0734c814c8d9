"""Generated truth on the forcing of the dataset: what learning finds of every parameter."""

from fpl import config, logs
from fpl.evaluation.identifiability.recovery import recover
from fpl.problem.files import open_from
from fpl.tables.runs import write

logs.start(snakemake.log[0])
asked, settings = snakemake.params, snakemake.params.settings
inputs = open_from(snakemake.input, settings, asked.model, snakemake.threads)
table = recover(
    inputs,
    config.Learning(**settings["learning"] | {"steps": asked.steps}),
    asked.known,
    unexplained=asked.unexplained,
    noise=asked.noise,
    seed=int(snakemake.wildcards.seed),
)
write(table, snakemake.output.table)
