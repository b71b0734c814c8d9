"""Observed and simulated soil moisture at example cells."""

from typing import TYPE_CHECKING

import pandas as pd

from fpl import logs
from fpl.figures import style
from fpl.figures.timeseries import plot

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def draw(timeseries: str, test_start: str, png: str, pdf: str) -> None:
    style.save(plot(pd.read_csv(timeseries, parse_dates=["date"]), test_start), png, pdf)


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    draw(
        timeseries=snakemake.input.timeseries,
        test_start=str(snakemake.params.settings["periods"]["test"]["start"]),
        png=snakemake.output.png,
        pdf=snakemake.output.pdf,
    )
