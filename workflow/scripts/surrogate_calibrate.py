"""Calibrate the cells of a sample by SCE-UA on a surrogate."""

import torch

from fpl import config, logs
from fpl.calibration.cells import best_units, bill, calibrate
from fpl.data import store
from fpl.learning.surrogate_round import cells_of, restore
from fpl.problem.files import open_from, parameters_dataset
from fpl.problem.surrogate import SurrogateObjectives, SurrogateProblem

logs.start(snakemake.log[0])
settings, wildcards = snakemake.params.settings, snakemake.wildcards
training = config.SurrogateTraining(**snakemake.params.training)
inputs = open_from(snakemake.input, settings, snakemake.params.model)
torch.set_num_threads(training.threads)
places = inputs.forcing.isel(cell=cells_of(inputs, wildcards.sample))
problem = inputs.problem.select(cells_of(inputs, wildcards.sample))
surrogate = restore(problem, training.hidden, snakemake.input.surrogate)
through = SurrogateProblem.replacing(problem, surrogate, training.spin_up_days)
labels = places["cell"].to_numpy().tolist()
calibration = config.Calibration(**settings["calibration"] | {"budget": snakemake.params.budget})
everywhere = range(problem.cells)
seed = int(wildcards.seed)
trace = calibrate(through, everywhere, labels, calibration, seed, SurrogateObjectives)
found = problem.parameters(best_units(problem, trace, labels, calibration.budget))
marks = dict(wildcards.items()) | {"config_sha256": config.digest(settings)}
made = parameters_dataset(problem, found, places)
store.write(made, snakemake.output.parameters, **marks)
bill(trace).to_csv(snakemake.output.bill, index=False)
