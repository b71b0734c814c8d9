"""Stack the metrics of all runs."""

from typing import TYPE_CHECKING

import xarray as xr

from fpl import logs
from fpl.tables.metrics import build
from fpl.tables.runs import write

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def tabulate(metrics: list[str], attributes: str, table: str) -> None:
    with xr.open_dataset(attributes) as places:
        write(build(metrics, places), table, digits={"value": 5})


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    tabulate(
        metrics=list(snakemake.input.metrics),
        attributes=snakemake.input.attributes,
        table=snakemake.output.table,
    )
