"""Table of the target through training and test at a few example places."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from fpl.errors import DataError
from fpl.tables.runs import IDENTITY, places
from fpl.terms import Run, Study

COLUMNS = [*IDENTITY, "cell", "lat", "lon", "percentile", "test_objective", "date", "value"]


def example_cells(
    metrics: pd.DataFrame,
    run: Run,
    cells: np.ndarray,
    percentiles: Sequence[float],
    objective: str = "rmse",
) -> pd.DataFrame:
    """The cells whose test objective under ``run`` is nearest to percentiles of it over ``cells``.

    Returns cell, percentile, test_objective. The rule looks at one number only, so nobody picks
    cells by eye.
    """
    asked = (metrics["period"] == "test") & (metrics["metric"] == objective)
    chosen = metrics[asked].dropna(subset="value")
    for name, value in run._asdict().items():
        chosen = chosen[chosen[name] == value]
    chosen = chosen[chosen["cell"].isin(cells)].sort_values(["value", "cell"], ignore_index=True)
    if chosen.empty:
        raise DataError(
            f"No test {objective} of the run {run.folder}: example places cannot be chosen. "
            "Evaluate it first."
        )
    positions = [round(percentile / 100 * (len(chosen) - 1)) for percentile in percentiles]
    picked = chosen.loc[positions, ["cell", "value"]].rename(columns={"value": "test_objective"})
    return picked.assign(percentile=list(percentiles)).reset_index(drop=True)


def build(
    metrics: pd.DataFrame,
    simulations: Iterable[str | Path],
    observations: xr.Dataset,
    percentiles: Sequence[float],
    study: Study,
) -> pd.DataFrame:
    """Observed (used days only) and simulated target, in its unit, at the example cells.

    ``metrics`` is the table of :mod:`fpl.tables.metrics`; of ``simulations`` exactly one must be of
    method fpl.
    """
    runs = {str(path): Run.parse(path) for path in simulations}
    learned = [run for run in runs.values() if run.method == "fpl"]
    if len(learned) != 1:
        raise DataError(
            f"Expected one simulation of method fpl to choose cells by, got {len(learned)}."
        )
    opened = {path: xr.open_dataset(path)[study.target.output] for path in runs}
    cells = observations["cell"].values
    for values in opened.values():
        cells = np.intersect1d(cells, values["cell"].values)
    examples = example_cells(metrics, learned[0], cells, percentiles, study.objective)

    used = observations["observed"].where(observations["used"] == 1)
    observed = learned[0]._replace(method="observed", sample="all", seed=0)
    parts = [_series(used, observed, examples)]
    parts += [_series(opened[path], run, examples) for path, run in runs.items()]
    for values in opened.values():
        values.close()
    table = pd.concat(parts, ignore_index=True)
    table = table.merge(places(observations), on="cell", validate="m:1")
    return table.dropna(subset="value")[COLUMNS]


def _series(values: xr.DataArray, run: Run, examples: pd.DataFrame) -> pd.DataFrame:
    parts = []
    for example in examples.to_dict("records"):
        series = values.sel(cell=example["cell"])
        date = series["time"].dt.strftime("%Y-%m-%d").values
        part = pd.DataFrame({"date": date, "value": series.values.astype("float64")})
        parts.append(part.assign(**run._asdict(), **example))
    return pd.concat(parts, ignore_index=True)
