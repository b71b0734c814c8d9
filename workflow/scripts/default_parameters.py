"""The parameters that a place has before any calibration: priors from its attributes."""

from fpl import config, logs
from fpl.data import store
from fpl.problem.files import open_from, parameters_dataset

logs.start(snakemake.log[0])
settings = snakemake.params.settings
inputs = open_from(snakemake.input, settings, snakemake.params.model)
inputs = inputs.of_sample(snakemake.wildcards.sample)
made = parameters_dataset(inputs.problem, inputs.problem.parameters(None), inputs.forcing)
marks = dict(snakemake.wildcards.items()) | {"method": "default", "seed": 0}
store.write(made, snakemake.output.parameters, config_sha256=config.digest(settings), **marks)
