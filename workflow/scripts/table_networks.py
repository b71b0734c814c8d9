"""Compare the networks at cells that they were trained on and at others."""

from typing import TYPE_CHECKING

import xarray as xr

from fpl import logs
from fpl.tables.networks import build
from fpl.tables.runs import write

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    named = snakemake.input
    with xr.open_dataset(named.attributes) as places:
        table = build(named.metrics, named.curves, named.simulations, places)
    write(table, snakemake.output.table)
