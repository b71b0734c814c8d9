"""How far the seeds of a method disagree."""

from typing import TYPE_CHECKING

import pandas as pd

from fpl import logs
from fpl.figures import style
from fpl.figures.equifinality import plot

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    named, model = snakemake.input, snakemake.params.settings["headline"]
    figure = plot(pd.read_csv(named.equifinality), model, snakemake.wildcards.dataset)
    style.save(figure, snakemake.output.png, snakemake.output.pdf)
