"""The tables: long form, a row a measurement, the same leading columns in all."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

COLUMNS = (
    "what",
    "engine",
    "threads",
    "model",
    "substeps",
    "cells",
    "days",
    "direction",
    "n",
    "seconds_min",
    "seconds_median",
    "seconds_max",
    "cell_days_per_second",
    "note",
)
DIGITS = 5


def table(rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Rows in the common columns, what a row has not left empty, further columns last; numbers
    rounded to significant digits."""
    made = pd.DataFrame([dict(row) for row in rows])
    further = [column for column in made.columns if column not in COLUMNS]
    made = made.reindex(columns=[*COLUMNS, *further])
    for column in ("threads", "substeps", "cells", "days", "n"):
        made[column] = made[column].astype("Int64")
    return rounded(made)


def rounded(made: pd.DataFrame) -> pd.DataFrame:
    """Real numbers to significant digits."""
    made = made.copy()
    for column in made.select_dtypes("float"):
        made[column] = made[column].map(lambda v: float(f"{v:.{DIGITS}g}"))
    return made


def write(made: pd.DataFrame, path: Path) -> None:
    """Write a table; columns that no row of it fills are left out."""
    path.parent.mkdir(parents=True, exist_ok=True)
    filled = made.dropna(axis="columns", how="all") if len(made) else made
    filled.to_csv(path, index=False)
