"""True against found parameters, in a generated world."""

from typing import TYPE_CHECKING

from fpl import logs
from fpl.tables import recovery
from fpl.tables.runs import write

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def tabulate(truth: str, parameters: list[str], table: str, cells: str) -> None:
    found = recovery.cells(truth, parameters)
    write(found, cells)
    write(recovery.build(found), table)


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    tabulate(
        truth=snakemake.input.truth,
        parameters=list(snakemake.input.parameters),
        table=snakemake.output.table,
        cells=snakemake.output.cells,
    )
