"""What ensembles over seeds say of their own error."""

from typing import TYPE_CHECKING

import pandas as pd

from fpl import logs
from fpl.figures import style
from fpl.figures.uncertainty import plot

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    figure = plot(pd.read_csv(snakemake.input.uncertainty))
    style.save(figure, snakemake.output.png, snakemake.output.pdf)
