"""Evapotranspiration by MODIS (MOD16A2, MOD16A2GF) at points, as AppEEARS writes it.

Expected is the results csv of a point sample, https://appeears.earthdatacloud.nasa.gov: one row a
point and date, with the columns Latitude, Longitude, Date (first day of the span) and the layer,
such as MOD16A2GF_061_ET_500m: kg m-2 in the whole span. Spans are of 8 days from 1 January; the
last of a year has 5 or 6. Values from 32761 to 32767 are no evaporation but classes without any
(water, barren, snow, unfilled). Product: Mu et al. 2011, doi:10.1016/j.rse.2011.02.019. It is
itself a model, driven by reanalysis and leaf area.
"""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from fpl.data.et_reference import match
from fpl.errors import DataError

LAYER = re.compile(r"(MOD16A2(?:GF)?)_\d+_ET_500m")
SPAN_DAYS = 8
NO_VALUE = 32761  # and above, as stored and as AppEEARS leaves them
LARGEST_MM_DAY = 20.0  # no day evaporates more: a value above is on another scale
WHOLE_ENOUGH = 20  # so many values, all whole numbers, are stored integers
CORNER_KM = 25.5  # from the centre of a 36 km cell to its corner: points further off are not in it
GOOD = 0  # of bit 0 of the quality (MODLAND): the main algorithm


def load(path: str | Path, cells: xr.Dataset, scale: float) -> xr.DataArray:
    """Evapotranspiration, mm d-1 (cell, start), with the coordinate ``days`` of each span.

    cells : with cell, lat, lon; a point belongs to the nearest within CORNER_KM, points of a cell
    are averaged. ASSUME a few pixels of 500 m stand for a cell of 36 km.
    scale : of the values to kg m-2 a span; DataError if the values contradict it.

    Of MOD16A2 values of lesser quality (bit 0 of ET_QC) are left out; MOD16A2GF has filled them.
    """
    table, layer = _read(path)
    values = _valid(table, layer)
    start = pd.to_datetime(table["Date"])
    days = _days(start)
    rate = values * scale / days
    _check_scale(values, rate, scale, path)
    made = pd.DataFrame(
        {"lat": table["Latitude"], "lon": table["Longitude"], "start": start, "rate": rate}
    )
    points = made[["lat", "lon"]].drop_duplicates().reset_index(drop=True)
    places = pd.DataFrame({name: cells[name].values for name in ("cell", "lat", "lon")})
    near = match(points.assign(id=points.index), places, CORNER_KM)
    if near.empty:
        raise DataError(
            f"{path}: expected points within {CORNER_KM:g} km of the centre of a cell, got none of "
            f"{len(points)}; request the centres of the cells (lat, lon of attributes.nc)"
        )
    of_cell = made.merge(near[["lat", "lon", "cell"]], on=["lat", "lon"])
    wide = of_cell.groupby(["cell", "start"])["rate"].mean().unstack("start").sort_index(axis=1)
    spans = pd.DatetimeIndex(wide.columns)
    return xr.DataArray(
        wide.to_numpy(),
        dims=("cell", "start"),
        coords={
            "cell": wide.index.to_numpy(),
            "start": spans,
            "days": ("start", _days(pd.Series(spans)).to_numpy()),
        },
        attrs={"units": "mm d-1", "long_name": "evapotranspiration", "source": layer},
    )


def _read(path: str | Path) -> tuple[pd.DataFrame, str]:
    """The csv and the name of its layer."""
    if not Path(path).is_file():
        raise DataError(f"evapotranspiration.modis_csv: expected a file, found none at {path}")
    table = pd.read_csv(path, low_memory=False)
    layers = [name for name in table.columns if LAYER.fullmatch(name)]
    missing = {"Latitude", "Longitude", "Date"} - set(table.columns)
    if len(layers) != 1 or missing:
        raise DataError(
            f"{path}: expected Latitude, Longitude, Date and one column such as "
            f"MOD16A2GF_061_ET_500m, got {list(table.columns)}; take the results csv of a point "
            "sample by AppEEARS"
        )
    return table, layers[0]


def _valid(table: pd.DataFrame, layer: str) -> pd.Series:
    """Values of the layer as they are written, NaN where there is none."""
    values = pd.to_numeric(table[layer], errors="coerce")
    values = values.where((values >= 0) & (values < NO_VALUE))
    quality = layer.replace("_ET_500m", "_ET_QC_500m")
    if "GF" in layer or quality not in table:
        return values
    bits = pd.to_numeric(table[quality], errors="coerce")
    return values.where(bits.isna() | (bits.fillna(0).astype(int) % 2 == GOOD))


def _days(start: pd.Series) -> pd.Series:
    """Length of spans: 8 days, or what is left of the year."""
    left = 366 + start.dt.is_leap_year - start.dt.day_of_year
    return np.minimum(SPAN_DAYS, left).astype(int)


def _check_scale(values: pd.Series, rate: pd.Series, scale: float, path: str | Path) -> None:
    known = values.dropna()
    whole = len(known) >= WHOLE_ENOUGH and (known % 1 == 0).all()
    if rate.max() > LARGEST_MM_DAY or (whole and scale == 1.0):
        raise DataError(
            f"{path}: expected kg m-2 a span times {scale:g}, got values up to {known.max():g} "
            f"that are{'' if whole else ' not'} all whole; set evapotranspiration.modis_scale to "
            "0.1 for stored integers, 1.0 for values with decimals"
        )
    if not whole and scale != 1.0 and len(known) >= WHOLE_ENOUGH:
        raise DataError(
            f"{path}: expected whole numbers for evapotranspiration.modis_scale {scale:g}, got "
            "decimals: they are scaled already; set it to 1.0"
        )
