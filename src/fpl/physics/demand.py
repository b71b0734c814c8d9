"""Evaporative demand as VIC 5 computes it: Penman-Monteith with Jarvis canopy resistance.

Equations and constants are those of VIC 5 (UW-Hydro/VIC commit 8f6cc066, ``vic_run``:
``penman.c``, ``svp.c``, ``calc_rc`` in ``canopy_evap.c``, ``CalcAerodynamic.c``). All functions are
pointwise and differentiable in torch, on any device, and broadcast (day, cell) against (cell,).
Rates of real places are in ``potential``.

# ASSUME surface temperature equals air temperature, as in VIC's water-balance mode.
# ASSUME no ground heat flux and heat storage, which VIC adds to the available energy even in that
mode. On the reference runs this raises the potential rates by 0.1 % (grass) and 0.6 % (bare) in
the mean, with 0.11 and 0.16 mm/d root mean square on single days.
# ASSUME trees use the resistance without overstory; VIC's wind profile in a canopy is left out.
"""

import math

import torch
from torch import Tensor

from fpl.physics.radiation import extraterrestrial

KELVIN = 273.15
STEFAN_BOLTZMANN = 5.67e-8  # W m-2 K-4, as in VIC
EMISSIVITY = 0.97  # VIC's emissivity of ground and vegetation, applied to outgoing radiation only
SECONDS_PER_DAY = 86400.0
HEAT_CAPACITY = 1013.0  # J kg-1 K-1, moist air
GAS_CONSTANT_OVER_GRAVITY = 287.0 / 9.81  # m K-1; dry air
LAPSE = 0.0065  # K m-1; VIC takes the temperature half-way down to sea level
VON_KARMAN = 0.4
HEIGHT = 2.0  # m, reference height of VIC's resistance without overstory
DISPLACEMENT_SHARE = 1.0 / 0.63 - 1.0  # VIC: reference height above the displacement height
LARGEST_RESISTANCE = 5000.0  # s m-1, VIC RSMAX
CLOSURE = 4000.0  # Pa, vapour pressure deficit at which stomata are shut
WIND_HEIGHT = 10.0  # m, of the NLDAS-2 wind
BARE_ALBEDO, BARE_ROUGHNESS, BARE_RARC = 0.2, 0.001, 100.0  # VIC: bare soil tile; 1, m, s m-1
BARE_DISPLACEMENT = 0.667 * BARE_ROUGHNESS / 0.123  # m, as in VIC
SUB_STEPS = 8  # sub-daily steps over which VIC averages the deficit (SNOW_STEPS of the reference)
HARGREAVES = 0.16  # K-0.5, interior regions; FAO-56 eq. 50


def saturation_vapour_pressure(temperature: Tensor) -> Tensor:
    """Saturation vapour pressure (Pa) at ``temperature`` (degC), VIC ``svp.c``; lower over ice."""
    water = 610.78 * torch.exp(17.269 * temperature / (237.3 + temperature))
    ice = 1.0 + 0.00972 * temperature + 4.2e-5 * temperature**2
    return water * torch.where(temperature < 0.0, ice, torch.ones_like(ice))


def saturation_slope(temperature: Tensor) -> Tensor:
    """Slope of the saturation vapour pressure (Pa K-1), VIC ``svp_slope``."""
    factor = 17.269 * 237.3 / (237.3 + temperature) ** 2
    return factor * saturation_vapour_pressure(temperature)


def net_radiation(
    *, shortwave: Tensor, longwave: Tensor, temperature: Tensor, albedo: Tensor | float
) -> Tensor:
    """Net radiation (W m-2); the surface radiates at air ``temperature`` (degC)."""
    outgoing = EMISSIVITY * STEFAN_BOLTZMANN * (temperature + KELVIN) ** 4
    return (1.0 - albedo) * shortwave + longwave - outgoing


def aerodynamic_resistance(*, wind: Tensor, roughness: Tensor, displacement: Tensor) -> Tensor:
    """Aerodynamic resistance (s m-1) without overstory, neutral air; calm air gives 1e20.

    wind : m s-1 (VIC's form does not depend on its height); roughness, displacement : m
    """
    above = HEIGHT + DISPLACEMENT_SHARE * displacement
    profile = torch.log(above / roughness) * torch.log(above / (0.1 * roughness)) / VON_KARMAN**2
    calm = wind <= 0.0
    return torch.where(calm, 1e20, profile / torch.where(calm, 1.0, wind))


def wind_over_bare_soil(wind: Tensor) -> Tensor:
    """Wind (m s-1) at 2 m over bare soil from ``wind`` at 10 m: logarithmic profile.

    VIC reduces the wind before it takes the resistance of exposed soil, whose form does not depend
    on height, so the resistance comes out 21 % larger. Its runs can only be met with it.
    """
    upper = math.log((WIND_HEIGHT - BARE_DISPLACEMENT) / BARE_ROUGHNESS)
    return wind * math.log((HEIGHT + BARE_ROUGHNESS) / BARE_ROUGHNESS) / upper


def canopy_resistance(
    *,
    shortwave: Tensor,
    temperature: Tensor,
    vpd: Tensor,
    lai: Tensor,
    albedo: Tensor,
    rmin: Tensor,
    rgl: Tensor,
    moisture_stress: Tensor | float = 1.0,
) -> Tensor:
    """Jarvis canopy resistance (s m-1), VIC ``calc_rc``; at most 5000.

    shortwave, rgl : W m-2; temperature : degC; vpd : Pa; rmin : s m-1; lai : m2 m-2 of vegetated
    area; moisture_stress : 0 (wilted) to 1 (unstressed).
    """
    light = (1.0 - albedo) * shortwave / rgl
    day = (1.0 + light) / (light + rmin / LARGEST_RESISTANCE)
    warm = torch.clamp(0.08 * temperature - 0.0016 * temperature**2, min=1e-10)
    humid = torch.clamp(1.0 - vpd / CLOSURE, min=0.1)
    shut = rmin * day  # dividing by max() instead of capping the quotient keeps gradients finite
    return shut / torch.maximum(lai * moisture_stress * warm * humid, shut / LARGEST_RESISTANCE)


def penman_monteith(
    *,
    available: Tensor,
    temperature: Tensor,
    vpd: Tensor,
    elevation: Tensor,
    ra: Tensor,
    rc: Tensor | float,
    rarc: Tensor | float,
) -> Tensor:
    """Penman-Monteith evaporation (mm d-1), VIC ``penman.c``; never negative while vpd >= 0.

    available : W m-2; temperature : degC; vpd : Pa; elevation : m; ra, rc, rarc : s m-1.
    Pressure follows from elevation and temperature, as in VIC.
    """
    slope = saturation_slope(temperature)
    latent = 2.501e6 - 2361.0 * temperature  # J kg-1
    scale_height = GAS_CONSTANT_OVER_GRAVITY * (temperature + KELVIN - 0.5 * LAPSE * elevation)
    pressure = 101325.0 * torch.exp(-elevation / scale_height)
    psychrometric = 1628.6 * pressure / latent  # Pa K-1
    density = 0.003486 * pressure / (275.0 + temperature)  # kg m-3
    numerator = slope * available + density * HEAT_CAPACITY * vpd / ra
    denominator = latent * (slope + psychrometric * (1.0 + (rc + rarc) / ra))
    rate = SECONDS_PER_DAY * numerator / denominator
    return torch.where(vpd >= 0.0, torch.clamp(rate, min=0.0), rate)


def diurnal_range(
    *, shortwave: Tensor, elevation: Tensor, latitude: Tensor, day_of_year: Tensor
) -> Tensor:
    """Estimate the daily temperature range (K) from clearness: Hargreaves, FAO-56 eq. 50 inverted.

    # ASSUME FAO-56's interior coefficient 0.16 everywhere and the clear-sky limit of its eq. 37;
    the relation is a monthly one, so single days are rough (coasts and windy days too large).
    """
    top = extraterrestrial(latitude=latitude, day_of_year=day_of_year)
    clear_sky = 0.75 + 2e-5 * elevation
    clearness = torch.minimum(shortwave / torch.clamp(top, min=1.0), clear_sky)
    return (clearness / HARGREAVES) ** 2


def vapour_pressure_deficit(
    *, temperature: Tensor, vapour_pressure: Tensor, temperature_range: Tensor
) -> Tensor:
    """Mean over 8 sub-steps of the deficit (Pa), each clipped at 0, as VIC averages it.

    temperature : degC, daily mean; vapour_pressure : Pa; temperature_range : K.
    # ASSUME temperature is a sine over the day and vapour pressure is constant. A range of 0 gives
    the deficit of the mean temperature, which is smaller.
    """
    total = torch.zeros_like(temperature)
    for step in range(SUB_STEPS):
        swing = 0.5 * math.sin(2.0 * math.pi * (step + 0.5) / SUB_STEPS)
        saturated = saturation_vapour_pressure(temperature + swing * temperature_range)
        total = total + torch.clamp(saturated - vapour_pressure, min=0.0)
    return total / SUB_STEPS
