"""From raw csv to the four files of a dataset."""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from fpl.data import attributes as attributes_of
from fpl.data import ease2, quality, raw, schema, store
from fpl.data import forcing as forcing_of
from fpl.data import soil_moisture as soil_moisture_of

logger = logging.getLogger(__name__)


def prepare(
    *,
    manifest: str | Path,
    forcing: str | Path,
    observations: str | Path,
    attributes: str | Path,
    quality_table: str | Path,
    settings: Mapping[str, Any],
    periods: Mapping[str, Any],
    config_sha256: str = "",
) -> None:
    """Write forcing.nc, observations.nc, attributes.nc of the kept cells and quality.csv of all.

    manifest : json of the rule `fetch`; settings : the section `data` of the configuration.
    DataError for damaged files, forcing outside its bounds or attributes missing in a kept cell.
    """
    files = raw.read_manifest(manifest)
    where = coordinates(files, settings["elevation"])
    weather = forcing_of.build(files, settings["forcing_years"], where)
    observed = soil_moisture_of.flag(
        soil_moisture_of.build(files, settings["soil_moisture_years"], where),
        weather["air_temperature"],
        frozen_below_degc=settings["frozen_below_degc"],
        ceiling_least_times=settings["ceiling"]["least_times"],
        ceiling_tolerance=settings["ceiling"]["tolerance_m3_m3"],
        stuck_share=settings["stuck_share"],
        exclude_flags=settings["exclude_flags"],
    )
    found = quality.table(
        observed,
        periods,
        drop_cells=settings["drop_cells"],
        least_valid_days=settings["least_valid_days"],
    )
    kept = quality.kept_cells(found)
    logger.info("%d of %d cells kept", len(kept), len(found))
    weather = weather.sel(cell=kept)
    forcing_of.check_bounds(weather, settings["bounds"])
    constants = attributes_of.finished(attributes_of.build(files, where).sel(cell=kept))
    for kind, ds, path in (
        ("forcing", weather, forcing),
        ("observations", observed.sel(cell=kept), observations),
        ("attributes", constants, attributes),
    ):
        store.write(schema.check(ds, kind), path, config_sha256=config_sha256, dataset="smap")
    Path(quality_table).parent.mkdir(parents=True, exist_ok=True)
    found.to_csv(quality_table, index=False, float_format="%.6g")


def coordinates(files: Mapping[str, str | None], elevation: Mapping[str, Any]) -> xr.Dataset:
    """Coordinates (cell) of all upstream cells: number, place, grid row and column, elevation."""
    latitude, longitude = raw.read_coordinates(raw.locate(dict(files), "crd"))
    row, column = ease2.row_column(latitude, longitude)
    metres = forcing_of.interpolated_elevation(latitude, longitude, elevation)
    made = xr.Dataset(
        coords={
            "cell": np.arange(len(latitude)),
            "lat": ("cell", latitude),
            "lon": ("cell", longitude),
            "row": ("cell", row),
            "column": ("cell", column),
            "elevation": ("cell", metres),
        }
    )
    return schema.described(made)
