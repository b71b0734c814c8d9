"""Table of every metric of every run at every cell."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import xarray as xr

from fpl.tables.runs import IDENTITY, gather, places

COLUMNS = [*IDENTITY, "cell", "lat", "lon", "period", "metric", "value"]


def build(metrics: Iterable[str | Path], attributes: xr.Dataset) -> pd.DataFrame:
    """Stack the metrics.csv of all runs and say where each cell lies."""
    return gather(metrics).merge(places(attributes), on="cell", how="left", validate="m:1")[COLUMNS]
