"""Stack the parameters found by all runs."""

from typing import TYPE_CHECKING

import xarray as xr

from fpl import logs
from fpl.tables.parameters import build
from fpl.tables.runs import write

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def tabulate(parameters: list[str], attributes: str, truth: str | None, table: str) -> None:
    with xr.open_dataset(attributes) as places:
        write(build(parameters, places, truth), table, digits={"value": 5})


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    tabulate(
        parameters=list(snakemake.input.parameters),
        attributes=snakemake.input.attributes,
        truth=snakemake.input.get("truth"),
        table=snakemake.output.table,
    )
