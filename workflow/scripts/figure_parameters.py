"""Maps of parameters found by both methods."""

from typing import TYPE_CHECKING

import pandas as pd

from fpl import logs
from fpl.figures import style
from fpl.figures.parameters import plot

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def draw(parameters: str, model: str, names: list[str], png: str, pdf: str) -> None:
    style.save(plot(pd.read_csv(parameters), model, names), png, pdf)


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    draw(
        parameters=snakemake.input.parameters,
        model=snakemake.params.settings["headline"],
        names=snakemake.params.settings["figures"]["map_parameters"],
        png=snakemake.output.png,
        pdf=snakemake.output.pdf,
    )
