"""Table of soil moisture through training and test at a few example cells."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from fpl.errors import DataError
from fpl.tables.runs import IDENTITY, identify, places

COLUMNS = [*IDENTITY, "cell", "lat", "lon", "percentile", "test_rmse", "date", "value"]


def example_cells(
    metrics: pd.DataFrame,
    run: dict[str, str | int],
    cells: np.ndarray,
    percentiles: Sequence[float],
) -> pd.DataFrame:
    """The cells whose test RMSE under ``run`` is nearest to percentiles of it over ``cells``.

    Returns cell, percentile, test_rmse (m3 m-3). The rule looks at one number only, so nobody picks
    cells by eye.
    """
    chosen = metrics.query("period == 'test' and metric == 'rmse'").dropna(subset="value")
    for name, value in run.items():
        chosen = chosen[chosen[name] == value]
    chosen = chosen[chosen["cell"].isin(cells)].sort_values(["value", "cell"], ignore_index=True)
    if chosen.empty:
        raise DataError(
            f"No test RMSE of the run {run}: example cells cannot be chosen. Evaluate it first."
        )
    positions = [round(percentile / 100 * (len(chosen) - 1)) for percentile in percentiles]
    picked = chosen.loc[positions, ["cell", "value"]].rename(columns={"value": "test_rmse"})
    return picked.assign(percentile=list(percentiles)).reset_index(drop=True)


def build(
    metrics: pd.DataFrame,
    simulations: Iterable[str | Path],
    observations: xr.Dataset,
    percentiles: Sequence[float],
) -> pd.DataFrame:
    """Observed (used days only) and simulated soil moisture, m3 m-3, at the example cells.

    ``metrics`` is the table of :mod:`fpl.tables.metrics`; of ``simulations`` exactly one must be of
    method fpl.
    """
    runs = {str(path): identify(path) for path in simulations}
    learned = [run for run in runs.values() if run["method"] == "fpl"]
    if len(learned) != 1:
        raise DataError(
            f"Expected one simulation of method fpl to choose cells by, got {len(learned)}."
        )
    opened = {path: xr.open_dataset(path)["surface_soil_moisture"] for path in runs}
    cells = observations["cell"].values
    for values in opened.values():
        cells = np.intersect1d(cells, values["cell"].values)
    examples = example_cells(metrics, learned[0], cells, percentiles)

    used = observations["observed"].where(observations["used"] == 1)
    observed = learned[0] | {"method": "observed", "sample": "all", "seed": 0}
    parts = [_series(used, observed, examples)]
    parts += [_series(opened[path], run, examples) for path, run in runs.items()]
    for values in opened.values():
        values.close()
    table = pd.concat(parts, ignore_index=True)
    table = table.merge(places(observations), on="cell", validate="m:1")
    return table.dropna(subset="value")[COLUMNS]


def _series(
    values: xr.DataArray, run: dict[str, str | int], examples: pd.DataFrame
) -> pd.DataFrame:
    parts = []
    for example in examples.to_dict("records"):
        series = values.sel(cell=example["cell"])
        date = series["time"].dt.strftime("%Y-%m-%d").values
        part = pd.DataFrame({"date": date, "value": series.values.astype("float64")})
        parts.append(part.assign(**run, **example))
    return pd.concat(parts, ignore_index=True)
