"""Skill of the surrogate's route by both judges, its error and its bill."""

from typing import TYPE_CHECKING

import pandas as pd

from fpl import logs
from fpl.figures import style
from fpl.figures.surrogate import plot

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def draw(surrogate: str, png: str, pdf: str) -> None:
    style.save(plot(pd.read_csv(surrogate)), png, pdf)


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    draw(
        surrogate=snakemake.input.surrogate,
        png=snakemake.output.png,
        pdf=snakemake.output.pdf,
    )
