"""Read the upstream csv files: one row a cell, one column a day, -9999 where missing."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fpl.data.manifest import locate
from fpl.errors import DataError

MISSING = -9999.0

Floats = NDArray[np.float64]


def read_matrix(path: str | Path, rows: int, columns: int) -> Floats:
    """Numbers (rows, columns) in float64, NaN where upstream wrote -9999.

    DataError for another shape, a line cut short, or text among the numbers.
    """
    try:
        values = pd.read_csv(path, header=None, dtype=np.float64).to_numpy()
    except (pd.errors.ParserError, pd.errors.EmptyDataError, ValueError) as error:
        raise DataError(_damaged(path, f"cannot be read as numbers ({error})")) from error
    if values.shape[0] != rows:
        raise DataError(_damaged(path, f"expected {rows} rows (cells), got {values.shape[0]}"))
    if values.shape[1] != columns:
        raise DataError(_damaged(path, f"expected {columns} columns, got {values.shape[1]}"))
    cut = np.isnan(values).any(axis=1)
    if cut.any():
        first = int(np.argmax(cut)) + 1
        raise DataError(_damaged(path, f"line {first} has empty fields or is cut short"))
    return np.where(values == MISSING, np.nan, values)


def read_days(path: str | Path) -> NDArray[np.datetime64]:
    """Days of one year folder; DataError unless they follow one another without a gap."""
    try:
        days = pd.to_datetime(
            pd.read_csv(path, header=None, dtype=str)[0], format="%Y-%m-%d"
        ).to_numpy()
    except ValueError as error:
        raise DataError(
            _damaged(path, f"expected one date a line as 2015-04-01 ({error})")
        ) from error
    if np.any(np.diff(days.astype("datetime64[D]").astype(int)) != 1):
        raise DataError(_damaged(path, "days do not follow one another without a gap"))
    return days.astype("datetime64[ns]")


def read_coordinates(path: str | Path) -> tuple[Floats, Floats]:
    """Latitude and longitude (cell), degrees. All other files have as many rows as this one."""
    lines = len(Path(path).read_text(encoding="utf-8").split())
    latitude, longitude = read_matrix(path, lines, 2).T
    return latitude, longitude


def read_years(
    manifest: Mapping[str, str | None], variable: str, years: Sequence[int], cells: int
) -> tuple[Floats, NDArray[np.datetime64]]:
    """One variable (cell, time) over several year folders, and its days (time)."""
    days = [read_days(locate(manifest, f"time_{year}")) for year in years]
    values = [
        read_matrix(locate(manifest, f"{variable}_{year}"), cells, len(of_year))
        for year, of_year in zip(years, days, strict=True)
    ]
    time = np.concatenate(days)
    if np.any(np.diff(time.astype("datetime64[D]").astype(int)) != 1):
        raise DataError(
            f"the years {list(years)} do not follow one another: list them in order, without a gap"
        )
    return np.concatenate(values, axis=1), time


def _damaged(path: str | Path, what: str) -> str:
    return (
        f"{path}: {what}. The file is damaged or not the one expected: "
        "delete it and run `fetch` again"
    )
