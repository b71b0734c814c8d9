"""Calibrate the cells of a block by SCE-UA, one by one."""

import numpy as np

from fpl import config, logs
from fpl.calibration.cells import block_of, calibrate
from fpl.data.samples import cells_of_sample
from fpl.problem.files import open_from

logs.start(snakemake.log[0])
settings, wildcards = snakemake.params.settings, snakemake.wildcards
inputs = open_from(snakemake.input, settings, snakemake.params.model)
calibration = config.Calibration(**settings["calibration"])
cells = inputs.forcing
chosen = np.flatnonzero(cells_of_sample(cells, wildcards.sample))
block = block_of(len(chosen), int(wildcards.block), calibration.blocks)
trace = calibrate(
    inputs.problem,
    chosen[list(block)],
    cells["cell"].to_numpy(),
    calibration,
    int(wildcards.seed),
)
trace.to_csv(snakemake.output.block, index=False)
