"""Bars of how far each parameter, moved alone, moves the model."""

from typing import TYPE_CHECKING

import pandas as pd

from fpl import logs
from fpl.figures import style
from fpl.figures.sensitivity import plot

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def draw(sensitivity: str, png: str, pdf: str) -> None:
    style.save(plot(pd.read_csv(sensitivity)), png, pdf)


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    draw(
        sensitivity=snakemake.input.sensitivity,
        png=snakemake.output.png,
        pdf=snakemake.output.pdf,
    )
