"""Map and scatter of prior evapotranspiration."""

from typing import TYPE_CHECKING

import pandas as pd

from fpl import logs
from fpl.figures import style
from fpl.figures.priors_et import plot

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def draw(priors: str, summary: str, png: str, pdf: str) -> None:
    style.save(plot(pd.read_csv(priors, dtype={"id": str}), pd.read_csv(summary)), png, pdf)


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    draw(
        priors=snakemake.input.priors,
        summary=snakemake.input.summary,
        png=snakemake.output.png,
        pdf=snakemake.output.pdf,
    )
