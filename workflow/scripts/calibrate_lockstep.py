"""Calibrate all cells of a sample by SCE-UA in lockstep; keep the best parameters of each."""

import numpy as np

from fpl import config, logs
from fpl.calibration.cells import best_units, calibrate_in_lockstep
from fpl.data import store
from fpl.data.samples import cells_of_sample
from fpl.problem.files import open_from, parameters_dataset

logs.start(snakemake.log[0])
settings, wildcards = snakemake.params.settings, snakemake.wildcards
inputs = open_from(snakemake.input, settings, snakemake.params.model)
calibration = config.Calibration(**settings["calibration"])
cells, seed = inputs.forcing, int(wildcards.seed)
positions = np.flatnonzero(cells_of_sample(cells, wildcards.sample))
labels = cells["cell"].to_numpy()
trace = calibrate_in_lockstep(inputs.problem, positions, labels, calibration, seed)
trace.to_csv(snakemake.output.trace, index=False)
problem = inputs.problem.select(positions.tolist())
unit = best_units(problem, trace, labels[positions], calibration.budget)
made = parameters_dataset(problem, problem.parameters(unit), cells.isel(cell=positions))
marks = dict(wildcards.items()) | {"method": "lockstep"}
store.write(made, snakemake.output.parameters, config_sha256=config.digest(settings), **marks)
