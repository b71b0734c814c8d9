"""Potential evaporation from temperature and the sun's height alone."""

from torch import Tensor

from fpl.physics.radiation import extraterrestrial

MEGAJOULES = 0.0864  # MJ m-2 d-1 in a W m-2
LATENT_HEAT = 2.45  # MJ kg-1; a kg of water on a m2 is a mm
SHIFT, SCALE = 5.0, 100.0  # K; the two constants of Oudin et al., fitted to streamflow


def potential_evaporation(*, temperature: Tensor, latitude: Tensor, day_of_year: Tensor) -> Tensor:
    """Potential evaporation (mm d-1), ``(day, cell)``: Oudin et al. (2005), J. Hydrol. 303,
    290-306.

    Extraterrestrial radiation over latent heat, times ``(temperature + 5) / 100``; none at -5 degC
    and below.

    temperature : (day, cell), daily mean, degC; latitude : (cell,), degrees north; day_of_year :
    (day,), 1..366
    """
    top = MEGAJOULES * extraterrestrial(latitude=latitude, day_of_year=day_of_year)
    return top / LATENT_HEAT * (temperature + SHIFT).clamp(min=0.0) / SCALE
