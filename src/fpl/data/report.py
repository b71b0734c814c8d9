"""The data report: what the data hold and where they are defective, one row for each fact."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from fpl.data import split
from fpl.data.attributes import CLASSES
from fpl.data.climate import DAYS_A_YEAR
from fpl.data.schema import ATTRIBUTES, FORCING
from fpl.data.soil_moisture import FLAGS, has_flag

LATTICES = ("s4", "s8", "s16")
OFTEN = 0.2  # share of values at the ceiling

Row = tuple[str, str, float, str, str]


def facts(
    forcing: xr.Dataset,
    observations: xr.Dataset,
    attributes: xr.Dataset,
    quality: pd.DataFrame,
    periods: Mapping[str, Any],
) -> pd.DataFrame:
    """Table with columns variable, statistic, value, unit, comment; one row for each fact.

    quality : table of all cells; the other data have the kept cells.
    """
    yearly = float(forcing["precipitation"].mean()) * DAYS_A_YEAR
    measured = [
        name for name, known in ATTRIBUTES.items() if known.kind == "f" and known.dims == ("cell",)
    ]
    rows = [
        *_cells(quality, real=forcing.attrs.get("dataset") != "twin"),
        *_soil_moisture(observations, periods),
        *_alignment(observations, forcing),
        ("precipitation", "mean annual sum", yearly, "mm yr-1", "all days of forcing"),
        *_ranges(forcing, list(FORCING)),
        *_ranges(attributes, measured),
        *_classes(attributes),
    ]
    return pd.DataFrame(rows, columns=["variable", "statistic", "value", "unit", "comment"])


def _cells(quality: pd.DataFrame, real: bool) -> list[Row]:
    """How many cells there are, are kept, and have a defect."""
    kept = quality[quality["kept"] == 1]
    stuck = " ".join(map(str, kept.loc[kept["stuck"] == 1, "cell"]))
    counts = {
        "shipped": (len(quality), "all other counts are of kept cells"),
        "kept": (len(kept), ""),
        "with a ceiling": (kept["ceiling"].notna().sum(), "maximum reached repeatedly"),
        "often at the ceiling": ((kept["share_at_ceiling"] > OFTEN).sum(), "over 20 % of values"),
        "stuck": (kept["stuck"].sum(), f"cells {stuck}" if stuck else ""),
    }
    if real:
        counts["in the lower 48 states"] = (kept["inside_conus"].sum(), "centre in a county")
    for density in LATTICES:
        mask = split.cells_of_lattice(kept["row"], kept["column"], density)
        counts[density] = (mask.sum(), "sampling density")
    for row in quality[quality["kept"] == 0].itertuples():
        counts[f"cell {row.cell} left out"] = (1, str(row.reason))
    return [("cells", what, int(n), "cells", comment) for what, (n, comment) in counts.items()]


def _soil_moisture(ds: xr.Dataset, periods: Mapping[str, Any]) -> list[Row]:
    """Coverage, level and flags of the observations in each period."""
    rows: list[Row] = []
    for period in periods:
        part = ds.isel(time=split.period_index(ds["time"], periods[period]))
        values, present = part["observed"], part["observed"].notnull()
        found = {
            "missing share": (1.0 - present.mean(), "1"),
            "share of values used": (part["used"].sum() / present.sum(), "1"),
            "fewest used days of a cell": (part["used"].sum("time").min(), "d"),
            "least": (values.min(), "m3 m-3"),
            "mean": (values.mean(), "m3 m-3"),
            "greatest": (values.max(), "m3 m-3"),
        }
        for flag in FLAGS:
            share = (has_flag(part, flag) & present).sum() / present.sum()
            found[f"share of values flagged {flag}"] = (share, "1")
        rows += [
            ("soil_moisture", what, float(value), unit, f"{period} period")
            for what, (value, unit) in found.items()
        ]
    return rows


def _alignment(observations: xr.Dataset, forcing: xr.Dataset) -> list[Row]:
    """Correlation of a change of soil moisture with the rain of its day and of the day before.

    It tells whether an observation belongs to the state at the start or at the end of its day.
    """
    moisture = observations["observed"].transpose("cell", "time").to_numpy()
    days = forcing["precipitation"].sel(time=observations["time"])
    rain = days.transpose("cell", "time").to_numpy()
    change = np.diff(moisture, axis=1)[:, 1:]
    both = np.isfinite(change)
    rows: list[Row] = []
    for day, water in (("the same day", rain[:, 2:]), ("the day before", rain[:, 1:-1])):
        with np.errstate(invalid="ignore"):  # not a number where rain never changes
            r = float(np.corrcoef(change[both], water[both])[0, 1])
        what = f"correlation of change with rain of {day}"
        rows.append(("soil_moisture", what, r, "1", "all pairs of observations one day apart"))
    return rows


def _ranges(ds: xr.Dataset, names: list[str]) -> list[Row]:
    """Least, mean and greatest of each variable."""
    return [
        (name, statistic, float(getattr(ds[name], method)()), ds[name].attrs["units"], "")
        for name in names
        for statistic, method in (("least", "min"), ("mean", "mean"), ("greatest", "max"))
    ]


def _classes(attributes: xr.Dataset) -> list[Row]:
    """How many cells are of each class."""
    rows: list[Row] = []
    for name in CLASSES:
        codes, counts = np.unique(attributes[name], return_counts=True)
        rows += [
            (name, f"class {code}", int(count), "cells", "")
            for code, count in zip(codes, counts, strict=True)
        ]
    return rows
