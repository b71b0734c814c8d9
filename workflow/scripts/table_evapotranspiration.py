"""Compare the evapotranspiration of every run with independent estimates."""

import pandas as pd
import xarray as xr

from fpl import logs
from fpl.config import Evapotranspiration
from fpl.tables.evapotranspiration import build
from fpl.tables.runs import write
from fpl.terms import Study

logs.start(snakemake.log[0])
settings = snakemake.params.settings
with xr.open_dataset(snakemake.input.forcing) as forcing:
    table = build(
        simulations=snakemake.input.simulations,
        metrics=snakemake.input.metrics,
        reference=pd.read_csv(snakemake.input.reference, dtype={"id": str}),
        precipitation=forcing["precipitation"].load(),
        periods=settings["periods"],
        settings=Evapotranspiration(**settings["evapotranspiration"]),
        study=Study.of(snakemake.params.study),
    )
write(table, snakemake.output.table)
