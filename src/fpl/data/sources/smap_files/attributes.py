"""Static attributes of the cells."""

from collections.abc import Mapping

import numpy as np
import xarray as xr

from fpl.data import schema
from fpl.data.classes import with_one_hot
from fpl.data.manifest import locate
from fpl.data.sources.smap_files import raw
from fpl.data.sources.smap_files.variables import VARIABLES
from fpl.errors import DataError

UPSTREAM_NAMES = {
    "sand": "Sand",
    "silt": "Silt",
    "clay": "Clay",
    "bulk_density": "Bulk",
    "water_capacity": "Capa",
    "ndvi": "NDVI",
    "roughness": "flag_roughness",
    "smap_albedo": "flag_albedo",
    "vegetation_density": "flag_vegDense",
    "water_fraction": "flag_waterbody",
    "land_cover": "flag_landcover",
    "extra_flag": "flag_extraOrd",
}
CLASSES = {"land_cover": range(1, 18), "extra_flag": range(0, 7)}


def build(manifest: Mapping[str, str | None], coordinates: xr.Dataset) -> xr.Dataset:
    """Attributes (cell) of all upstream cells, still as floats: NaN where upstream has none."""
    cells = coordinates.sizes["cell"]
    values = {
        name: ("cell", raw.read_matrix(locate(manifest, upstream), cells, 1)[:, 0])
        for name, upstream in UPSTREAM_NAMES.items()
    }
    return xr.Dataset(values, coords=coordinates.coords)


def finished(attributes: xr.Dataset) -> xr.Dataset:
    """Attributes as stored: float32, classes as integers and one-hot, with units.

    DataError where one is missing.
    """
    missing = [
        f"{name} in cells {attributes.cell.to_numpy()[absent].tolist()}"
        for name in UPSTREAM_NAMES
        if (absent := attributes[name].isnull().to_numpy()).any()
    ]
    if missing:
        raise DataError(
            "expected every attribute of every kept cell, missing: "
            + "; ".join(missing)
            + ". Add these cells to data.drop_cells"
        )
    single = attributes.map(lambda values: values.astype(np.float32))
    return schema.described(with_one_hot(single, CLASSES), VARIABLES)
