"""A round of the surrogate's route: run the model, train the surrogate, learn through it."""

import pandas as pd

from fpl import config, logs
from fpl.data import store
from fpl.learning import surrogate_round as rounds
from fpl.learning.run import scaled_features
from fpl.problem.files import open_from, parameters_dataset

logs.start(snakemake.log[0])
settings, wildcards, made = snakemake.params.settings, snakemake.wildcards, snakemake.output
training = config.SurrogateTraining(**snakemake.params.training)
steps = {"steps": training.learning_steps, "monitor_every": training.learning_steps}
inputs = open_from(snakemake.input, settings, snakemake.params.model)
before = None
if int(wildcards.round) > 0:
    before = rounds.open_before(snakemake.input, inputs, training.hidden)
inputs = inputs.of_sample(wildcards.sample)
problem = inputs.problem
played = rounds.play(
    problem,
    scaled_features(inputs),
    training,
    config.Learning(**settings["learning"] | steps),
    int(wildcards.seed),
    int(wildcards.round),
    before,
)
marks = dict(wildcards.items()) | {"config_sha256": config.digest(settings)}
store.write(played.runs.dataset(problem.model), made.runs, **marks)
rounds.keep(played.surrogate, made.surrogate)
found = problem.parameters(played.unit)
store.write(parameters_dataset(problem, found, inputs.forcing), made.parameters, **marks)
pd.DataFrame([played.bill]).to_csv(made.bill, index=False)
