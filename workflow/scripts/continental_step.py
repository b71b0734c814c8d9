"""Measure a training step of a batch drawn from a continent, and one of all its cells."""

from fpl import config, logs
from fpl.evaluation.continent import steps
from fpl.learning.run import scaled_features
from fpl.problem.files import open_from
from fpl.tables.runs import write

logs.start(snakemake.log[0])
settings = snakemake.params.settings
inputs = open_from(snakemake.input, settings, snakemake.params.model, snakemake.threads)
learning = config.Learning(**settings["learning"])
made = steps(inputs.problem, scaled_features(inputs), learning, snakemake.params.cells)
write(made, snakemake.output.table)
