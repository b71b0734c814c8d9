"""Train an LSTM on the cells of a sample, predict the moisture of every cell, and score it."""

from fpl import config, logs
from fpl.data import store
from fpl.evaluation.score import evaluate
from fpl.learning.lstm import predict
from fpl.problem.files import open_from
from fpl.tables.runs import write

logs.start(snakemake.log[0])
settings, wildcards = snakemake.params.settings, snakemake.wildcards
# The process model is opened for its cells, days and observations; it is not run.
inputs = open_from(snakemake.input, settings, snakemake.params.model)
training = config.LstmTraining(**snakemake.params.training)
made, curve = predict(inputs, wildcards.sample, training, int(wildcards.seed))
seen = store.open_observations(snakemake.input.observations)
judged_by = settings["periods"], settings["evaluation"]["minimum_days"], settings["objective"]
target = made[inputs.problem.target.output]
table = evaluate(target, seen["observed"], seen["used"], *judged_by)
digest = config.digest(settings | {"lstm": snakemake.params.training})
marks = {"model": "observation", "method": "lstm_trained"} | dict(wildcards.items())
store.write(made, snakemake.output.simulation, config_sha256=digest, **marks)
write(curve, snakemake.output.curve)
write(table, snakemake.output.metrics)
