"""What is known of VIC's parameters at a place before any calibration."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fpl.physics.soil_properties import soil_properties
from fpl.physics.vegetation import cover_fraction, root_fractions
from fpl.physics.vic.table import PARAMETERS

Cells = NDArray[np.float64]


@dataclass(frozen=True)
class Place:
    """Attributes that priors rest on, each ``(cell,)``: sand and clay in percent, bulk density in
    g cm-3, the mean NDVI and the IGBP class of the land cover."""

    sand: Cells
    clay: Cells
    bulk_density: Cells
    ndvi: Cells
    land_cover: NDArray[np.integer]


def priors(place: Place) -> dict[str, Cells]:
    """Every parameter of VIC at every cell: from texture, land cover and NDVI where they tell
    something, else the table's default. Sources: see ``soil_properties`` and ``vegetation``.

    # ASSUME the share of roots in a layer stays that of the default depths where a depth is
    calibrated: depth_1 is the depth that SMAP senses, not a place where roots are moved to.
    """
    cells = len(place.sand)
    made = {p.name: np.full(cells, p.default) for p in PARAMETERS}
    soil = soil_properties(sand=place.sand, clay=place.clay, bulk_density=place.bulk_density)
    made["porosity"] = soil.porosity
    made["expt"] = soil.expt
    made["Ksat"] = soil.ksat
    made["Wcr"] = soil.Wcr
    made["Wpwp_ratio"] = soil.Wpwp / soil.Wcr
    made["resid_ratio"] = soil.residual / soil.wilting_point
    depth = np.array([made[f"depth_{layer}"][0] for layer in (1, 2, 3)])
    roots = root_fractions(place.land_cover, depth)
    made["root_1"] = roots[:, 0]
    made["root_2"] = roots[:, 1] / (roots[:, 1] + roots[:, 2])
    made["cover"] = cover_fraction(place.ndvi)
    return made
