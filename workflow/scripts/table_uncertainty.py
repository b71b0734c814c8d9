"""What ensembles over seeds gain, and whether their ranges hold the observations."""

from typing import TYPE_CHECKING

from fpl import logs
from fpl.data import store
from fpl.tables.runs import write
from fpl.tables.uncertainty import build
from fpl.terms import Study

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    named, settings = snakemake.input, snakemake.params.settings
    table = build(
        named.simulations,
        store.open_observations(named.observations),
        settings["periods"],
        settings["evaluation"]["minimum_days"],
        Study.of(snakemake.params.study),
    )
    write(table, snakemake.output.table)
