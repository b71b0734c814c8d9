"""Skill at cells never trained on, by method and hold-out."""

from typing import TYPE_CHECKING

import pandas as pd

from fpl import logs
from fpl.figures import style
from fpl.figures.space import plot

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def draw(table: str, cells: str, png: str, pdf: str) -> None:
    style.save(plot(pd.read_csv(table), pd.read_csv(cells)), png, pdf)


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    draw(
        table=snakemake.input.table,
        cells=snakemake.input.cells,
        png=snakemake.output.png,
        pdf=snakemake.output.pdf,
    )
