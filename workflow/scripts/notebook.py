"""Execute a notebook on the results of a dataset, to html."""

import logging
import os
from pathlib import Path

import jupytext
from nbconvert import HTMLExporter
from nbconvert.preprocessors import ExecutePreprocessor

from fpl import logs


def execute(notebook: str, dataset: str, html: str) -> None:
    """Run all cells from the root of the repository; an error in a cell is an error here."""
    os.environ["FPL_DATASET"] = dataset
    cells = jupytext.read(notebook)
    # Kernels warn that they talk to us by unencrypted sockets of this machine.
    quiet = ["--log-level=ERROR"]
    ExecutePreprocessor(timeout=600, extra_arguments=quiet).preprocess(
        cells, {"metadata": {"path": "."}}
    )
    logging.getLogger("traitlets").setLevel(logging.ERROR)  # figures have captions in the report
    page, _ = HTMLExporter().from_notebook_node(cells)
    Path(html).write_text(page, encoding="utf-8")


logs.start(snakemake.log[0])
execute(
    notebook=snakemake.input.notebook,
    dataset=snakemake.wildcards.dataset,
    html=snakemake.output.html,
)
