"""Draw the error of soil moisture against the bias of evapotranspiration."""

from typing import TYPE_CHECKING

import pandas as pd

from fpl import logs
from fpl.figures import style
from fpl.figures.et_tradeoff import plot

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def draw(summary: str, png: str, pdf: str) -> None:
    style.save(plot(pd.read_csv(summary)), png, pdf)


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    draw(
        summary=snakemake.input.summary,
        png=snakemake.output.png,
        pdf=snakemake.output.pdf,
    )
