"""Flags of the observations by the CF convention: bits of an integer, named in its attributes."""

import numpy as np
import xarray as xr

from fpl.errors import DataError


def flags_of(observations: xr.Dataset) -> dict[str, int]:
    """Name -> bit of each flag of ``quality_flag``; empty where a source has no such variable."""
    if "quality_flag" not in observations:
        return {}
    attrs = observations["quality_flag"].attrs
    names = str(attrs.get("flag_meanings", "")).split()
    return dict(zip(names, np.atleast_1d(attrs.get("flag_masks", [])).tolist(), strict=True))


def has_flag(observations: xr.Dataset, name: str) -> xr.DataArray:
    """Where a flag is set (cell, time). DataError for a flag that the observations do not have."""
    known = flags_of(observations)
    if name not in known:
        raise DataError(
            f"no flag {name!r}: expected one that quality_flag names in its attribute "
            f"flag_meanings, which are: {' '.join(known) or 'none'}"
        )
    return (observations["quality_flag"].astype(int) & known[name]) > 0
