"""What the observed days tell of every parameter around the priors."""

from fpl import config, logs
from fpl.data import store
from fpl.evaluation.identifiability.information import information
from fpl.evaluation.identifiability.study import all_free
from fpl.problem.files import open_from

logs.start(snakemake.log[0])
asked, settings = snakemake.params, snakemake.params.settings
inputs = open_from(snakemake.input, settings, asked.model)
made = information(all_free(inputs.problem, asked.known), asked.step)
digest = config.digest(settings)
marks = {"dataset": snakemake.wildcards.dataset, "model": settings["headline"]}
store.write(made, snakemake.output.information, config_sha256=digest, **marks)
