"""Measure what passes of the model cost, forward and backward, in learning and in search."""

from fpl import config, logs
from fpl.evaluation.passes import measure
from fpl.learning.run import scaled_features
from fpl.problem.files import open_from
from fpl.tables.runs import write

logs.start(snakemake.log[0])
settings = snakemake.params.settings
inputs = open_from(snakemake.input, settings, snakemake.params.model, snakemake.threads)
learning = config.Learning(**settings["learning"])
block = -(-inputs.problem.cells // settings["calibration"]["blocks"])
made = measure(inputs.problem, scaled_features(inputs), learning, block)
write(made, snakemake.output.table)
