"""Climate statistics of the forcing, features of the parameter network beside the attributes."""

import numpy as np
import xarray as xr

from fpl.data.variables import FORCING

DAYS_A_YEAR = 365.25
WET_DAY = 1.0  # mm d-1, the threshold of the WMO climate extremes indices (ETCCDI)


MEANS = {  # beside rain and temperature
    "vapour_pressure": "mean vapour pressure",
    "shortwave": "mean incoming shortwave radiation",
    "longwave": "mean incoming longwave radiation",
    "wind_speed": "mean wind speed",
}


def climate_statistics(forcing: xr.Dataset) -> xr.Dataset:
    """Statistics (cell), float32, over the days given: pass the training period only.

    Of the variables that the forcing has: mean and spread in time of precipitation and air
    temperature, share of wet days, share of the precipitation that falls below 0 degC, and means
    of humidity, radiation and wind.
    """
    statistics = xr.Dataset()

    def add(name: str, values: xr.DataArray, units: str, long_name: str) -> None:
        statistics[name] = values.astype(np.float32).assign_attrs(units=units, long_name=long_name)

    rain, air = forcing.get("precipitation"), forcing.get("air_temperature")
    if rain is not None:
        add("mean_precipitation", rain.mean("time"), "mm d-1", "mean precipitation")
        spread = "standard deviation of daily precipitation"
        add("sd_precipitation", rain.std("time"), "mm d-1", spread)
        wet = (rain >= WET_DAY).mean("time")
        add("wet_day_share", wet, "1", "share of days with 1 mm or more")
    if rain is not None and air is not None:
        snow = rain.where(air < 0.0, 0.0).sum("time") / rain.sum("time").clip(min=1e-6)
        add("snow_share", snow, "1", "share of precipitation on days below 0 degC")
    if air is not None:
        add("mean_temperature", air.mean("time"), "degC", "mean air temperature")
        spread = "standard deviation of daily air temperature"
        add("sd_temperature", air.std("time"), "degC", spread)
    for name, label in MEANS.items():
        if name in forcing:
            add(f"mean_{name}", forcing[name].mean("time"), FORCING[name].units, label)
    return statistics
