"""The quality table: for each upstream cell, what was found and whether it is kept."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from fpl.data import split
from fpl.data.outlines import inside_conus
from fpl.data.soil_moisture import has_flag
from fpl.errors import DataError

logger = logging.getLogger(__name__)


def table(
    observed: xr.Dataset,
    periods: Mapping[str, Any],
    *,
    drop_cells: Sequence[int] = (),
    least_valid_days: int = 0,
) -> pd.DataFrame:
    """Facts and verdict for each cell of ``observed``: flagged soil moisture of all upstream cells.

    periods : name -> period, with training and test. Shares are of the days of the period
    (valid_share_*), of all days (missing_share), or of the values present (share_at_ceiling,
    frozen_share). A cell is not kept if it is in ``drop_cells`` or has fewer than
    ``least_valid_days`` used values in either period; the reason is in the table and in the log.
    DataError for a number in drop_cells that is no cell.
    """
    cells = observed["cell"].to_numpy()
    strange = sorted(set(drop_cells) - set(cells.tolist()))
    if strange:
        raise DataError(
            f"data.drop_cells: no cell {strange}: expected numbers {cells.min()}..{cells.max()}"
        )
    present, used = observed["observed"].notnull(), observed["used"] == 1
    values = present.sum("time").clip(min=1)
    at_ceiling = has_flag(observed, "at_ceiling")
    days = {
        name: split.period_index(observed["time"], periods[name]) for name in ("training", "test")
    }
    columns = {name: observed[name] for name in ("cell", "lat", "lon", "row", "column")}
    for name, index in days.items():
        columns[f"valid_share_{name}"] = present.isel(time=index).mean("time")
    columns["missing_share"] = 1.0 - present.mean("time")
    columns["ceiling"] = observed["observed"].max("time").where(at_ceiling.any("time"))
    columns["share_at_ceiling"] = at_ceiling.sum("time") / values
    columns["stuck"] = has_flag(observed, "stuck_cell").any("time").astype(int)
    columns["frozen_share"] = (has_flag(observed, "frozen") & present).sum("time") / values
    for name, index in days.items():
        columns[f"used_days_{name}"] = used.isel(time=index).sum("time")
    made = pd.DataFrame({name: column.to_numpy() for name, column in columns.items()})
    made.insert(5, "inside_conus", inside_conus(made["lat"], made["lon"]).astype(int))
    made["reason"] = _reasons(made, set(drop_cells), least_valid_days)
    made.insert(len(made.columns) - 1, "kept", (made["reason"] == "").astype(int))
    for cell, reason in made.loc[made["kept"] == 0, ["cell", "reason"]].itertuples(index=False):
        logger.warning("cell %d left out: %s", cell, reason)
    return made


def kept_cells(quality: pd.DataFrame) -> NDArray[np.int64]:
    """Numbers of the kept cells. DataError if none is left."""
    kept = quality.loc[quality["kept"] == 1, "cell"].to_numpy()
    if len(kept) == 0:
        raise DataError(
            "no cell is left: all were dropped or have too few values; see data.least_valid_days"
        )
    return kept.astype(np.int64)


def _reasons(made: pd.DataFrame, dropped: set[int], least: int) -> list[str]:
    """Why each cell is left out, an empty text where it is kept."""
    reasons = []
    for row in made.to_dict("records"):
        if row["cell"] in dropped:
            reasons.append("in data.drop_cells")
        elif row["missing_share"] == 1.0:
            reasons.append("no soil moisture at all")
        else:
            few = [name for name in ("training", "test") if row[f"used_days_{name}"] < least]
            counts = ", ".join(f"{row[f'used_days_{name}']} used days in {name}" for name in few)
            reasons.append(f"{counts}; expected at least {least}" if few else "")
    return reasons
