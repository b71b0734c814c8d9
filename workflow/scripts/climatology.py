"""Score the mean of each cell's training period, the simplest thing to beat."""

import xarray as xr

from fpl import logs
from fpl.evaluation.baselines import cell_mean
from fpl.evaluation.score import evaluate
from fpl.tables.runs import write

logs.start(snakemake.log[0])
settings = snakemake.params.settings
periods, least = settings["periods"], settings["evaluation"]["minimum_days"]
with xr.open_dataset(snakemake.input.observations) as data:
    observed, used = data["observed"], data["used"]
    mean = cell_mean(observed, used, periods["training"])
    table = evaluate(mean, observed, used, periods, least, settings["objective"])
write(table, snakemake.output.metrics)
