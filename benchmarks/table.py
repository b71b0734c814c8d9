"""The tables: long form, a row a measurement, the same leading columns in all."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from fpl.tables import runs

COUNTS = ("threads", "substeps", "cells", "days", "n")
COLUMNS = (
    "what", "engine", "threads", "model", "substeps", "cells", "days", "direction", "n",
    "seconds_min", "seconds_median", "seconds_max", "cell_days_per_second", "note",
)  # fmt: skip
DIGITS = 5


def table(rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Rows in the common columns, what a row has not left empty, further columns last."""
    made = pd.DataFrame([dict(row) for row in rows])
    further = [column for column in made.columns if column not in COLUMNS]
    made = made.reindex(columns=[*COLUMNS, *further])
    return made.astype(dict.fromkeys(COUNTS, "Int64"))


def write(made: pd.DataFrame, path: Path) -> None:
    """Write a table, numbers to significant digits; columns that no row fills are left out."""
    filled = made.dropna(axis="columns", how="all") if len(made) else made
    runs.write(filled, path, dict.fromkeys(filled.columns, DIGITS))
