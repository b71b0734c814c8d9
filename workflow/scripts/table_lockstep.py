"""Compare SCE-UA in lockstep with SPOTPY's, on cells and on known functions."""

from fpl import config, logs
from fpl.evaluation.search_functions import compare
from fpl.tables.lockstep import build
from fpl.tables.runs import write
from fpl.terms import Study

logs.start(snakemake.log[0])
calibration = config.Calibration(**snakemake.params.settings["calibration"])
functions = compare(calibration, range(snakemake.params.seeds))
study = Study.of(snakemake.params.study)
write(
    build(snakemake.input.traces, functions, calibration.budget, study),
    snakemake.output.table,
)
