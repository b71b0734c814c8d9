"""Daily precipitation and air temperature of generated basins, from a seed."""

import numpy as np
import xarray as xr

from fpl.data import schema
from fpl.twin import richardson
from fpl.twin.basins.attributes import VARIABLES, Climate, kilometres
from fpl.twin.fields import autoregressive, correlated, correlation_root

PERSISTENCE = 0.77  # lag-one autocorrelation of temperature about its season


def weather(
    *, attributes: xr.Dataset, climate: Climate, start: str, end: str, seed: int
) -> xr.Dataset:
    """Generate forcing (cell, time), float32: precipitation and air temperature.

    attributes : Dataset (cell) with lat, lon and elevation; climate : of its basins; start, end :
    first and last day, ISO dates. The same seed gives the same weather.

    Raises
    ------
    ConfigError
        ``end`` lies before ``start``.
    """
    time = richardson.days_between(start, end)
    random = np.random.default_rng([seed, 1])
    lat, lon = attributes["lat"].to_numpy(), attributes["lon"].to_numpy()
    place, day = kilometres(lat, lon), time.day_of_year.to_numpy()
    storms = correlation_root(*place, richardson.STORM_KM)
    air_masses = correlation_root(*place, richardson.AIR_MASS_KM)
    wet, precipitation = richardson.precipitation(climate.annual, day, storms, random, *climate[1:])
    anomaly = autoregressive(correlated(air_masses, len(time), random), PERSISTENCE)
    season = richardson.temperature(lat, attributes["elevation"].to_numpy(), day)
    temperature = season - 0.4 * wet + richardson.spread_of_temperature(day) * anomaly
    fields = {"precipitation": precipitation, "air_temperature": temperature}
    variables = {name: (("cell", "time"), f.T.astype(np.float32)) for name, f in fields.items()}
    places = schema.place_coordinates(attributes)
    return schema.described(xr.Dataset(variables, coords=places | {"time": time}), VARIABLES)
