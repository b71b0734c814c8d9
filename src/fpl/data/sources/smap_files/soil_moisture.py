"""SMAP surface soil moisture and its flags."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr

from fpl.data import schema
from fpl.data.sources.smap_files import raw
from fpl.data.sources.smap_files.variables import VARIABLES
from fpl.errors import ConfigError

FLAGS = {"frozen": 1, "at_ceiling": 2, "stuck_cell": 4}


def build(
    manifest: Mapping[str, str | None], years: Sequence[int], coordinates: xr.Dataset
) -> xr.DataArray:
    """SMAP morning overpass, m3 m-3 (cell, time), all upstream cells, NaN where missing."""
    values, time = raw.read_years(manifest, "SMAP_AM", years, coordinates.sizes["cell"])
    array = xr.DataArray(
        values.astype(np.float32), dims=("cell", "time"), coords=coordinates.coords, name="observed"
    )
    return array.assign_coords(time=time)


def ceiling(soil_moisture: xr.DataArray, *, least_times: int, tolerance: float) -> xr.DataArray:
    """A cell's ceiling, m3 m-3 (cell): its maximum, if reached ``least_times``; NaN elsewhere.

    A retrieval that is clipped at the cell's porosity gives the same largest value again and again;
    a free one reaches its maximum once.
    """
    largest = soil_moisture.max("time")
    times = (soil_moisture >= largest - tolerance).sum("time")
    return largest.where(times >= least_times)


def flag(
    soil_moisture: xr.DataArray,
    air_temperature: xr.DataArray,
    *,
    frozen_below_degc: float,
    ceiling_least_times: int,
    ceiling_tolerance: float,
    stuck_share: float,
    exclude_flags: Sequence[str],
) -> xr.Dataset:
    """Soil moisture with ``quality_flag`` and ``used`` (cell, time).

    air_temperature : degC (cell, time), must cover the days of soil moisture.
    frozen : daily mean air temperature below ``frozen_below_degc``;
    at_ceiling : the value is at the cell's ceiling;
    stuck_cell : at least ``stuck_share`` of the cell's values are at its ceiling (all days of the
    cell). ``used`` is 1 where a value is present and none of ``exclude_flags`` is set.
    """
    unknown = [name for name in exclude_flags if name not in FLAGS]
    if unknown:
        raise ConfigError(f"data.exclude_flags: unknown {unknown}: expected some of {list(FLAGS)}")
    present = soil_moisture.notnull()
    top = ceiling(soil_moisture, least_times=ceiling_least_times, tolerance=ceiling_tolerance)
    at_ceiling = soil_moisture >= top - ceiling_tolerance
    stuck = at_ceiling.sum("time") >= stuck_share * present.sum("time").clip(min=1)
    frozen = air_temperature.sel(time=soil_moisture.time) < frozen_below_degc
    flags = (
        frozen * FLAGS["frozen"]
        + at_ceiling * FLAGS["at_ceiling"]
        + (stuck & present.any("time")) * FLAGS["stuck_cell"]
    )
    excluded = sum(FLAGS[name] for name in exclude_flags)
    used = present & ((flags.astype(int) & excluded) == 0)
    ds = xr.Dataset(
        {
            "observed": soil_moisture.astype(np.float32),
            "quality_flag": flags.transpose("cell", "time").astype(np.int8),
            "used": used.astype(np.int8),
        }
    )
    ds["quality_flag"].attrs = {
        "flag_masks": np.array(list(FLAGS.values()), dtype=np.int8),
        "flag_meanings": " ".join(FLAGS),
    }
    ds["used"].attrs = {"excluded_flags": " ".join(exclude_flags)}
    return schema.described(ds, VARIABLES)


def rules(data: Mapping[str, Any]) -> dict[str, Any]:
    """The keywords of :func:`flag` from the section ``data`` of a case."""
    return {
        "frozen_below_degc": data["frozen_below_degc"],
        "ceiling_least_times": data["ceiling"]["least_times"],
        "ceiling_tolerance": data["ceiling"]["tolerance_m3_m3"],
        "stuck_share": data["stuck_share"],
        "exclude_flags": data["exclude_flags"],
    }
