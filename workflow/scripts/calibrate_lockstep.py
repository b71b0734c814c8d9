"""Calibrate all cells of a sample by SCE-UA in lockstep; keep the best parameters of each."""

from fpl import config, logs
from fpl.calibration.cells import best_units, calibrate_in_lockstep
from fpl.data import store
from fpl.problem.files import open_from, parameters_dataset

logs.start(snakemake.log[0])
settings, wildcards = snakemake.params.settings, snakemake.wildcards
inputs = open_from(snakemake.input, settings, snakemake.params.model)
calibration = config.Calibration(**settings["calibration"])
inputs, seed = inputs.of_sample(wildcards.sample), int(wildcards.seed)
problem, labels = inputs.problem, inputs.forcing["cell"].to_numpy()
trace = calibrate_in_lockstep(problem, range(problem.cells), labels, calibration, seed)
trace.to_csv(snakemake.output.trace, index=False)
unit = best_units(problem, trace, labels, calibration.budget)
made = parameters_dataset(problem, problem.parameters(unit), inputs.forcing)
marks = dict(wildcards.items()) | {"method": "lockstep"}
store.write(made, snakemake.output.parameters, config_sha256=config.digest(settings), **marks)
