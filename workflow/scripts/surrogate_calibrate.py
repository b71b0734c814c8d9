"""Calibrate the cells of a sample by SCE-UA on a surrogate."""

import torch

from fpl import config, logs
from fpl.calibration.cells import best_units, bill, calibrate
from fpl.data import store
from fpl.learning.surrogate_round import restore
from fpl.problem.files import open_from, parameters_dataset
from fpl.problem.surrogate import SurrogateObjectives, SurrogateProblem

logs.start(snakemake.log[0])
settings, wildcards = snakemake.params.settings, snakemake.wildcards
training = config.SurrogateTraining(**snakemake.params.training)
inputs = open_from(snakemake.input, settings, snakemake.params.model)
torch.set_num_threads(training.threads)
inputs = inputs.of_sample(wildcards.sample)
problem = inputs.problem
surrogate = restore(problem, training.hidden, snakemake.input.surrogate)
through = SurrogateProblem.replacing(problem, surrogate, training.spin_up_days)
labels = inputs.forcing["cell"].to_numpy().tolist()
calibration = config.Calibration(**settings["calibration"] | {"budget": snakemake.params.budget})
everywhere, seed = range(problem.cells), int(wildcards.seed)
trace = calibrate(through, everywhere, labels, calibration, seed, SurrogateObjectives)
found = problem.parameters(best_units(problem, trace, labels, calibration.budget))
marks = dict(wildcards.items()) | {"config_sha256": config.digest(settings)}
made = parameters_dataset(problem, found, inputs.forcing)
store.write(made, snakemake.output.parameters, **marks)
bill(trace).to_csv(snakemake.output.bill, index=False)
