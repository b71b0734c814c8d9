"""From a simulation and the observations to the tidy metrics of one run (metrics.csv)."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import xarray as xr

from fpl.errors import DataError
from fpl.evaluation.metrics import METRICS, scored

COLUMNS = ["cell", "period", "metric", "value", "n"]


def evaluate(
    simulated: xr.DataArray,
    observed: xr.DataArray,
    used: xr.DataArray,
    periods: Mapping[str, Mapping[str, object]],
    minimum_days: int = 30,
    objective: str = "rmse",
) -> pd.DataFrame:
    """Score each cell in each period.

    ``simulated`` (cell, time) may hold fewer cells than ``observed`` and ``used`` (cell, time);
    both series in one unit. ``periods`` maps a name to its first and last day, {"start": ...,
    "end": ...}, dates or ISO text, both included. The metric of the ``objective`` is scored
    beside the usual ones.

    The result has one row for each cell, period and metric, with ``n``, the number of compared
    days: days that are ``used`` and have an observation and a simulated value. The value is NaN,
    and the row stays, where n is less than ``minimum_days``, where simulated is NaN on a used day
    (a run that broke down is not scored on the days it survived), and where the metric is not
    defined (a constant series has no correlation).

    DataError: ``simulated`` has cells that ``observed`` has not, or other days in a period, or a
    period has no day.
    """
    observed, used = _at_cells(observed, simulated), _at_cells(used, simulated)
    tables = []
    for name, period in periods.items():
        days = slice(str(period["start"]), str(period["end"]))
        truth = observed.sel(time=days).where(used.sel(time=days) == 1)
        model = simulated.sel(time=days)
        _check_days(name, period, model, truth)
        tables.append(_score(model, truth, minimum_days, scored(objective)).assign(period=name))
    return pd.concat(tables, ignore_index=True)[COLUMNS]


def _score(
    model: xr.DataArray, truth: xr.DataArray, minimum_days: int, metrics: Sequence[str]
) -> pd.DataFrame:
    """Rows of one period; ``truth`` is NaN on days that are not used."""
    compared = (model.notnull() & truth.notnull()).sum("time")
    sound = (compared >= max(minimum_days, 1)) & (compared == truth.notnull().sum("time"))
    rows = []
    for metric in metrics:
        value = METRICS[metric](model, truth).where(sound)
        of_cells = {"cell": model.cell.values, "value": value.values, "n": compared.values}
        rows.append(pd.DataFrame(of_cells).assign(metric=metric))
    return pd.concat(rows, ignore_index=True)


def _at_cells(values: xr.DataArray, simulated: xr.DataArray) -> xr.DataArray:
    """``values`` at the cells of ``simulated``, in their order."""
    unknown = np.setdiff1d(simulated.cell.values, values.cell.values)
    if unknown.size:
        raise DataError(
            f"The simulation has cells that the observations have not: {unknown[:10].tolist()}. "
            "Both must come from the same prepared data: simulate again."
        )
    return values.sel(cell=simulated.cell.values)


def _check_days(
    name: str, period: Mapping[str, object], model: xr.DataArray, truth: xr.DataArray
) -> None:
    if truth.sizes["time"] == 0:
        raise DataError(
            f"The period {name!r} ({period['start']} to {period['end']}) has no day in the "
            "observations. Change `periods` in the configuration or the data."
        )
    if not np.array_equal(model.time.values, truth.time.values):
        raise DataError(
            f"In the period {name!r} the simulation has {model.sizes['time']} days and the "
            f"observations {truth.sizes['time']}, or not the same ones. "
            "Simulate again for these periods."
        )
