"""The data report: what the data hold and where they are defective, one row for each fact."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from fpl.data import split
from fpl.data.classes import class_names
from fpl.data.climate import DAYS_A_YEAR
from fpl.data.flags import flags_of, has_flag
from fpl.data.samples import cells_of_sample

OFTEN = 0.2  # share of values at the ceiling

Row = tuple[str, str, float, str, str]


def facts(
    forcing: xr.Dataset,
    observations: xr.Dataset,
    attributes: xr.Dataset,
    quality: pd.DataFrame,
    periods: Mapping[str, Any],
    samples: Sequence[str],
    place: str = "cell",
) -> pd.DataFrame:
    """Table with columns variable, statistic, value, unit, comment; one row for each fact.

    quality : table of all places; the other data have the kept ones. samples : those of the case,
    sparsest first; place : what a place is called, in the singular.
    """
    measured = [
        str(name)
        for name, values in attributes.data_vars.items()
        if values.dims == ("cell",) and values.dtype.kind == "f"
    ]
    rows = [
        *_places(quality, attributes, samples, place),
        *_observations(observations, periods, place),
    ]
    if "precipitation" in forcing:
        yearly = float(forcing["precipitation"].mean()) * DAYS_A_YEAR
        rows += _alignment(observations, forcing["precipitation"])
        rows.append(("precipitation", "mean annual sum", yearly, "mm yr-1", "all days of forcing"))
    rows += [
        *_ranges(forcing, [str(name) for name in forcing.data_vars]),
        *_ranges(attributes, measured),
        *_classes(attributes, place),
    ]
    return pd.DataFrame(rows, columns=["variable", "statistic", "value", "unit", "comment"])


def _places(
    quality: pd.DataFrame, attributes: xr.Dataset, samples: Sequence[str], place: str
) -> list[Row]:
    """How many places there are, are kept, are in each sample, and have a defect."""
    kept, unit = quality[quality["kept"] == 1], f"{place}s"
    counts: dict[str, tuple[Any, str]] = {
        "shipped": (len(quality), f"all other counts are of kept {unit}"),
        "kept": (len(kept), ""),
    }
    if "ceiling" in kept:
        stuck = " ".join(map(str, kept.loc[kept["stuck"] == 1, "cell"]))
        often = (kept["share_at_ceiling"] > OFTEN).sum()
        counts |= {
            "with a ceiling": (kept["ceiling"].notna().sum(), "maximum reached repeatedly"),
            "often at the ceiling": (often, "over 20 % of values"),
            "stuck": (kept["stuck"].sum(), f"{unit} {stuck}" if stuck else ""),
        }
    if "inside_conus" in kept:
        counts["in the lower 48 states"] = (kept["inside_conus"].sum(), "centre in a county")
    for sample in reversed(samples):
        counts[sample] = (cells_of_sample(attributes, sample).sum(), "sample")
    for row in quality[quality["kept"] == 0].itertuples():
        counts[f"{place} {row.cell} left out"] = (1, str(row.reason))
    return [(unit, what, int(n), unit, comment) for what, (n, comment) in counts.items()]


def _observations(ds: xr.Dataset, periods: Mapping[str, Any], place: str) -> list[Row]:
    """Coverage, level and flags of the observations in each period."""
    rows: list[Row] = []
    units = ds["observed"].attrs["units"]
    for period in periods:
        part = ds.isel(time=split.period_index(ds["time"], periods[period]))
        values, present = part["observed"], part["observed"].notnull()
        statistics = {
            "missing share": (1.0 - present.mean(), "1"),
            "share of values used": (part["used"].sum() / present.sum(), "1"),
            f"fewest used days of a {place}": (part["used"].sum("time").min(), "d"),
            "least": (values.min(), units),
            "mean": (values.mean(), units),
            "greatest": (values.max(), units),
        }
        for flag in flags_of(part):
            share = (has_flag(part, flag) & present).sum() / present.sum()
            statistics[f"share of values flagged {flag}"] = (share, "1")
        rows += [
            ("observed", what, float(value), unit, f"{period} period")
            for what, (value, unit) in statistics.items()
        ]
    return rows


def _alignment(observations: xr.Dataset, precipitation: xr.DataArray) -> list[Row]:
    """Correlation of a change of the observed value with the rain of its day and the day before.

    It tells whether an observation belongs to the state at the start or at the end of its day.
    """
    observed = observations["observed"].transpose("cell", "time").to_numpy()
    days = precipitation.sel(time=observations["time"])
    rain = days.transpose("cell", "time").to_numpy()
    change = np.diff(observed, axis=1)[:, 1:]
    both = np.isfinite(change)
    rows: list[Row] = []
    for day, water in (("the same day", rain[:, 2:]), ("the day before", rain[:, 1:-1])):
        with np.errstate(invalid="ignore"):  # not a number where rain never changes
            r = float(np.corrcoef(change[both], water[both])[0, 1])
        what = f"correlation of change with rain of {day}"
        rows.append(("observed", what, r, "1", "all pairs of observations one day apart"))
    return rows


def _ranges(ds: xr.Dataset, names: list[str]) -> list[Row]:
    """Least, mean and greatest of each variable."""
    return [
        (name, statistic, float(getattr(ds[name], method)()), ds[name].attrs["units"], "")
        for name in names
        for statistic, method in (("least", "min"), ("mean", "mean"), ("greatest", "max"))
    ]


def _classes(attributes: xr.Dataset, place: str) -> list[Row]:
    """How many places are of each class."""
    rows: list[Row] = []
    for name in class_names(attributes):
        codes, counts = np.unique(attributes[name], return_counts=True)
        rows += [
            (name, f"class {code}", int(count), f"{place}s", "")
            for code, count in zip(codes, counts, strict=True)
        ]
    return rows
