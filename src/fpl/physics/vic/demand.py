"""Evaporative demand as VIC 5 computes it: Penman-Monteith with Jarvis canopy resistance.

Equations and constants are those of VIC 5 (UW-Hydro/VIC commit 8f6cc066, ``vic_run``:
``penman.c``, ``svp.c``, ``calc_rc`` in ``canopy_evap.c``, ``CalcAerodynamic.c``). All functions are
pointwise and differentiable in torch, on any device, and broadcast (day, cell) against (cell,).

# ASSUME surface temperature equals air temperature, as in VIC's water-balance mode.
# ASSUME trees use the resistance without overstory; VIC's wind profile in a canopy is left out.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

KELVIN = 273.15
STEFAN_BOLTZMANN = 5.67e-8  # W m-2 K-4, as in VIC
EMISSIVITY = 0.97  # VIC's emissivity of ground and vegetation, applied to outgoing radiation only
SECONDS_PER_DAY = 86400.0
HEAT_CAPACITY = 1013.0  # J kg-1 K-1, moist air
GAS_CONSTANT = 6.02214e26 * 1.38065e-23 / 28.966  # J kg-1 K-1, dry air, from VIC's constants
GRAVITY = 9.80616  # m s-2, as in VIC
LAPSE = 0.0065  # K m-1; VIC takes the temperature half-way down to sea level
VON_KARMAN = 0.4
HEIGHT = 2.0  # m, reference height of VIC's resistance without overstory
DISPLACEMENT_SHARE = 1.0 / 0.63 - 1.0  # VIC: reference height above the displacement height
LARGEST_RESISTANCE = 5000.0  # s m-1, VIC RSMAX
CLOSURE = 4000.0  # Pa, vapour pressure deficit at which stomata are shut
WIND_HEIGHT = 10.0  # m, of the NLDAS-2 wind
BARE_ALBEDO, BARE_ROUGHNESS, BARE_RARC = 0.2, 0.001, 100.0  # VIC: bare soil; 1, m, s m-1
BARE_DISPLACEMENT = 0.667 * BARE_ROUGHNESS / 0.123  # m, of the bare tile
EXPOSED_DISPLACEMENT = 0.67 * BARE_ROUGHNESS / 0.123  # m, of soil between plants; VIC has both


def saturation_vapour_pressure(temperature: Tensor) -> Tensor:
    """Saturation vapour pressure (Pa) at ``temperature`` (degC), VIC ``svp.c``; lower over ice."""
    water = 610.78 * torch.exp(17.269 * temperature / (237.3 + temperature))
    ice = 1.0 + 0.00972 * temperature + 4.2e-5 * temperature**2
    return water * torch.where(temperature < 0.0, ice, torch.ones_like(ice))


def saturation_slope(temperature: Tensor) -> Tensor:
    """Slope of the saturation vapour pressure (Pa K-1), VIC ``svp_slope``."""
    factor = 17.269 * 237.3 / (237.3 + temperature) ** 2
    return factor * saturation_vapour_pressure(temperature)


def net_radiation(*, absorbed: Tensor, longwave: Tensor, temperature: Tensor) -> Tensor:
    """Net radiation (W m-2) from ``absorbed`` shortwave; the surface radiates at air
    ``temperature`` (degC)."""
    squared = (temperature + KELVIN) ** 2
    return absorbed + longwave - EMISSIVITY * STEFAN_BOLTZMANN * squared * squared


def resistance_times_wind(*, roughness: float, displacement: float) -> float:
    """Aerodynamic resistance without overstory, times the wind speed (1): neutral air.

    roughness, displacement : m. VIC's form does not depend on the height of the wind.
    """
    above = HEIGHT + DISPLACEMENT_SHARE * displacement
    return math.log(above / roughness) * math.log(above / (0.1 * roughness)) / VON_KARMAN**2


def exposed_resistance_times_wind(
    *, roughness: float, displacement: float, wind_height: float
) -> float:
    """As :func:`resistance_times_wind`, of bare soil under or between plants of that ``roughness``.

    VIC first reduces the wind from ``wind_height`` to 2 m by the logarithmic profile of the plants,
    although its form does not depend on height. Its runs can only be met with it. Bare ground is
    its own plant.
    """
    upper = math.log((wind_height - displacement) / roughness)
    reduced = math.log((HEIGHT + roughness) / roughness) / upper
    soil = resistance_times_wind(roughness=BARE_ROUGHNESS, displacement=EXPOSED_DISPLACEMENT)
    return soil / reduced


@dataclass(frozen=True)
class Stomata:
    """Jarvis canopy resistance of a day, but for soil moisture (VIC ``calc_rc``)."""

    shut: Tensor
    open: Tensor

    def resistance(self, moisture_stress: Tensor | float = 1.0) -> Tensor:
        """Canopy resistance (s m-1), at most 5000; stress from 0 (wilted) to 1 (unstressed)."""
        # dividing by max() instead of capping the quotient keeps gradients finite
        least = self.shut / LARGEST_RESISTANCE
        return self.shut / torch.maximum(self.open * moisture_stress, least)


def stomata(
    *, absorbed: Tensor, temperature: Tensor, vpd: Tensor, lai: Tensor, rmin: Tensor, rgl: Tensor
) -> Stomata:
    """How far light, warmth and humidity open the stomata.

    absorbed (shortwave), rgl : W m-2; temperature : degC; vpd : Pa; rmin : s m-1; lai : m2 m-2 of
    vegetated area.
    """
    light = absorbed / rgl
    day = (1.0 + light) / (light + rmin / LARGEST_RESISTANCE)
    warm = torch.clamp(0.08 * temperature - 0.0016 * temperature**2, min=1e-10)
    humid = torch.clamp(1.0 - vpd / CLOSURE, min=0.1)
    return Stomata(shut=rmin * day, open=lai * warm * humid)


@dataclass(frozen=True)
class Air:
    """What of the air Penman-Monteith needs: slope and psychrometric constant (Pa K-1), latent heat
    (J kg-1), density (kg m-3), vapour pressure deficit (Pa)."""

    slope: Tensor
    psychrometric: Tensor
    latent: Tensor
    density: Tensor
    vpd: Tensor


def air_of(*, temperature: Tensor, vpd: Tensor, elevation: Tensor) -> Air:
    """The air at ``temperature`` (degC), ``vpd`` (Pa) and ``elevation`` (m), VIC ``penman.c``.

    Pressure follows from elevation and temperature, as in VIC.
    """
    latent = 2.501e6 - 2361.0 * temperature
    scale_height = GAS_CONSTANT / GRAVITY * (temperature + KELVIN - 0.5 * LAPSE * elevation)
    pressure = 101325.0 * torch.exp(-elevation / scale_height)
    return Air(
        slope=saturation_slope(temperature),
        psychrometric=1628.6 * pressure / latent,
        latent=latent,
        density=0.003486 * pressure / (275.0 + temperature),
        vpd=vpd,
    )


def penman_monteith(
    *, available: Tensor, air: Air, ra: Tensor, rc: Tensor | float, rarc: Tensor | float
) -> Tensor:
    """Penman-Monteith evaporation (mm d-1), VIC ``penman.c``; never negative while vpd >= 0.

    available : W m-2; ra, rc, rarc : s m-1.
    """
    numerator = air.slope * available + air.density * HEAT_CAPACITY * air.vpd / ra
    denominator = air.latent * (air.slope + air.psychrometric * (1.0 + (rc + rarc) / ra))
    rate = SECONDS_PER_DAY * numerator / denominator
    return torch.where(air.vpd >= 0.0, torch.clamp(rate, min=0.0), rate)
