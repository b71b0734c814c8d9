"""The verdict of every claim, as a table and as REPLICATION.md."""

from pathlib import Path

import pandas as pd
import xarray as xr

from fpl import logs
from fpl.config.claims import read
from fpl.evaluation.claims import read as read_tables
from fpl.tables import claims, replication
from fpl.tables.runs import cell_groups, write
from fpl.terms import Study

logs.start(snakemake.log[0])
study = Study.of(snakemake.params.study)
ledger, settings = read(snakemake.input.ledger), snakemake.params.settings
found = read_tables(snakemake.input.get("tables", []))
table = claims.build(ledger, found, study.name)
write(table, snakemake.output.table)
with xr.open_dataset(snakemake.input.attributes) as places:
    groups = cell_groups(places, settings["samples"])
page = replication.build(
    ledger=ledger,
    claims=table,
    published=pd.read_csv(snakemake.input.published),
    history=pd.read_csv(snakemake.input.history),
    multiverse=pd.read_csv(snakemake.input.multiverse),
    facts=replication.facts(settings, groups),
    figures=snakemake.params.figures,
    study=study,
)
Path(snakemake.output.page).write_text(page, encoding="utf-8")
