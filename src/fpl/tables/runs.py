"""Results of many runs as one tidy table: what made a file is readable in its path."""

from collections.abc import Callable, Iterable, Mapping
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from fpl.data.split import cells_of_lattice
from fpl.errors import DataError

IDENTITY = ["dataset", "model", "method", "sample", "seed"]


def identify(path: str | Path) -> dict[str, str | int]:
    """Read what made a file from its path, ``.../dataset/model/method/sample/seedN/FILE``."""
    folders = Path(path).parts[-6:-1]
    if len(folders) != 5 or not folders[4].removeprefix("seed").isdigit():
        raise DataError(
            f"{path}: expected results/DATASET/MODEL/METHOD/SAMPLE/seedN/FILE. Results must stay "
            "where the workflow writes them, since their path says what made them."
        )
    dataset, model, method, sample, seed = folders
    number = int(seed.removeprefix("seed"))
    return {
        "dataset": dataset,
        "model": model,
        "method": method,
        "sample": sample,
        "seed": number,
    }


def gather(
    paths: Iterable[str | Path], read: Callable[[str | Path], pd.DataFrame] = pd.read_csv
) -> pd.DataFrame:
    """Stack the tables of runs, each with its identity in the first columns, in a fixed order."""
    tables = []
    for path in paths:
        table = read(path)
        for position, (name, value) in enumerate(identify(path).items()):
            table.insert(position, name, value)
        tables.append(table)
    if not tables:
        raise DataError("No results to gather: expected files, got an empty list.")
    return pd.concat(tables, ignore_index=True).sort_values(
        IDENTITY, kind="stable", ignore_index=True
    )


def places(attributes: xr.Dataset) -> pd.DataFrame:
    """cell, lat, lon of all cells, degrees; for merging into tables."""
    return pd.DataFrame({name: attributes[name].values for name in ("cell", "lat", "lon")})


def cell_groups(attributes: xr.Dataset, samples: Iterable[str]) -> dict[str, np.ndarray]:
    """Cells on which runs are compared: name -> cell numbers.

    One group for each sample, and for each pair "dense_minus_sparse": the cells of the denser one
    that are not in the sparser one, which a network trained at the sparser sample has never seen.
    Empty groups, as in a small world, are left out.
    """
    cell = attributes["cell"].values
    row, column = attributes["row"].values, attributes["column"].values
    groups = {name: cell[cells_of_lattice(row, column, name)] for name in samples}
    for first, second in combinations(sorted(groups, key=lambda name: groups[name].size), 2):
        groups[f"{second}_minus_{first}"] = np.setdiff1d(groups[second], groups[first])
    return {name: cells for name, cells in groups.items() if cells.size}


def write(table: pd.DataFrame, path: str | Path, digits: Mapping[str, int] | None = None) -> None:
    """Write a csv with six significant digits, or ``digits`` of a column: noise is no result."""
    rounded = table.copy()
    for name in rounded.select_dtypes("float").columns:
        places_kept = (digits or {}).get(name, 6)
        rounded[name] = [float(f"{value:.{places_kept}g}") for value in rounded[name]]
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    rounded.to_csv(path, index=False)
