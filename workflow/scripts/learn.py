"""Learn the mapping from what is known of a cell to its parameters on the cells of a sample."""

from pathlib import Path

import torch

from fpl import code_inputs, config, logs
from fpl.data import store
from fpl.learning.run import learn
from fpl.problem.files import open_from

logs.start(snakemake.log[0])
settings, wildcards = snakemake.params.settings, snakemake.wildcards
digest = config.digest(settings | {"model": snakemake.params.model})
inputs = open_from(snakemake.input, settings, snakemake.params.model, snakemake.threads)
progress = Path(snakemake.params.progress)
named = snakemake.input
read = code_inputs.digest([*named.code, named.forcing, named.observations, named.attributes])
key = f"{digest} {read} {wildcards.method} {wildcards.sample} {wildcards.seed}"
learning = config.Learning(**settings["learning"])
run = learn(
    inputs, wildcards.sample, learning, int(wildcards.seed), progress, key, wildcards.method
)
run.curve.to_csv(snakemake.output.curve, index=False)
torch.save(run.checkpoint, snakemake.output.checkpoint)
marks = dict(wildcards.items())
store.write(run.parameters, snakemake.output.parameters, config_sha256=digest, **marks)
progress.unlink(missing_ok=True)
