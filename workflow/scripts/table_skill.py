"""Statistics over cells of all runs, on the same cells for all methods."""

from typing import TYPE_CHECKING

import xarray as xr

from fpl import logs
from fpl.tables.runs import cell_groups, write
from fpl.tables.skill import build

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def tabulate(metrics: list[str], attributes: str, table: str, samples: list[str]) -> None:
    with xr.open_dataset(attributes) as places:
        write(build(metrics, cell_groups(places, samples)), table)


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    tabulate(
        metrics=list(snakemake.input.metrics),
        attributes=snakemake.input.attributes,
        table=snakemake.output.table,
        samples=snakemake.params.settings["samples"],
    )
