"""How far our VIC is from runs of the real one."""

from pathlib import Path

import pandas as pd

from fpl import logs
from fpl.evaluation.vic_reference import reading
from fpl.evaluation.vic_reference.report import report
from fpl.tables.runs import write

logs.start(snakemake.log[0])
tables, of_runs = [], []
for path in map(Path, snakemake.input.runs):
    engine = snakemake.params.settings["engine"]["name"]
    table, each = report(reading.read(path), engine)
    for part, kept in ((table, tables), (each, of_runs)):
        part.insert(0, "file", path.stem)
        kept.append(part)
write(pd.concat(tables, ignore_index=True), snakemake.output.table)
write(pd.concat(of_runs, ignore_index=True), snakemake.output.runs)
