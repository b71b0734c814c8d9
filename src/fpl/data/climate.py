"""Climate statistics of the forcing, features of the parameter network beside the attributes."""

import numpy as np
import xarray as xr

from fpl.data.variables import FORCING

DAYS_A_YEAR = 365.25
WET_DAY = 1.0  # mm d-1, the threshold of the WMO climate extremes indices (ETCCDI)


MEANS = ("vapour_pressure", "shortwave", "longwave", "wind_speed")  # beside rain and temperature


def climate_statistics(forcing: xr.Dataset) -> xr.Dataset:
    """Statistics (cell), float32, over the days given: pass the training period only.

    Of the variables that the forcing has: mean and spread in time of precipitation and air
    temperature, share of wet days, share of the precipitation that falls below 0 degC, and means
    of humidity, radiation and wind.
    """
    there = set(map(str, forcing.data_vars))
    statistics: dict[str, tuple[xr.DataArray, str, str]] = {}
    if "precipitation" in there:
        statistics |= _of_precipitation(forcing["precipitation"])
    if {"precipitation", "air_temperature"} <= there:
        statistics["snow_share"] = (
            _snow_share(forcing["precipitation"], forcing["air_temperature"]),
            "1",
            "share of precipitation on days below 0 degC",
        )
    if "air_temperature" in there:
        statistics |= _of_temperature(forcing["air_temperature"])
    for name in MEANS:
        if name in there:
            known = FORCING[name]
            label = "mean wind speed" if name == "wind_speed" else f"mean {known.long_name}"
            statistics[f"mean_{name}"] = (forcing[name].mean("time"), known.units, label)
    return xr.Dataset(
        {
            name: values.astype(np.float32).assign_attrs(units=units, long_name=long_name)
            for name, (values, units, long_name) in statistics.items()
        }
    )


def _of_precipitation(precipitation: xr.DataArray) -> dict[str, tuple[xr.DataArray, str, str]]:
    spread = "standard deviation of daily precipitation"
    wet = "share of days with 1 mm or more"
    return {
        "mean_precipitation": (precipitation.mean("time"), "mm d-1", "mean precipitation"),
        "sd_precipitation": (precipitation.std("time"), "mm d-1", spread),
        "wet_day_share": ((precipitation >= WET_DAY).mean("time"), "1", wet),
    }


def _of_temperature(temperature: xr.DataArray) -> dict[str, tuple[xr.DataArray, str, str]]:
    spread = "standard deviation of daily air temperature"
    return {
        "mean_temperature": (temperature.mean("time"), "degC", "mean air temperature"),
        "sd_temperature": (temperature.std("time"), "degC", spread),
    }


def _snow_share(precipitation: xr.DataArray, temperature: xr.DataArray) -> xr.DataArray:
    total = precipitation.sum("time").clip(min=1e-6)
    return precipitation.where(temperature < 0.0, 0.0).sum("time") / total
