"""Calibrate the cells of a block by SCE-UA, one by one."""

from fpl import config, logs
from fpl.calibration.cells import block_of, calibrate
from fpl.problem.files import open_from

logs.start(snakemake.log[0])
settings, wildcards = snakemake.params.settings, snakemake.wildcards
inputs = open_from(snakemake.input, settings, snakemake.params.model)
calibration = config.Calibration(**settings["calibration"])
inputs = inputs.of_sample(wildcards.sample)
labels = inputs.forcing["cell"].to_numpy()
block = block_of(len(labels), int(wildcards.block), calibration.blocks)
trace = calibrate(inputs.problem, block, labels, calibration, int(wildcards.seed))
trace.to_csv(snakemake.output.block, index=False)
