"""True against found parameters, in a generated world."""

from typing import TYPE_CHECKING

import pandas as pd

from fpl import logs
from fpl.figures import style
from fpl.figures.recovery import plot

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def draw(recovery: str, cells: str, png: str, pdf: str) -> None:
    style.save(plot(pd.read_csv(cells), pd.read_csv(recovery)), png, pdf)


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    draw(
        recovery=snakemake.input.recovery,
        cells=snakemake.input.cells,
        png=snakemake.output.png,
        pdf=snakemake.output.pdf,
    )
