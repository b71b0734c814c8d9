"""Summarise skill and cost of all methods, as csv and as the README's block of markdown."""

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from fpl import logs
from fpl.tables.runs import write
from fpl.tables.summary import build, markdown

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def summarise(skill: str, curves: str, table: str, block: str) -> None:
    summary = build(pd.read_csv(skill), pd.read_csv(curves))
    write(summary, table)
    Path(block).write_text(markdown(summary))


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    summarise(
        skill=snakemake.input.skill,
        curves=snakemake.input.curves,
        table=snakemake.output.table,
        block=snakemake.output.markdown,
    )
