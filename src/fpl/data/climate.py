"""Climate statistics of the forcing, features of the parameter network beside the attributes."""

import numpy as np
import xarray as xr

DAYS_A_YEAR = 365.25
WET_DAY = 1.0  # mm d-1, the threshold of the WMO climate extremes indices (ETCCDI)


def climate_statistics(forcing: xr.Dataset) -> xr.Dataset:
    """Statistics (cell), float32, over the days given: pass the training period only.

    Means of the variables, spread of temperature and precipitation in time, share of wet days, and
    share of the precipitation that falls below 0 degC.
    """
    precipitation, temperature = forcing["precipitation"], forcing["air_temperature"]
    total = precipitation.sum("time").clip(min=1e-6)
    snow = precipitation.where(temperature < 0.0, 0.0).sum("time") / total
    statistics = {
        "mean_precipitation": (precipitation.mean("time"), "mm d-1", "mean precipitation"),
        "sd_precipitation": (
            precipitation.std("time"),
            "mm d-1",
            "standard deviation of daily precipitation",
        ),
        "wet_day_share": (
            (precipitation >= WET_DAY).mean("time"),
            "1",
            "share of days with 1 mm or more",
        ),
        "snow_share": (snow, "1", "share of precipitation on days below 0 degC"),
        "mean_temperature": (temperature.mean("time"), "degC", "mean air temperature"),
        "sd_temperature": (
            temperature.std("time"),
            "degC",
            "standard deviation of daily air temperature",
        ),
        "mean_vapour_pressure": (
            forcing["vapour_pressure"].mean("time"),
            "Pa",
            "mean vapour pressure",
        ),
        "mean_shortwave": (
            forcing["shortwave"].mean("time"),
            "W m-2",
            "mean incoming shortwave radiation",
        ),
        "mean_longwave": (
            forcing["longwave"].mean("time"),
            "W m-2",
            "mean incoming longwave radiation",
        ),
        "mean_wind_speed": (forcing["wind_speed"].mean("time"), "m s-1", "mean wind speed"),
    }
    return xr.Dataset(
        {
            name: values.astype(np.float32).assign_attrs(units=units, long_name=long_name)
            for name, (values, units, long_name) in statistics.items()
        }
    )
