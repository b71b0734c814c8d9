"""Compare evapotranspiration of every method with MODIS, in its spans of 8 days."""

import xarray as xr

from fpl import logs
from fpl.config import Evapotranspiration
from fpl.data import modis_et
from fpl.tables import et_series
from fpl.tables.runs import write

logs.start(snakemake.log[0])
named, settings = snakemake.input, snakemake.params.settings
chosen = Evapotranspiration(**settings["evapotranspiration"])
with xr.open_dataset(named.attributes) as cells:
    reference = modis_et.load(named.modis, cells, chosen.modis_scale)
table = et_series.build(named.simulations, reference, "modis", settings["periods"], chosen)
write(table, snakemake.output.table)
