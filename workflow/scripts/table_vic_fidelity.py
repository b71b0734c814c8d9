"""How far our VIC is from runs of the real one."""

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from fpl import logs
from fpl.evaluation.vic_reference import reading
from fpl.evaluation.vic_reference.report import report
from fpl.tables.runs import write

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    tables, of_runs = [], []
    for path in map(Path, snakemake.input.runs):
        engine = snakemake.params.settings["engine"]["name"]
        table, each = report(reading.read(path), engine)
        for made, kept in ((table, tables), (each, of_runs)):
            made.insert(0, "file", path.stem)
            kept.append(made)
    write(pd.concat(tables, ignore_index=True), snakemake.output.table)
    write(pd.concat(of_runs, ignore_index=True), snakemake.output.runs)
