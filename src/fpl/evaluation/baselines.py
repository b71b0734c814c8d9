"""Simulations that need no process model."""

from collections.abc import Mapping

import xarray as xr


def cell_mean(
    observed: xr.DataArray, used: xr.DataArray, training: Mapping[str, object]
) -> xr.DataArray:
    """The mean of each cell's used values in the training period, on every day.

    Takes and returns (cell, time), in one unit. ``training`` has the first and last day,
    {"start": ..., "end": ...}. A cell without any used training value stays NaN.
    """
    days = slice(str(training["start"]), str(training["end"]))
    mean = observed.where(used == 1).sel(time=days).astype("float64").mean("time")
    return mean.broadcast_like(observed).transpose(*observed.dims)
