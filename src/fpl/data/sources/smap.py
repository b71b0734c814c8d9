"""The source ``smap``: surface soil moisture of SMAP, forcing of NLDAS-2, as hydroDL ships them."""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from fpl.data import ease2, elevation, quality, schema, store
from fpl.data.bounds import check_bounds
from fpl.data.manifest import locate, read_manifest
from fpl.data.outlines import inside_conus
from fpl.data.sources.smap_files import attributes as attributes_of
from fpl.data.sources.smap_files import facts, raw
from fpl.data.sources.smap_files import forcing as forcing_of
from fpl.data.sources.smap_files import soil_moisture as soil_moisture_of
from fpl.data.sources.smap_files.variables import VARIABLES

logger = logging.getLogger(__name__)


def prepare(
    *,
    manifest: str | Path,
    forcing: str | Path,
    observations: str | Path,
    attributes: str | Path,
    quality_table: str | Path,
    settings: Mapping[str, Any],
    config_sha256: str = "",
    dataset: str = "smap",
) -> None:
    """Write forcing.nc, observations.nc, attributes.nc of the kept cells and quality.csv of all.

    manifest : json of the rule `fetch`; settings : the sections ``data`` and ``periods`` of the
    case, which is called ``dataset``. DataError for damaged files, forcing outside its bounds or
    attributes missing in a kept cell.
    """
    data = settings["data"]
    files = read_manifest(manifest)
    where = coordinates(files)
    weather = forcing_of.build(files, data["forcing_years"], where)
    observed = soil_moisture_of.flag(
        soil_moisture_of.build(files, data["soil_moisture_years"], where),
        weather["air_temperature"],
        **soil_moisture_of.rules(data),
    )
    judged = quality.table(
        observed,
        settings["periods"],
        drop_cells=data["drop_cells"],
        least_valid_days=data["least_valid_days"],
        of_place={"inside_conus": inside_conus(observed["lat"], observed["lon"]).astype(int)},
        of_values=facts.of_values(observed),
    )
    kept = quality.kept_cells(judged)
    logger.info("%d of %d cells kept", len(kept), len(judged))
    weather = weather.sel(cell=kept)
    check_bounds(weather, data["bounds"])
    constants = attributes_of.finished(attributes_of.build(files, where).sel(cell=kept))
    store.write_all(
        {
            "forcing": (weather, forcing),
            "observations": (observed.sel(cell=kept), observations),
            "attributes": (constants, attributes),
        },
        config_sha256=config_sha256,
        dataset=dataset,
    )
    quality.write(judged, quality_table)


def coordinates(files: Mapping[str, str | None]) -> xr.Dataset:
    """Coordinates (cell) of all upstream cells: number, place, grid row and column, elevation."""
    latitude, longitude = raw.read_coordinates(locate(files, "crd"))
    row, column = ease2.row_column(latitude, longitude)
    places = xr.Dataset(
        coords={
            "cell": np.arange(len(latitude)),
            "lat": ("cell", latitude),
            "lon": ("cell", longitude),
            "row": ("cell", row),
            "column": ("cell", column),
            "elevation": ("cell", elevation.at(latitude, longitude, elevation.read(files))),
        }
    )
    return schema.described(places, VARIABLES)
