"""Draw where differences between the methods come from."""

from typing import TYPE_CHECKING

import pandas as pd

from fpl import logs
from fpl.figures import style
from fpl.figures.fairness import plot

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    table = pd.read_csv(snakemake.input.table)
    style.save(plot(table), snakemake.output.png, snakemake.output.pdf)
