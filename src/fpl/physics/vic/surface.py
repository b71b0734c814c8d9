"""The land surface of VIC 5: its constants, net radiation, and what the air asks of it."""

from dataclasses import dataclass
from typing import NamedTuple

from torch import Tensor

from fpl.physics import demand
from fpl.physics.process_model import Fields
from fpl.physics.vic.canopy import Canopy
from fpl.physics.vic.soil_column import Layers


@dataclass(frozen=True)
class Surface:
    """Constants of the land surface, each ``(cell,)``.

    cover : vegetated share; roots : share in each layer; rmin, rarc : s m-1; rgl : W m-2;
    canopy_drag, soil_drag : aerodynamic resistance times wind speed (1) of plants and of the soil
    between them; elevation : m; melt_factor : mm d-1 K-1.
    """

    cover: Tensor
    roots: Layers
    rmin: Tensor
    rgl: Tensor
    rarc: Tensor
    canopy_drag: Tensor
    soil_drag: Tensor
    elevation: Tensor
    melt_factor: Tensor


class Demand(NamedTuple):
    """Potential evaporation of the day, soil-water limits and interception aside: what sets that of
    a dry canopy, and that of a wet canopy and of bare soil (mm/d)."""

    canopy: Canopy
    wet_canopy: Tensor
    bare: Tensor


def net_radiation(forcing: Fields) -> Tensor:
    """Net radiation (W m-2)."""
    return demand.net_radiation(
        absorbed=(1.0 - forcing["albedo"]) * forcing["shortwave"],
        longwave=forcing["longwave"],
        temperature=forcing["air_temperature"],
    )


def potential(forcing: Fields, surface: Surface, available: Tensor, shaded: Tensor) -> Demand:
    """What the air asks of canopy and soil; ``available`` energy in W m-2."""
    temperature, vpd = forcing["air_temperature"], forcing["vapour_pressure_deficit"]
    air = demand.air_of(temperature=temperature, vpd=vpd, elevation=surface.elevation)
    leaves = demand.stomata(
        absorbed=(1.0 - forcing["albedo"]) * forcing["shortwave"],
        temperature=temperature,
        vpd=vpd,
        lai=forcing["leaf_area_index"],
        rmin=surface.rmin,
        rgl=surface.rgl,
    )
    f = surface.cover
    mixed_drag = 1.0 / (f / surface.canopy_drag + (1.0 - f) / surface.soil_drag)
    ra = surface.canopy_drag / forcing["wind_speed"]
    return Demand(
        canopy=Canopy(air, available, ra, surface.rarc, leaves),
        wet_canopy=demand.penman_monteith(
            available=available, air=air, ra=ra, rc=0.0, rarc=surface.rarc
        ),
        bare=demand.penman_monteith(
            available=shaded * available,
            air=air,
            ra=mixed_drag / forcing["wind_speed"],
            rc=0.0,
            rarc=demand.BARE_RARC,
        ),
    )
