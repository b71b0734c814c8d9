"""The ground heat flux of VIC 5's water-balance mode ("quick ground flux", Liang et al. 1999).

Equations: VIC 5.1 (UW-Hydro/VIC commit 8f6cc066, ``func_surf_energy_bal.c``,
``estimate_T1.c``, ``soil_conduction.c``). VIC adds ground heat flux and heat storage to the energy
available for evaporation even in water-balance mode, with the air temperature for the surface's.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

DAMPING_DEPTH = 4.0  # m, VIC's usual dp
PARTICLE_DENSITY = 2650.0  # kg m-3
SECONDS_PER_DAY = 86400.0
ATTENUATION = 0.5  # of radiation in the canopy, VIC's library: rad_atten
DRIEST = 1e-6  # least share of pores that hold water: keeps its logarithm finite


@dataclass(frozen=True)
class Horizon:
    """Porosity (1), and conductivity dry and saturated (W m-1 K-1)."""

    porosity: Tensor
    dry: Tensor
    saturated: Tensor


@dataclass(frozen=True)
class SoilHeat:
    """Thermal constants: depth of layer 1 (m), its soil and that of layer 2, temperature at the
    damping depth (degC)."""

    depth: Tensor
    upper: Horizon
    lower: Horizon
    deep_temperature: Tensor


def horizon(porosity: Tensor, quartz: Tensor) -> Horizon:
    """Thermal constants from porosity and the quartz share of the solids (Johansen 1975)."""
    bulk = (1.0 - porosity) * PARTICLE_DENSITY
    other = torch.where(quartz < 0.2, torch.full_like(quartz, math.log(3.0)), math.log(2.2))
    solid = quartz * math.log(7.7) + (1.0 - quartz) * other
    return Horizon(
        porosity=porosity,
        dry=(0.135 * bulk + 64.7) / (PARTICLE_DENSITY - 0.947 * bulk),
        saturated=torch.exp((1.0 - porosity) * solid + porosity * math.log(0.57)),
    )


def conductivity(share: Tensor, soil: Horizon) -> Tensor:
    """Conductivity (W m-1 K-1) at that share of the pores filled with water."""
    kersten = 0.7 / math.log(10.0) * torch.log(share.clamp(min=DRIEST)) + 1.0
    return torch.maximum(soil.dry, soil.dry + (soil.saturated - soil.dry) * kersten)


def capacity(share: Tensor, soil: Horizon) -> Tensor:
    """Volumetric heat capacity (J m-3 K-1) at that share of the pores filled with water."""
    water = soil.porosity * share
    return 2.0e6 * (1.0 - soil.porosity) + 4.2e6 * water + 1.3e3 * (soil.porosity - water)


def shading(cover: Tensor, lai: Tensor) -> Tensor:
    """Share of the radiation that reaches the ground through a canopy of ``lai`` over ``cover``."""
    return (1.0 - cover) + cover * torch.exp(-ATTENUATION * lai)


def ground_heat(
    temperature: Tensor,
    before: Tensor,
    soil_before: Tensor,
    shares: tuple[Tensor, Tensor],
    shaded: Tensor,
    heat: SoilHeat,
) -> tuple[Tensor, Tensor]:
    """Heat from the ground (W m-2, positive towards the surface) and soil temperature (degC).

    temperature, before : surface today and yesterday (degC); soil_before : at the bottom of layer 1
    yesterday (degC); shares : of the pores filled with water in layers 1 and 2; shaded : see
    :func:`shading`. The sum of ground heat flux and change of heat storage, as VIC adds it.
    """
    k1, k2 = conductivity(shares[0], heat.upper), conductivity(shares[1], heat.lower)
    c1, c2 = capacity(shares[0], heat.upper), capacity(shares[1], heat.lower)
    d = heat.depth
    reach = torch.exp(-d / DAMPING_DEPTH)
    below = 1.0 - reach
    stored = c2 * (DAMPING_DEPTH / d) * below / SECONDS_PER_DAY
    upper, lower = k1 / (2.0 * d * d), k2 / (d * d) * below
    # the weight of T2 is half of VIC's a2 k2 / D2, that of its a3 / (2 D) included
    weights = stored + lower + (k1 - k2 + k2 * reach) / (2.0 * d * d)
    soil = (
        upper * temperature + stored * soil_before + 0.5 * lower * heat.deep_temperature
    ) / weights
    flux = 0.5 * (k1 / d * (soil - temperature) + k2 / d * below * (heat.deep_temperature - soil))
    storage = c1 * ((before + soil_before) - (temperature + soil)) * d / (2.0 * SECONDS_PER_DAY)
    return shaded * flux + storage, soil
