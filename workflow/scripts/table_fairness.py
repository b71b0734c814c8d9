"""Tabulate where a difference between parameter learning and SCE-UA comes from."""

from typing import TYPE_CHECKING

import pandas as pd

from fpl import logs
from fpl.tables.fairness import budgets, build, through_surrogate
from fpl.tables.runs import write

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    named, given, dataset = snakemake.input, snakemake.params, snakemake.wildcards.dataset
    headline, searched = given.settings["headline"], given.settings["calibration"]
    judged = pd.concat(map(pd.read_csv, named.judged), ignore_index=True)
    told, route = pd.read_csv(named.told[0]), given.settings["surrogate"]["sample"]
    where = (headline, searched["sample"], dataset)
    parts = [
        build(judged, given.models, given.sample, dataset),
        budgets(named.traces, named.curves, searched["budget"], *where),
        through_surrogate(told, judged, headline, route, dataset),
    ]
    write(pd.concat(parts, ignore_index=True), snakemake.output.table)
