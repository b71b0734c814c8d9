"""The parameters that a place has before any calibration: priors from its attributes."""

import numpy as np

from fpl import config, logs
from fpl.data import store
from fpl.data.samples import cells_of_sample
from fpl.problem.files import open_from, parameters_dataset

logs.start(snakemake.log[0])
settings = snakemake.params.settings
inputs = open_from(snakemake.input, settings, snakemake.params.model)
cells = inputs.forcing
chosen = cells_of_sample(cells, snakemake.wildcards.sample)
positions = np.flatnonzero(chosen)
problem = inputs.problem.select(positions.tolist())
made = parameters_dataset(problem, problem.parameters(None), cells.isel(cell=positions))
marks = dict(snakemake.wildcards.items()) | {"method": "default", "seed": 0}
store.write(made, snakemake.output.parameters, config_sha256=config.digest(settings), **marks)
