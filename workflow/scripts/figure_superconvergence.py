"""Draw cost and skill of fPL against the number of training cells."""

from typing import TYPE_CHECKING

import pandas as pd

from fpl import logs
from fpl.figures import style
from fpl.figures.superconvergence import plot

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def draw(scaling: str, png: str, pdf: str) -> None:
    style.save(plot(pd.read_csv(scaling)), png, pdf)


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    draw(scaling=snakemake.input.scaling, png=snakemake.output.png, pdf=snakemake.output.pdf)
