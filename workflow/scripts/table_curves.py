"""Stack the learning and calibration curves of all runs."""

from typing import TYPE_CHECKING

import xarray as xr

from fpl import logs
from fpl.tables.curves import build
from fpl.tables.runs import cell_groups, write
from fpl.terms import Run

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def tabulate(curves: list[str], attributes: str, table: str) -> None:
    samples = list(dict.fromkeys(Run.parse(path).sample for path in curves))
    with xr.open_dataset(attributes) as places:
        write(build(curves, cell_groups(places, samples)), table)


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    tabulate(
        curves=list(snakemake.input.curves),
        attributes=snakemake.input.attributes,
        table=snakemake.output.table,
    )
