"""One day of VIC 5 in water-balance mode: surface, then soil column.

Order as in VIC: available energy, canopy, snow, evaporation from the moisture at the start of the
day, then the soil column with the day's inflow and evaporation. No feedback within the day.
"""

from typing import NamedTuple

import torch
from torch import Tensor

from fpl.physics.process_model import Fields
from fpl.physics.vic.bare_soil import bare_evaporation
from fpl.physics.vic.canopy import Sharing, interception, transpiration
from fpl.physics.vic.snow import Snow, snow_day, snow_free_share
from fpl.physics.vic.soil_column import Layers, Soil, soil_column
from fpl.physics.vic.soil_heat import SoilHeat, ground_heat, shading
from fpl.physics.vic.surface import Demand, Surface, net_radiation, potential

LEAST_COVER = 1e-6  # below it no canopy holds water: water per vegetated area stays finite


class Evaporation(NamedTuple):
    """Evaporation of the day in mm/d of the cell, and what else became of the rain."""

    canopy: Tensor
    transpired: Layers
    bare: Tensor
    canopy_water: Tensor
    throughfall: Tensor


class Conditions(NamedTuple):
    """The state at the start of the day that evaporation draws on, and the day's rain and leaves.

    moisture, canopy_water : mm of the cell; snow_free : share without snow, which alone evaporates;
    rain : mm/d; leaf_area : m2 m-2 of the vegetated area.
    """

    moisture: Layers
    canopy_water: Tensor
    snow_free: Tensor
    rain: Tensor
    leaf_area: Tensor


def evaporation(
    demand: Demand, day: Conditions, soil: Soil, surface: Surface, sharing: Sharing
) -> Evaporation:
    """Evaporation of the day: what the air asks for (``demand``) and the cell can give."""
    f = surface.cover
    leafy = f > LEAST_COVER  # else what was held drips: a cover that varies may have left water
    stored = torch.where(leafy, day.canopy_water / f.clamp(min=LEAST_COVER), 0.0)
    fallen = torch.where(leafy, 0.0, day.canopy_water)
    wet_rate = day.snow_free * demand.wet_canopy
    evaporated, dry, left, dripping = interception(stored, day.rain, day.leaf_area, wet_rate)
    t1, t2, t3 = transpiration(
        day.moisture, surface.roots, soil, demand.canopy, day.snow_free * dry, sharing
    )
    bare = bare_evaporation(
        day.snow_free * demand.bare, day.moisture[0], soil.wmax[0], soil.wres[0], soil.infilt
    )
    return Evaporation(
        canopy=f * evaporated,
        transpired=(f * t1, f * t2, f * t3),
        bare=(1.0 - f) * bare,
        canopy_water=f * left,
        throughfall=(1.0 - f) * day.rain + f * dripping + fallen,
    )


def vic_day(
    forcing: Fields,
    state: Fields,
    soil: Soil,
    heat: SoilHeat,
    surface: Surface,
    substeps: int,
    sharing: Sharing = "exact",
) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """State at the end of the day and outputs of the day; see ``fpl.physics.vic.model``."""
    temperature, lai = forcing["air_temperature"], forcing["leaf_area_index"]
    moisture = (state["w1"], state["w2"], state["w3"])
    snow = Snow(state["snow_ice"], state["snow_liquid"], state["cold_content"])
    shaded = shading(surface.cover, lai)
    radiation = net_radiation(forcing)
    from_ground, soil_temperature = ground_heat(
        temperature,
        state["surface_temperature"],
        state["soil_temperature"],
        (moisture[0] / soil.wmax[0], moisture[1] / soil.wmax[1]),
        shaded,
        heat,
    )
    rain = forcing["precipitation"] - forcing["snowfall"]
    evaporated = evaporation(
        potential(forcing, surface, radiation + from_ground, shaded),
        Conditions(moisture, state["canopy_water"], snow_free_share(snow), rain, lai),
        soil,
        surface,
        sharing,
    )
    snow, inflow = snow_day(
        snow, evaporated.throughfall, forcing["snowfall"], temperature, surface.melt_factor
    )
    t1, t2, t3 = evaporated.transpired
    column = soil_column(inflow, (t1 + evaporated.bare, t2, t3), moisture, soil, substeps)
    w1, w2, w3 = column.moisture
    e1, e2, e3 = column.evaporation
    after = {
        "w1": w1,
        "w2": w2,
        "w3": w3,
        "canopy_water": evaporated.canopy_water,
        "snow_ice": snow.ice,
        "snow_liquid": snow.liquid,
        "cold_content": snow.cold,
        "surface_temperature": temperature * torch.ones_like(w1),
        "soil_temperature": soil_temperature,
    }
    return after, {
        "evapotranspiration": evaporated.canopy + e1 + e2 + e3,
        "canopy_evaporation": evaporated.canopy,
        "transpiration": t1 + t2 + t3,
        "bare_evaporation": evaporated.bare,
        "runoff": column.runoff,
        "baseflow": column.baseflow,
        "throughfall": evaporated.throughfall,
        "inflow": inflow,
        "soil_water": w1 + w2 + w3,
        "canopy_water": evaporated.canopy_water,
        "snow_water_equivalent": snow.water_equivalent,
        "net_radiation": radiation,
        "ground_heat": from_ground,
    }
