"""Which parameters the target constrains, by the limits of the configuration."""

import pandas as pd
import xarray as xr

from fpl import config, logs
from fpl.evaluation.identifiability.verdict import verdicts, warn
from fpl.tables import identifiability
from fpl.tables.runs import write
from fpl.terms import Study

logs.start(snakemake.log[0])
settings, named = snakemake.params.settings, snakemake.input
chosen = config.Identifiability(**settings["identifiability"])
model, study = snakemake.params.model, Study.of(snakemake.params.study)
sets = settings["processes"][model["process"]]["calibrated_sets"]
sobol = pd.read_csv(named.sobol)
recovered = pd.concat([pd.read_csv(path) for path in named.recovered], ignore_index=True)
slopes = xr.load_dataset(named.information)
products, names = slopes["information"].to_numpy(), slopes["parameter"].to_numpy().tolist()
verdict = verdicts(sobol, products, recovered, names, chosen.noise, chosen.limits)
warn(verdict, sets, model["calibrated"])
forcing = "generated" if study.generated else "real"
world = f"generated truth, {forcing} forcing"
table = identifiability.build(
    sobol, slopes, recovered, verdict, sets, noise=chosen.noise, world=world
)
table.insert(0, "dataset", study.name)
table.insert(1, "model", settings["headline"])
write(table, snakemake.output.table)
