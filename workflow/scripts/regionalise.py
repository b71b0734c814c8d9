"""Carry calibrated parameters to cells outside each sample, simulate and judge there."""

import pandas as pd

from fpl import logs
from fpl.data import store
from fpl.evaluation.regionalised import regionalised
from fpl.problem.files import open_from
from fpl.tables.runs import write
from fpl.terms import Run

logs.start(snakemake.log[0])
settings, samples = snakemake.params.settings, snakemake.params.samples
inputs = open_from(snakemake.input, settings, snakemake.params.model)
observed = store.open_observations(snakemake.input.observations)
observed = observed.sel(time=inputs.forcing["time"])
tables = [
    regionalised(path, Run.parse(path)._asdict(), inputs, observed, samples, settings)
    for path in snakemake.input.parameters
]
write(pd.concat(tables, ignore_index=True), snakemake.output.table)
