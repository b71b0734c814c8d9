"""Where a run's error lies: level, slow and fast parts, and kinds of days.

A description of what stands between a process model and a free LSTM; nothing is chosen by it.
"""

import numpy as np
import pandas as pd
import xarray as xr

WINDOW_DAYS = 30  # moves slower than this are the slow part
LEAST_OBSERVED = 4  # of a window
HEAVY_MM, WET_MM, DRY_MM = 10.0, 1.0, 0.2  # precipitation of a day
COLD_DEGC, WARM_DEGC = 5.0, 20.0  # mean air temperature of a day


def residuals(
    simulated: xr.DataArray, observed: xr.DataArray, weather: xr.Dataset, unit: str
) -> pd.DataFrame:
    """Parts of the error of the target (in its ``unit``), medians over cells or means over days.

    simulated, observed : (cell, time), the latter NaN on days that are not used; weather :
    precipitation (mm d-1) and air_temperature (degC) of these cells, and of these days at least.

    ``bias`` is the absolute mean residual of a cell; ``slow`` the root mean square of its 30-day
    running mean, bias aside, ``fast`` of the rest; ``spread_ratio`` the standard deviation of
    simulated over observed. On kinds of days: root mean square (``rms``) and mean
    (``mean``) of the residual observed - simulated, the cell's bias taken out, over all such days
    of all cells. Columns: part, days, statistic, value, unit, n.
    """
    truth = observed.transpose("time", "cell")
    model = simulated.transpose("time", "cell").sel(cell=truth["cell"], time=truth["time"])
    known = truth.notnull() & model.notnull()
    residual = pd.DataFrame((truth - model).where(known).values)
    level = residual.mean()
    rest = residual - level
    running = rest.rolling(WINDOW_DAYS, center=True, min_periods=LEAST_OBSERVED).mean()
    slow = running.where(rest.notna())
    spread = model.where(known).std("time") / truth.where(known).std("time")
    of_cells = {
        "bias": level.abs(),
        "slow": np.sqrt((slow**2).mean()),
        "fast": np.sqrt(((rest - slow) ** 2).mean()),
        "spread_ratio": pd.Series(spread.values),
    }
    rows: list[tuple] = [
        (
            name,
            "all",
            "median",
            values.median(),
            "1" if name == "spread_ratio" else unit,
            values.notna().sum(),
        )
        for name, values in of_cells.items()
    ]
    rows += _kinds(rest.to_numpy(), weather, truth, unit)
    return pd.DataFrame(rows, columns=["part", "days", "statistic", "value", "unit", "n"])


def _kinds(rest: np.ndarray, weather: xr.Dataset, truth: xr.DataArray, unit: str) -> list[tuple]:
    """Rows of kinds of days."""

    def daily(name: str, shift: int = 0) -> np.ndarray:
        values = weather[name].sel(cell=truth["cell"]).shift(time=shift)
        return values.sel(time=truth["time"]).transpose("time", "cell").values

    rain, before = daily("precipitation"), daily("precipitation", 1)
    warmth = daily("air_temperature")
    kinds = {
        "heavy rain": rain > HEAVY_MM,
        "rain": (rain > WET_MM) & (rain <= HEAVY_MM),
        "dry after heavy rain": (rain < DRY_MM) & (before > HEAVY_MM),
        "dry after dry": (rain < DRY_MM) & (before < DRY_MM),
        "cold": warmth < COLD_DEGC,
        "warm": warmth > WARM_DEGC,
    }
    rows = []
    for name, chosen in kinds.items():
        values = rest[chosen & np.isfinite(rest)]
        mean, square = (values.mean(), (values**2).mean()) if len(values) else (np.nan, np.nan)
        rows.append(("residual", name, "rms", np.sqrt(square), unit, len(values)))
        rows.append(("residual", name, "mean", mean, unit, len(values)))
    return rows
