"""The quality table: for each place of a source, what its data hold and whether it is kept."""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from fpl.data import split
from fpl.errors import DataError

logger = logging.getLogger(__name__)

WHERE = ("cell", "lat", "lon", "row", "column")  # row and column of a lattice only


def table(
    observed: xr.Dataset,
    periods: Mapping[str, Any],
    *,
    drop_cells: Sequence[int] = (),
    least_valid_days: int = 0,
    place: str = "cell",
    of_place: Mapping[str, ArrayLike] | None = None,
    of_values: Mapping[str, ArrayLike] | None = None,
) -> pd.DataFrame:
    """Facts and verdict for each place of ``observed``, the observations of a whole source.

    periods : name -> period, with training and test. Shares are of the days of the period
    (valid_share_*) or of all days (missing_share). ``of_place`` and ``of_values`` are facts
    (cell,) that a source adds, about where its places are and about its values. A place, called
    ``place`` in messages, is not kept if its number is in ``drop_cells`` or it has fewer than
    ``least_valid_days`` used values in either period; the reason is in the table and in the log.
    DataError for a number in drop_cells that no place has.
    """
    cells = observed["cell"].to_numpy()
    strange = sorted(set(drop_cells) - set(cells.tolist()))
    if strange:
        raise DataError(
            f"data.drop_cells: no {place} {strange}: expected numbers {cells.min()}..{cells.max()}"
        )
    present, used = observed["observed"].notnull(), observed["used"] == 1
    days = {
        name: split.period_index(observed["time"], periods[name]) for name in ("training", "test")
    }
    columns: dict[str, ArrayLike] = {
        name: observed[name] for name in WHERE if name in observed.coords
    }
    columns |= dict(of_place or {})
    for name, index in days.items():
        columns[f"valid_share_{name}"] = present.isel(time=index).mean("time")
    columns["missing_share"] = 1.0 - present.mean("time")
    columns |= dict(of_values or {})
    for name, index in days.items():
        columns[f"used_days_{name}"] = used.isel(time=index).sum("time")
    facts = pd.DataFrame({name: np.asarray(column) for name, column in columns.items()})
    name = observed["observed"].attrs.get("long_name", "observation")
    reasons = _reasons(facts, set(drop_cells), least_valid_days, name)
    facts["kept"] = [int(reason == "") for reason in reasons]
    facts["reason"] = reasons
    for cell, reason in facts.loc[facts["kept"] == 0, ["cell", "reason"]].itertuples(index=False):
        logger.warning("%s %d left out: %s", place, cell, reason)
    return facts


def kept_cells(quality: pd.DataFrame, place: str = "cell") -> NDArray[np.int64]:
    """Numbers of the kept places. DataError, which says why each is left out, if none is kept."""
    kept = quality.loc[quality["kept"] == 1, "cell"].to_numpy()
    if len(kept) == 0:
        first = quality.iloc[0]
        raise DataError(
            f"no {place} is left of {len(quality)}: all were dropped or have too few values "
            f"({place} {first['cell']}: {first['reason']}); see data.least_valid_days, the periods "
            "and, of a generated world, data.gap_share"
        )
    return kept.astype(np.int64)


def write(quality: pd.DataFrame, path: str | Path) -> None:
    """Write the table as csv, numbers with six digits."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    quality.to_csv(path, index=False, float_format="%.6g")


def _reasons(facts: pd.DataFrame, dropped: set[int], least: int, observed: str) -> list[str]:
    """Why each place is left out, an empty text where it is kept."""
    reasons = []
    for row in facts.to_dict("records"):
        if row["cell"] in dropped:
            reasons.append("in data.drop_cells")
        elif row["missing_share"] == 1.0:
            reasons.append(f"no {observed} at all")
        else:
            few = [name for name in ("training", "test") if row[f"used_days_{name}"] < least]
            counts = ", ".join(f"{row[f'used_days_{name}']} used days in {name}" for name in few)
            reasons.append(f"{counts}; expected at least {least}" if few else "")
    return reasons
