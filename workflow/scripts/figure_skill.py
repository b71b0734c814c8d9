"""Maps of test RMSE of both methods and of their difference."""

from typing import TYPE_CHECKING

import pandas as pd

from fpl import logs
from fpl.figures import style
from fpl.figures.skill import plot

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def draw(metrics: str, model: str, png: str, pdf: str) -> None:
    style.save(plot(pd.read_csv(metrics), model), png, pdf)


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    draw(
        metrics=snakemake.input.metrics,
        model=snakemake.params.settings["headline"],
        png=snakemake.output.png,
        pdf=snakemake.output.pdf,
    )
