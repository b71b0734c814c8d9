"""Static attributes of the cells."""

from collections.abc import Mapping

import numpy as np
import xarray as xr

from fpl.data import raw, schema
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
        name: ("cell", raw.read_matrix(raw.locate(dict(manifest), upstream), cells, 1)[:, 0])
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
    return with_one_hot(attributes.map(lambda values: values.astype(np.float32)))


def with_one_hot(attributes: xr.Dataset) -> xr.Dataset:
    """Add land_cover_onehot (cell, 17 IGBP classes) and extra_flag_onehot (cell, 7 codes), float32.

    The classes themselves become integers. DataError for a class outside its range.
    """
    made = attributes.copy()
    for name, classes in CLASSES.items():
        codes = attributes[name].to_numpy()
        known = np.array(classes)
        strange = ~np.isin(codes, known)
        if strange.any():
            raise DataError(
                f"{name}: expected classes {known[0]}..{known[-1]}, got {codes[strange][0]} "
                f"in cell {int(attributes.cell[int(np.argmax(strange))])}"
            )
        made[name] = ("cell", codes.astype(np.int32))
        one_hot = (codes[:, None] == known).astype(np.float32)
        made[f"{name}_onehot"] = (("cell", f"{name}_class"), one_hot)
        made = made.assign_coords({f"{name}_class": known.astype(np.int32)})
        made[f"{name}_class"].attrs = {"units": "1", "long_name": f"class of {name}"}
    return schema.described(made)
