"""Draw skill against what it costs, in units that are the same for all methods."""

from typing import TYPE_CHECKING

import pandas as pd

from fpl import logs
from fpl.figures import style
from fpl.figures.cost import plot

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def draw(curves: str, png: str, pdf: str) -> None:
    style.save(plot(pd.read_csv(curves)), png, pdf)


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    draw(curves=snakemake.input.curves, png=snakemake.output.png, pdf=snakemake.output.pdf)
