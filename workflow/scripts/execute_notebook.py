"""Execute a notebook on the results of a dataset, to html."""

import logging
import os
from pathlib import Path

import jupytext
from nbconvert import HTMLExporter
from nbconvert.preprocessors import ExecutePreprocessor

from fpl import logs

logs.start(snakemake.log[0])
os.environ["FPL_DATASET"] = snakemake.wildcards.dataset
cells = jupytext.read(snakemake.input.notebook)
# Kernels warn that they talk to us by unencrypted sockets of this machine.
run = ExecutePreprocessor(timeout=600, extra_arguments=["--log-level=ERROR"])
run.preprocess(cells, {"metadata": {"path": "."}})  # an error in a cell is an error here
logging.getLogger("traitlets").setLevel(logging.ERROR)  # figures have captions in the report
page, _ = HTMLExporter().from_notebook_node(cells)
Path(snakemake.output.html).write_text(page, encoding="utf-8")
