"""Distributions of test metrics over cells."""

from typing import TYPE_CHECKING

import pandas as pd

from fpl import logs
from fpl.figures import style
from fpl.figures.metrics import plot

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def draw(metrics: str, png: str, pdf: str) -> None:
    style.save(plot(pd.read_csv(metrics)), png, pdf)


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    draw(metrics=snakemake.input.metrics, png=snakemake.output.png, pdf=snakemake.output.pdf)
