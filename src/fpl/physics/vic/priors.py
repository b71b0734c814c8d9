"""What is known of VIC's parameters at a place before any calibration."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fpl.models.vic import HORIZON, PARAMETERS
from fpl.physics.demand import (
    BARE_DISPLACEMENT,
    BARE_ROUGHNESS,
    WIND_HEIGHT,
    exposed_resistance_times_wind,
    resistance_times_wind,
)
from fpl.physics.soil_properties import soil_properties
from fpl.physics.vegetation import cover_fraction, root_decay, vegetation

Cells = NDArray[np.float64]
OVERPASS_HOUR = 9.0  # local solar time
TOWER_HEIGHT = 50.0  # m, height of the wind over trees in VIC's vegetation library


@dataclass(frozen=True)
class Place:
    """What priors rest on, each ``(cell,)``: sand and clay in percent, bulk density in g cm-3, the
    mean NDVI, the IGBP class of the land cover, elevation in m, mean air temperature in degC and
    longitude in degrees east."""

    sand: Cells
    clay: Cells
    bulk_density: Cells
    ndvi: Cells
    land_cover: NDArray[np.integer]
    elevation: Cells
    mean_temperature: Cells
    longitude: Cells


def priors(place: Place) -> dict[str, Cells]:
    """Every parameter of VIC at every cell: from texture, land cover and NDVI where they tell
    something, else the table's default. Sources: see ``soil_properties`` and ``vegetation``.
    """
    cells = len(place.sand)
    values = {p.name: np.full(cells, p.default) for p in PARAMETERS}
    soil = soil_properties(sand=place.sand, clay=place.clay, bulk_density=place.bulk_density)
    values["porosity"] = soil.porosity
    values["expt"] = soil.expt
    values["Ksat"] = soil.ksat
    values["bubbling"] = soil.saturated_suction
    values["Wcr"] = soil.Wcr
    values["Wpwp_ratio"] = soil.Wpwp / soil.Wcr
    values["resid_ratio"] = soil.residual / soil.wilting_point
    # ASSUME all layers share one texture
    values |= {f"{name}_deep": values[name].copy() for name in HORIZON}
    values["root_a"], values["root_b"] = root_decay(place.land_cover).T
    values["cover"] = cover_fraction(place.ndvi)
    values |= _plants(place)
    # ASSUME all sand is quartz and nothing else is (VIC's usual choice)
    values["quartz"] = place.sand / 100.0
    values["deep_temperature"] = place.mean_temperature
    values["elevation"] = place.elevation
    values["overpass"] = overpass(place.longitude)
    return values


def overpass(longitude: Cells) -> Cells:
    """Share of the day, in UTC, before a satellite's pass at one local solar time.

    # ASSUME the hour of 9. SMAP descends at 6, but precipitation and evaporation are not even over
    the day: of the hours 6 to 10, those from 8 fit the training year best, and hardly differ. In
    that year, too, SMAP sees less of the same day's rain the further east, as it must.
    """
    return np.asarray(np.clip((OVERPASS_HOUR - longitude / 15.0) / 24.0, 0.0, 1.0))


def _plants(place: Place) -> dict[str, Cells]:
    """Resistances of the vegetation of each cell's class; a bare cell is its own surface."""
    plants = vegetation(place.land_cover)
    rough = [
        (z0, d, TOWER_HEIGHT if tall else WIND_HEIGHT)
        for z0, d, tall in zip(plants.roughness, plants.displacement, plants.overstory, strict=True)
    ]
    bare = cover_fraction(place.ndvi) == 0.0
    ground = exposed_resistance_times_wind(
        roughness=BARE_ROUGHNESS, displacement=BARE_DISPLACEMENT, wind_height=WIND_HEIGHT
    )
    exposed = [
        exposed_resistance_times_wind(roughness=z0, displacement=d, wind_height=height)
        for z0, d, height in rough
    ]
    return {
        "rmin": plants.rmin,
        "rgl": plants.rgl,
        "rarc": plants.rarc,
        "canopy_drag": np.array(
            [resistance_times_wind(roughness=z0, displacement=d) for z0, d, _ in rough]
        ),
        "soil_drag": np.where(bare, ground, exposed),
    }
