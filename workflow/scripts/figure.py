"""Rules figure_NAME: draw one figure of the catalogue (fpl.config.exhibits) from csv tables."""

from importlib import import_module
from pathlib import Path

import pandas as pd

from fpl import logs
from fpl.figures import style
from fpl.terms import Study

logs.start(snakemake.log[0])
given = snakemake.params
text = {"unit": str}  # "1" is a unit too
tables = {Path(path).stem: pd.read_csv(path, dtype=text) for path in snakemake.input.tables}
plot = import_module(f"fpl.figures.{given.module}").plot
figure = plot(tables, Study.of(given.study), given.settings)
style.save(figure, snakemake.output.png, snakemake.output.pdf)
