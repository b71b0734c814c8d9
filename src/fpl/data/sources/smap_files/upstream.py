"""Predictions of the LSTMs that upstream ships: a baseline with another kind of model."""

from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from fpl.data.sources.smap_files import raw

CELLS = 412
TIME = pd.date_range("2016-04-01", "2017-03-31", freq="D")

# The raw file of each: trained on soil moisture alone, and on that of a land surface model as well
FILES = {"lstm": "lstm_single", "lstm_multi": "lstm_multi"}

# upstream scales soil moisture by these: example/data/Statistics/SMAP_AM_stat.csv of mhpi/hydroDL
SD = 0.088578376  # m3 m-3
MEAN = 0.18420095  # m3 m-3


def upstream_lstm(path: str | Path) -> xr.DataArray:
    """Soil moisture, m3 m-3, (cell, time) of the test year, for all upstream cells.

    ``cell`` counts from zero as in the other files, so that ``.sel(cell=...)`` picks the kept ones.
    """
    normalised = raw.read_matrix(path, CELLS, len(TIME))
    return xr.DataArray(
        normalised * SD + MEAN,
        dims=("cell", "time"),
        coords={"cell": np.arange(CELLS), "time": TIME},
        name="soil_moisture",
        attrs={"units": "m3 m-3", "long_name": "surface soil moisture of an upstream LSTM"},
    )
