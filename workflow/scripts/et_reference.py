"""Match flux towers and gauged basins with cells."""

import xarray as xr

from fpl import logs
from fpl.config import Evapotranspiration
from fpl.data.et_reference import build
from fpl.data.manifest import read_manifest
from fpl.tables.runs import write

logs.start(snakemake.log[0])
settings = Evapotranspiration(**snakemake.params.settings["evapotranspiration"])
with xr.open_dataset(snakemake.input.attributes) as places:
    table = build(read_manifest(snakemake.input.manifest), places, settings)
write(table, snakemake.output.table)
