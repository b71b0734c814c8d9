"""Daily precipitation and air temperature of generated basins, from a seed."""

import xarray as xr

from fpl.twin.basins.attributes import VARIABLES, Climate, kilometres
from fpl.twin.richardson import Weather


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
    place = kilometres(attributes["lat"].to_numpy(), attributes["lon"].to_numpy())
    random = Weather(start, end, place, seed)
    wet, precipitation = random.precipitation(*climate)
    temperature = random.temperature(attributes, wet)
    fields = {"precipitation": precipitation, "air_temperature": temperature}
    return random.forcing(fields, attributes, VARIABLES)
