"""Potential evaporation of each cell and day: what soil moisture may use of the demand."""

from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from fpl.physics import demand
from fpl.physics.vegetation import Vegetation, daily


def potential_rates(
    *,
    forcing: Mapping[str, Tensor],
    vegetation: Vegetation,
    elevation: NDArray[np.floating],
    latitude: NDArray[np.floating],
    day_of_year: NDArray[np.integer],
    wind_floor: float = 0.5,
) -> dict[str, Tensor]:
    """Compute potential rates (mm d-1), each (day, cell), in dtype and on device of the forcing.

    Parameters
    ----------
    forcing : tensors (day, cell): air_temperature (degC), vapour_pressure (Pa), shortwave and
        longwave (W m-2), wind_speed (m s-1, at 10 m)
    vegetation : of the same cells
    elevation, latitude : (cell,), m and degrees north
    day_of_year : (day,), 1..366
    wind_floor : m s-1

    Returns
    -------
    potential_transpiration
        Dry canopy with unstressed soil moisture, per unit of vegetated area.
    potential_bare_evaporation
        Wet bare soil, per unit of bare area.
    potential_canopy_evaporation
        Wet canopy (no canopy resistance), per unit of vegetated area.

    Notes
    -----
    # ASSUME wind below ``wind_floor`` is that (FAO-56, p. 63: 0.5 m s-1): the wind of the data is
    the magnitude of the daily vector mean, hence too low.
    # ASSUME the diurnal temperature range, which is not in the data, follows from clearness; it
    enters only the vapour pressure deficit. VIC averages the deficits of its sub-steps, which at
    the 11 K of the reference runs is 6 % more than the deficit of the daily mean temperature.
    """
    temperature, shortwave = forcing["air_temperature"], forcing["shortwave"]

    def tensor(values: NDArray[np.generic]) -> Tensor:
        return torch.tensor(values, dtype=temperature.dtype, device=temperature.device)

    height, days = tensor(elevation), tensor(day_of_year)
    lai = tensor(daily(vegetation.lai, day_of_year))
    albedo = tensor(daily(vegetation.albedo, day_of_year))
    rarc = tensor(vegetation.rarc)
    wind = torch.clamp(forcing["wind_speed"], min=wind_floor)
    temperature_range = demand.diurnal_range(
        shortwave=shortwave, elevation=height, latitude=tensor(latitude), day_of_year=days
    )
    vpd = demand.vapour_pressure_deficit(
        temperature=temperature,
        vapour_pressure=forcing["vapour_pressure"],
        temperature_range=temperature_range,
    )

    def rate(
        surface_albedo: Tensor | float, ra: Tensor, rc: Tensor | float, rarc: Tensor | float
    ) -> Tensor:
        available = demand.net_radiation(
            shortwave=shortwave,
            longwave=forcing["longwave"],
            temperature=temperature,
            albedo=surface_albedo,
        )
        return demand.penman_monteith(
            available=available,
            temperature=temperature,
            vpd=vpd,
            elevation=height,
            ra=ra,
            rc=rc,
            rarc=rarc,
        )

    ra = demand.aerodynamic_resistance(
        wind=wind,
        roughness=tensor(vegetation.roughness),
        displacement=tensor(vegetation.displacement),
    )
    rc = demand.canopy_resistance(
        shortwave=shortwave,
        temperature=temperature,
        vpd=vpd,
        lai=lai,
        albedo=albedo,
        rmin=tensor(vegetation.rmin),
        rgl=tensor(vegetation.rgl),
    )
    ra_bare = demand.aerodynamic_resistance(
        wind=demand.wind_over_bare_soil(wind),
        roughness=torch.full_like(height, demand.BARE_ROUGHNESS),
        displacement=torch.full_like(height, demand.BARE_DISPLACEMENT),
    )
    return {
        "potential_transpiration": rate(albedo, ra, rc, rarc),
        "potential_bare_evaporation": rate(demand.BARE_ALBEDO, ra_bare, 0.0, demand.BARE_RARC),
        "potential_canopy_evaporation": rate(albedo, ra, 0.0, rarc),
    }
