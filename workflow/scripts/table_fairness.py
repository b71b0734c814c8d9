"""Tabulate where a difference between parameter learning and SCE-UA comes from."""

import pandas as pd

from fpl import logs
from fpl.tables.fairness import budgets, build, through_surrogate
from fpl.tables.runs import write
from fpl.terms import Study

logs.start(snakemake.log[0])
named, given = snakemake.input, snakemake.params
study = Study.of(given.study)
headline, searched = given.settings["headline"], given.settings["calibration"]
judged = pd.concat(map(pd.read_csv, named.judged), ignore_index=True)
where = (headline, searched["sample"], study)
parts = [
    build(judged, given.models, given.sample, study),
    budgets(named.traces, named.curves, searched["budget"], *where),
]
if named.get("route"):  # a case need not have a surrogate
    scored, route = pd.read_csv(named.route[0]), given.settings["surrogate"]["sample"]
    parts.append(through_surrogate(scored, judged, headline, route, study))
write(pd.concat(parts, ignore_index=True), snakemake.output.table)
