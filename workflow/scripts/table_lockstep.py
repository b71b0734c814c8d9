"""Compare SCE-UA in lockstep with SPOTPY's, on cells and on known functions."""

from typing import TYPE_CHECKING

from fpl import config, logs
from fpl.evaluation.search_functions import compare
from fpl.tables.lockstep import build
from fpl.tables.runs import write
from fpl.terms import Study

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    calibration = config.Calibration(**snakemake.params.settings["calibration"])
    functions = compare(calibration, range(snakemake.params.seeds))
    study = Study.of(snakemake.params.study)
    write(
        build(snakemake.input.traces, functions, calibration.budget, study),
        snakemake.output.table,
    )
