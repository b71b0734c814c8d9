"""Gather the blocks of a calibration: its trace, and the best parameters of each cell."""

import numpy as np
import pandas as pd

from fpl import config, logs
from fpl.calibration.cells import best_units
from fpl.data import store
from fpl.problem.files import open_from, parameters_dataset

logs.start(snakemake.log[0])
settings = snakemake.params.settings
inputs = open_from(snakemake.input, settings, snakemake.params.model)
blocks = [pd.read_csv(block, keep_default_na=False) for block in snakemake.input.blocks]
trace = pd.concat([block for block in blocks if len(block)]).sort_values("cell", kind="stable")
trace.to_csv(snakemake.output.trace, index=False)
labels = trace["cell"].unique()
inputs = inputs.at(np.flatnonzero(np.isin(inputs.forcing["cell"], labels)))
unit = best_units(inputs.problem, trace, labels, int(trace["run"].max()))
made = parameters_dataset(inputs.problem, inputs.problem.parameters(unit), inputs.forcing)
marks = dict(snakemake.wildcards.items()) | {"method": "sceua"}
store.write(made, snakemake.output.parameters, config_sha256=config.digest(settings), **marks)
