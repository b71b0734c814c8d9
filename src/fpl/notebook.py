"""Where a notebook finds the results that it shows."""

import os
from pathlib import Path


def results(dataset: str) -> Path:
    """The folder ``results/DATASET`` of this repository, for ``dataset`` or, if it is set, for the
    dataset that the environment variable FPL_DATASET names."""
    root = next(f for f in (Path.cwd(), *Path.cwd().parents) if (f / "Snakefile").exists())
    return root / "results" / os.environ.get("FPL_DATASET", dataset)
