"""What ensembles over seeds gain, and whether their ranges hold the observations."""

from fpl import logs
from fpl.data import store
from fpl.tables.runs import write
from fpl.tables.uncertainty import build
from fpl.terms import Study

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
