"""A flux in time beside a reference: spans of days, and scores of each cell."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from fpl.evaluation.bootstrap import Floats

SCORES = {"rmse": "mm d-1", "r": "1", "bias": "mm d-1"}
LEAST_SPANS = 10  # ASSUME fewer spans say nothing of how a cell goes through the year


def span_means(daily: xr.DataArray, spans: pd.DataFrame) -> Floats:
    """Means of a flux ``(cell, time)`` over spans of days: ``(cell, span)``.

    daily : one value a day, without gaps; spans : ``start`` and ``days`` of each, all within.
    """
    values = daily.transpose("cell", "time").to_numpy().astype(float)
    total = np.concatenate([np.zeros((len(values), 1)), values.cumsum(1)], axis=1)
    time = pd.DatetimeIndex(daily["time"].to_numpy())
    first = time.get_indexer(pd.DatetimeIndex(spans["start"]))
    days = spans["days"].to_numpy()
    return np.asarray((total[:, first + days] - total[:, first]) / days)


def within(spans: pd.DataFrame, period: Mapping[str, object]) -> NDArray[np.bool_]:
    """Which spans lie in a period as a whole."""
    last = spans["start"] + pd.to_timedelta(spans["days"] - 1, unit="D")
    start, end = pd.Timestamp(str(period["start"])), pd.Timestamp(str(period["end"]))
    return ((spans["start"] >= start) & (last <= end)).to_numpy()


def scores(simulated: Floats, reference: Floats) -> dict[str, Floats]:
    """SCORES ``(cell,)`` of two series ``(cell, span)``; the reference may have gaps (NaN).

    A cell with fewer than LEAST_SPANS is NaN, and its ``r`` is where either does not vary.
    """
    known = np.isfinite(reference)
    count = known.sum(1)
    enough = np.where(count >= LEAST_SPANS, count, np.nan)
    gap = np.where(known, simulated - reference, 0.0)
    a, b = (np.where(known, v, 0.0) for v in (simulated, reference))
    a, b = (np.where(known, v - (v.sum(1) / enough)[:, None], 0.0) for v in (a, b))
    size = np.sqrt((a**2).sum(1) * (b**2).sum(1))
    return {
        "rmse": np.sqrt((gap**2).sum(1) / enough),
        "r": (a * b).sum(1) / np.where(size > 0, size, np.nan),
        "bias": gap.sum(1) / enough,
    }


def as_spans(daily: xr.DataArray) -> xr.DataArray:
    """A daily flux (cell, time) as a reference (cell, start) with spans of one day."""
    days = np.ones(daily.sizes["time"], dtype=int)
    return daily.rename(time="start").assign_coords(days=("start", days))
