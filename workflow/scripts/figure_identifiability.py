"""What surface moisture can tell of each parameter."""

from typing import TYPE_CHECKING

import pandas as pd

from fpl import logs
from fpl.figures import style
from fpl.figures.identifiability import plot

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def draw(table: str, limits: dict[str, float], png: str, pdf: str) -> None:
    style.save(plot(pd.read_csv(table), limits), png, pdf)


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    draw(
        table=snakemake.input.identifiability,
        limits=snakemake.params.limits,
        png=snakemake.output.png,
        pdf=snakemake.output.pdf,
    )
