"""Compare fluxes of every method with estimates; in a generated world with the truth."""

import pandas as pd
import xarray as xr

from fpl import logs
from fpl.config import Evapotranspiration
from fpl.evaluation.flux_reference import of_estimates, of_truth
from fpl.evaluation.series import as_spans
from fpl.tables import et_methods, et_series
from fpl.tables.runs import write

logs.start(snakemake.log[0])
named, settings = snakemake.input, snakemake.params.settings
chosen, periods = Evapotranspiration(**settings["evapotranspiration"]), settings["periods"]
experiments = [pd.read_csv(path) for path in named.experiments]
dataset = snakemake.wildcards.dataset
if named.get("truth"):
    truth = xr.load_dataset(named.truth)
    table = et_methods.build(dataset, experiments, of_truth(truth), periods, chosen)
    daily = as_spans(truth["evapotranspiration"])
    series = et_series.build(named.simulations, daily, "truth", periods, chosen)
    table = pd.concat([table, series], ignore_index=True)
else:
    reference = of_estimates(pd.read_csv(named.reference, dtype={"id": str}))
    table = et_methods.build(dataset, experiments, reference, periods, chosen)
write(table, snakemake.output.table)
