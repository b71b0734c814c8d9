"""Forcing in the units of the models, from the NLDAS-2 variables that upstream ships."""

from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray
from scipy.interpolate import RegularGridInterpolator

from fpl.data import raw, schema
from fpl.errors import DataError

HOURS_PER_DAY = 24.0
ZERO_CELSIUS = 273.15  # K
RATIO_OF_MOLAR_MASSES = 0.622  # water to dry air

# International Standard Atmosphere, ISO 2533:1975, troposphere
SEA_LEVEL_PRESSURE = 101325.0  # Pa
SEA_LEVEL_TEMPERATURE = 288.15  # K
LAPSE_RATE = 0.0065  # K m-1
PRESSURE_EXPONENT = 5.25588  # g M / (R LAPSE_RATE)

Floats = NDArray[np.float64]


def build(
    manifest: Mapping[str, str | None], years: Sequence[int], coordinates: xr.Dataset
) -> xr.Dataset:
    """Forcing (cell, time) of all upstream cells.

    coordinates : Dataset with the coordinates of `schema.COORDINATES`; its elevation gives the
    pressure.
    """
    cells = coordinates.sizes["cell"]

    def read(variable: str) -> Floats:
        values, _ = raw.read_years(dict(manifest), variable, years, cells)
        return values

    _, time = raw.read_years(dict(manifest), "APCP_FORA", years, cells)
    humidity = read("SPFH_2_FORA")
    # ASSUME surface pressure is constant in time, that of the standard atmosphere: none is shipped
    pressure = standard_pressure(coordinates["elevation"].to_numpy())[:, None]
    values = {
        "precipitation": read("APCP_FORA") * HOURS_PER_DAY,  # mm h-1 to mm d-1
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
    return schema.described(ds)


def vapour_pressure(specific_humidity: ArrayLike, pressure: ArrayLike) -> Floats:
    """Vapour pressure, Pa, from specific humidity, kg kg-1, and air pressure, Pa.

    e = q p / (eps + (1 - eps) q), from the definition of q and Dalton's law.
    """
    q, p = np.asarray(specific_humidity, float), np.asarray(pressure, float)
    return np.asarray(q * p / (RATIO_OF_MOLAR_MASSES + (1.0 - RATIO_OF_MOLAR_MASSES) * q))


def standard_pressure(elevation: ArrayLike) -> Floats:
    """Air pressure, Pa, of the standard atmosphere at an elevation, m (ISO 2533:1975)."""
    relative = 1.0 - LAPSE_RATE * np.asarray(elevation, float) / SEA_LEVEL_TEMPERATURE
    return np.asarray(SEA_LEVEL_PRESSURE * relative**PRESSURE_EXPONENT)


def interpolated_elevation(
    latitude: ArrayLike, longitude: ArrayLike, table: Mapping[str, Sequence]
) -> Floats:
    """Elevation, m, bilinear in a table with keys latitudes, longitudes, metres (rows = latitudes).

    DataError if a point lies outside the table.
    """
    axes = (np.asarray(table["latitudes"], float), np.asarray(table["longitudes"], float))
    try:
        surface = RegularGridInterpolator(axes, np.asarray(table["metres"], float))
        return np.asarray(surface(np.column_stack([latitude, longitude])), dtype=float)
    except ValueError as error:
        raise DataError(
            f"no elevation for some cell ({error}): data.elevation must cover all cells, a row "
            "of metres for each latitude and a column for each longitude, both rising"
        ) from error


def check_bounds(ds: xr.Dataset, bounds: Mapping[str, Sequence[float]]) -> None:
    """Raise a DataError that lists each variable with a value missing or out of bounds.

    bounds : variable -> (low, high) in the units of the schema.
    """
    problems = []
    for name, (low, high) in bounds.items():
        if name not in ds:
            problems.append(f"{name}: bounds are given, but forcing has no such variable")
            continue
        values = ds[name].transpose("cell", "time").to_numpy()
        outside = ~((values >= low) & (values <= high))  # NaN counts as outside
        if outside.any():
            cell, day = np.argwhere(outside)[0]
            problems.append(
                f"{name}: expected {low} to {high} {schema.FORCING[name].units}, "
                f"got {values[cell, day]:.6g} in cell {int(ds.cell[cell])} "
                f"on {str(ds.time.to_numpy()[day])[:10]} "
                f"({int(outside.sum())} values in {int(outside.any(axis=1).sum())} cells)"
            )
    if problems:
        raise DataError(
            "forcing outside physical bounds:\n  "
            + "\n  ".join(problems)
            + "\nAdd broken cells to data.drop_cells, or correct data.bounds."
        )
