"""What the quality table says of soil moisture beside what it says of any observation."""

import xarray as xr

from fpl.data.flags import has_flag


def of_values(observed: xr.Dataset) -> dict[str, xr.DataArray]:
    """Facts (cell,) of flagged soil moisture: the cell's ceiling (m3 m-3), whether it is stuck
    there, and the shares of the values present that are at the ceiling or of frozen days."""
    present = observed["observed"].notnull()
    values = present.sum("time").clip(min=1)
    at_ceiling = has_flag(observed, "at_ceiling")
    return {
        "ceiling": observed["observed"].max("time").where(at_ceiling.any("time")),
        "share_at_ceiling": at_ceiling.sum("time") / values,
        "stuck": has_flag(observed, "stuck_cell").any("time").astype(int),
        "frozen_share": (has_flag(observed, "frozen") & present).sum("time") / values,
    }
