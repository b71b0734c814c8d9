"""Evapotranspiration of the prior parameters at every cell, tower and gauge."""

import pandas as pd
import xarray as xr

from fpl import logs
from fpl.tables.evapotranspiration import DIGITS, priors
from fpl.tables.runs import write

logs.start(snakemake.log[0])
files = snakemake.input
with xr.open_dataset(files.forcing) as forcing, xr.open_dataset(files.attributes) as places:
    table = priors(
        simulation=files.simulation,
        reference=pd.read_csv(files.reference, dtype={"id": str}),
        attributes=places,
        precipitation=forcing["precipitation"].load(),
        periods=snakemake.params.settings["periods"],
    )
write(table, snakemake.output.table, digits=DIGITS)
