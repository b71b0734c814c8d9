"""Results of many runs in a tidy table: the run of a file is readable in its path."""

from collections.abc import Callable, Iterable, Mapping
from itertools import combinations
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd
import xarray as xr

from fpl.data.samples import cells_of_sample
from fpl.errors import DataError
from fpl.terms import Run

IDENTITY = list(Run._fields)
Stackable = TypeVar("Stackable", xr.Dataset, xr.DataArray)


def gather(
    paths: Iterable[str | Path], read: Callable[[str | Path], pd.DataFrame] = pd.read_csv
) -> pd.DataFrame:
    """Stack the tables of runs, each with its identity in the first columns, in a fixed order."""
    tables = []
    for path in paths:
        table = read(path)
        for position, (name, value) in enumerate(Run.parse(path)._asdict().items()):
            table.insert(position, name, value)
        tables.append(table)
    if not tables:
        raise DataError("No results to gather: expected files, got an empty list.")
    return pd.concat(tables, ignore_index=True).sort_values(
        IDENTITY, kind="stable", ignore_index=True
    )


def stack(
    paths: Iterable[str | Path], read: Callable[[str | Path], Stackable]
) -> dict[tuple[str, ...], Stackable]:
    """What is read of the files of runs, by dataset, model, method and sample: along a dimension
    ``seed``, in order, at the cells that all seeds have."""
    seeds: dict[tuple[str, ...], dict[int, Stackable]] = {}
    for path in paths:
        *key, seed = Run.parse(path)
        seeds.setdefault(tuple(key), {})[seed] = read(path)
    return {
        key: xr.concat(
            [runs[seed] for seed in sorted(runs)],
            xr.IndexVariable("seed", sorted(runs)),
            join="inner",
        )
        for key, runs in seeds.items()
    }


def across_seeds(rows: pd.DataFrame, keys: list[str], metrics: Iterable[str]) -> pd.DataFrame:
    """Of ``metric`` and ``value`` of each seed the median METRIC, and METRIC_min and METRIC_max,
    indexed by ``keys``."""
    values = rows.groupby([*keys, "metric"], sort=False)["value"]
    spread = values.agg(["median", "min", "max"]).unstack("metric")
    columns = {}
    for metric in metrics:
        columns[metric] = spread["median", metric]
        for end in ("min", "max"):
            columns[f"{metric}_{end}"] = spread[end, metric]
    return pd.DataFrame(columns)


def costs(curves: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Costs at the end of the curves of runs, the median over seeds."""
    ends = curves.sort_values("step").groupby(IDENTITY, sort=False)[names].last()
    return ends.groupby(IDENTITY[:-1], sort=False).median().reset_index()


def lowest(traces: Iterable[pd.DataFrame], runs: int) -> np.ndarray:
    """Lowest training error ``(seed, cell)`` after so many runs, from a trace.csv of each seed."""
    rows = [trace[trace["run"] <= runs] for trace in traces]
    return np.stack([r.groupby("cell")["objective"].min().sort_index() for r in rows])


def is_trained(runs: pd.DataFrame, cells: xr.Dataset) -> pd.Series:
    """Whether the sample and seed of a row hold its cell; ``cells`` are all of the dataset."""
    trained = pd.Series(False, index=runs.index)
    for (sample, seed), rows in runs.groupby(["sample", "seed"]):
        inside = cells["cell"].to_numpy()[cells_of_sample(cells, str(sample), int(seed))]
        trained[rows.index] = rows["cell"].isin(inside)
    return trained


def places(attributes: xr.Dataset) -> pd.DataFrame:
    """cell, lat, lon of all cells, degrees; for merging into tables."""
    return pd.DataFrame({name: attributes[name].values for name in ("cell", "lat", "lon")})


def cell_groups(attributes: xr.Dataset, samples: Iterable[str]) -> dict[str, np.ndarray]:
    """Cells on which runs are compared: name -> cell numbers.

    One group for each sample (a random one as seed 0 draws it), and for each pair
    "large_minus_small": the cells of the larger sample that are not in the smaller, which a
    network trained at the smaller sample has never seen. Empty groups, as in a small world, are
    left out.
    """
    cell = attributes["cell"].values
    groups = {name: cell[cells_of_sample(attributes, name)] for name in samples}
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
