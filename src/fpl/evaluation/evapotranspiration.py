"""Simulated evapotranspiration beside independent estimates: a check, never an objective.

Estimates and simulation are of different years. So three things are compared: means over matched
cells, their correlation over cells, and for basins the share of precipitation that evaporates,
each with the precipitation of its own years, from which most of the difference of years drops out.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import xarray as xr

from fpl.config import Evapotranspiration
from fpl.data.climate import DAYS_A_YEAR
from fpl.errors import DataError
from fpl.evaluation import fluxes
from fpl.evaluation.bootstrap import PERCENTILES

TOLERANCE_PERCENT = 15.0  # what issue and table call "within 15 percent"
BOTH = "both"  # training and test year together
QUANTITIES = {"et": "mm yr-1", "et_per_p": "1"}


def annual(
    evapotranspiration: xr.DataArray,
    precipitation: xr.DataArray,
    periods: Mapping[str, Mapping[str, object]],
) -> pd.DataFrame:
    """Means (mm yr-1) of each cell in each period and in all periods together.

    Both arrays (cell, time) in mm d-1; precipitation may have more cells and days. Columns: cell,
    period, simulated_mm_yr, simulated_p_mm_yr. DataError if a period has no day, or a NaN.
    """
    rain = precipitation.sel(cell=evapotranspiration["cell"], time=evapotranspiration["time"])
    time = pd.DatetimeIndex(evapotranspiration["time"].values)
    days = {
        name: (time >= str(period["start"])) & (time <= str(period["end"]))
        for name, period in periods.items()
    }
    days[BOTH] = np.any(list(days.values()), axis=0)
    tables = [_means(evapotranspiration, rain, chosen, name) for name, chosen in days.items()]
    return pd.concat(tables, ignore_index=True)


def _means(et: xr.DataArray, rain: xr.DataArray, days: np.ndarray, name: str) -> pd.DataFrame:
    values = et.transpose("cell", "time").values[:, days].astype(float)
    if not days.any() or not np.isfinite(values).all():
        raise DataError(
            f"expected evapotranspiration on every day of the period {name!r}, got {days.sum()} "
            f"days and {int((~np.isfinite(values)).sum())} missing values; simulate again "
            "for these periods"
        )
    water = rain.transpose("cell", "time").values[:, days].astype(float)
    return pd.DataFrame(
        {
            "cell": et["cell"].values,
            "period": name,
            "simulated_mm_yr": DAYS_A_YEAR * values.mean(axis=1),
            "simulated_p_mm_yr": DAYS_A_YEAR * water.mean(axis=1),
        }
    )


def pairs(simulated: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """One row a period and a tower or gauge whose cell is simulated.

    simulated : as :func:`annual` gives it; reference : et_reference.csv.
    """
    names = {"et_mm_yr": "reference_mm_yr", "p_mm_yr": "reference_p_mm_yr"}
    matched = reference.rename(columns=names).merge(simulated, on="cell", how="inner")
    if matched.empty:
        raise DataError(
            "expected simulated cells with a tower or gauge near them, got none of "
            f"{reference['cell'].nunique()}; both must come from the same prepared data"
        )
    return matched


def summarise(paired: pd.DataFrame, settings: Evapotranspiration) -> pd.DataFrame:
    """Compare means over cells: a row for each period, source and quantity.

    A cell counts once, however many towers or gauges it has: they are averaged first, and in
    ``pooled`` then the two sources of a cell; ``tower_shared`` and ``water_balance_shared`` are at
    the cells that have both, and so show how far the estimates themselves differ.
    ``bias_percent`` is of the mean over cells; its interval (95 %) comes from drawing cells anew.
    ``r`` is the correlation over cells.
    """
    rows = []
    for period, table in paired.groupby("period", sort=False):
        for quantity in QUANTITIES:
            values = _values(table, quantity)
            cells = values.groupby(["source", "cell"], sort=True)[["simulated", "reference"]].mean()
            shared = cells.groupby("cell").filter(lambda both: len(both) > 1)
            sources = {
                "tower": cells.query("source == 'tower'"),
                "water_balance": cells.query("source == 'water_balance'"),
                "pooled": cells.groupby("cell").mean(),
                "tower_shared": shared.query("source == 'tower'"),
                "water_balance_shared": shared.query("source == 'water_balance'"),
            }
            for source, means in sources.items():
                if means.empty or (quantity == "et_per_p" and source != "water_balance"):
                    continue
                row = {"period": period, "source": source, "quantity": quantity}
                row |= {"unit": QUANTITIES[quantity], "pairs": _count(values, source, means)}
                row |= {"cells": len(means)}
                rows.append(row | _compare(means, settings))
    return pd.DataFrame(rows)


def _count(values: pd.DataFrame, source: str, means: pd.DataFrame) -> int:
    """How many towers and basins are behind the means of a source."""
    if source != "pooled":
        values = values[values["source"] == source.removesuffix("_shared")]
    here = means.index.get_level_values("cell")
    return int(values["cell"].isin(here).sum())


def _values(table: pd.DataFrame, quantity: str) -> pd.DataFrame:
    """source, cell, simulated, reference of the pairs that have the quantity."""
    simulated, reference = table["simulated_mm_yr"], table["reference_mm_yr"]
    if quantity == "et_per_p":
        simulated = simulated / table["simulated_p_mm_yr"]
        reference = reference / table["reference_p_mm_yr"]
    return table[["source", "cell"]].assign(simulated=simulated, reference=reference).dropna()


def _compare(means: pd.DataFrame, settings: Evapotranspiration) -> dict[str, object]:
    simulated, reference = means["simulated"].to_numpy(), means["reference"].to_numpy()
    bias = fluxes.bias(simulated, reference)
    rng = np.random.default_rng(settings.seed)  # the same draws for every run on the same cells
    drawn = rng.integers(0, len(means), (settings.resamples, len(means)))
    low, high = np.percentile(fluxes.bias(simulated[drawn], reference[drawn]), PERCENTILES)
    varies = len(means) > 2 and simulated.std() > 0 and reference.std() > 0
    return {
        "simulated": simulated.mean(),
        "reference": reference.mean(),
        "bias_percent": bias,
        "bias_low": low,
        "bias_high": high,
        "r": np.corrcoef(simulated, reference)[0, 1] if varies else np.nan,
        "within_15_percent": bool(abs(bias) <= TOLERANCE_PERCENT),
    }
