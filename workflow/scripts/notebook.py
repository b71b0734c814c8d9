"""Execute a notebook on the results of a dataset, to html; an error in a cell is an error here."""

import os
from pathlib import Path

import jupytext
from nbconvert import HTMLExporter
from nbconvert.preprocessors import ExecutePreprocessor

from fpl import logs

if __name__ == "__main__":
    logs.start(snakemake.log[0])
    os.environ["FPL_DATASET"] = snakemake.wildcards.dataset
    cells = jupytext.read(snakemake.input.notebook)
    root = {"metadata": {"path": "."}}  # of the repository
    ExecutePreprocessor(timeout=600).preprocess(cells, root)
    page, _ = HTMLExporter().from_notebook_node(cells)
    Path(snakemake.output.html).write_text(page, encoding="utf-8")
