"""Solar geometry: radiation at the top of the atmosphere, daily mean."""

import math

import torch
from torch import Tensor

SOLAR_CONSTANT = 0.0820e6 / 60.0  # W m-2; 0.0820 MJ m-2 min-1, FAO-56 (Allen et al. 1998), eq. 21


def extraterrestrial(*, latitude: Tensor, day_of_year: Tensor) -> Tensor:
    """Compute daily mean extraterrestrial radiation on a horizontal plane, FAO-56 eqs. 21-25.

    latitude : (cell,), degrees north; day_of_year : (day,), 1..366. Returns (day, cell), W m-2.
    The polar night gives 0 and the polar day is integrated over 24 hours.
    """
    phi = torch.deg2rad(latitude)[None, :]
    angle = 2.0 * math.pi / 365.0 * day_of_year.to(latitude.dtype)[:, None]
    inverse_distance = 1.0 + 0.033 * torch.cos(angle)  # eq. 23
    declination = 0.409 * torch.sin(angle - 1.39)  # eq. 24
    cosine = -torch.tan(phi) * torch.tan(declination)
    sunset = torch.arccos(torch.clamp(cosine, -1.0, 1.0))  # eq. 25
    vertical = sunset * torch.sin(phi) * torch.sin(declination)
    horizontal = torch.cos(phi) * torch.cos(declination) * torch.sin(sunset)
    return SOLAR_CONSTANT / math.pi * inverse_distance * (vertical + horizontal)
