"""Forcing in the units of the models, from the NLDAS-2 variables that upstream ships."""

from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from fpl.data import schema
from fpl.data.air import standard_pressure, vapour_pressure
from fpl.data.sources.smap_files import raw
from fpl.data.sources.smap_files.variables import VARIABLES

HOURS_PER_DAY = 24.0
ZERO_CELSIUS = 273.15  # K

Floats = NDArray[np.float64]


def build(
    manifest: Mapping[str, str | None], years: Sequence[int], coordinates: xr.Dataset
) -> xr.Dataset:
    """Forcing (cell, time) of all upstream cells.

    coordinates : Dataset with the coordinates of all upstream cells; their elevation gives the
    pressure.
    """
    cells = coordinates.sizes["cell"]

    def read(variable: str) -> Floats:
        return raw.read_years(manifest, variable, years, cells)[0]

    rain, time = raw.read_years(manifest, "APCP_FORA", years, cells)
    humidity = read("SPFH_2_FORA")
    # ASSUME surface pressure is constant in time, that of the standard atmosphere: none is shipped
    pressure = standard_pressure(coordinates["elevation"].to_numpy())[:, None]
    values = {
        "precipitation": rain * HOURS_PER_DAY,  # mm h-1 to mm d-1
        "air_temperature": read("TMP_2_FORA") - ZERO_CELSIUS,  # K to degC
        "specific_humidity": humidity,
        "vapour_pressure": vapour_pressure(humidity, pressure),
        "surface_pressure": np.broadcast_to(pressure, humidity.shape),
        "shortwave": read("DSWRF_FORA"),
        "longwave": read("DLWRF_FORA"),
        # ASSUME wind speed is the magnitude of the daily mean wind vector, the only wind shipped:
        # it underestimates the mean speed on days on which the wind turns
        "wind_speed": np.hypot(read("UGRD_10_FORA"), read("VGRD_10_FORA")),
    }
    variables = {
        name: (("cell", "time"), field.astype(np.float32)) for name, field in values.items()
    }
    ds = xr.Dataset(variables, coords=coordinates.coords).assign_coords(time=time)
    return schema.described(ds, VARIABLES)
