"""A file in the format of VIC's reference runs, made by our own VIC: no rounding, no snow."""

import numpy as np
import pandas as pd
import xarray as xr
from worlds import forcing

from fpl.engine import simulate
from fpl.evaluation.vic_reference import models, reading
from fpl.evaluation.vic_reference.compare import VARIABLES

DAYS, RUNS = 90, 6
BY_CELL = {
    "prec": "precipitation",
    "air_temp": "air_temperature",
    "swdown": "shortwave",
    "lwdown": "longwave",
    "wind": "wind_speed",
}


def blank() -> xr.Dataset:
    """Forcing and parameters, and VIC's outputs all zero."""
    weather = {name: values.numpy().T for name, values in forcing(RUNS, DAYS).items()}
    dates = pd.date_range("2015-04-01", periods=DAYS)
    ds = xr.Dataset({"date": ("day", dates.strftime("%Y%m%d").astype(np.int32))})
    for name, ours in BY_CELL.items():
        ds[name] = (("cell", "day"), weather[ours])
    ds["snowf"] = 0.0 * ds["prec"]
    ds["vpd"] = (("cell", "day"), weather["vapour_pressure_deficit"] / 1000.0)
    ds["elevation"] = ("cell", np.linspace(0.0, 1500.0, RUNS))
    of_runs = {"group": [2] * RUNS, "cell": range(RUNS), "cover": [0, 1, 2, 0, 1, 2]}
    of_runs |= {"infilt": 0.2, "Ds": 0.02, "Dsmax": 8.0, "Ws": 0.7, "c": 2.0, "avg_temp": 9.0}
    for name, value in of_runs.items():
        ds[f"run_{name}"] = ("run", np.broadcast_to(np.asarray(value), RUNS).copy())
    depth, porosity = np.array([0.1, 0.4, 1.0]), 0.45
    layers = {"depth": depth, "expt": 11.0, "ksat": 400.0, "quartz": 0.5, "wcr": 0.55}
    layers |= {"wpwp": 0.3, "resid": 0.05, "init_moist": 250.0 * depth, "root": (0.3, 0.5, 0.2)}
    layers |= {"max_moist": 1000.0 * depth * porosity}
    for name, value in layers.items():
        values = np.broadcast_to(np.asarray(value, dtype=float), (RUNS, 3)).copy()
        ds[f"run_{name}"] = (("run", "layer"), values)
    for name, *_ in VARIABLES.values():
        ds[name] = (("run", "day"), np.zeros((RUNS, DAYS)))
    ds["substep_day"] = (("run", "day"), np.zeros((RUNS, DAYS), dtype=np.int8))
    for name in ("soil_moist", "evap_layer"):
        ds[name] = (("run", "day", "layer"), np.zeros((RUNS, DAYS, 3)))
    return ds


def made(path) -> xr.Dataset:
    """A file at ``path`` that our VIC agrees with."""
    ds = blank()
    ds.to_netcdf(path)
    runs = reading.read(path)
    model = models.free_running()
    out = simulate(model, runs.forcing, runs.parameters, runs.start).outputs
    for ours, (theirs, sign, *_) in VARIABLES.items():
        ds[theirs] = (("run", "day"), sign * out[ours].numpy().T)
    moisture = np.stack([out[f"w{n}"].numpy().T for n in reading.LAYERS], axis=2)
    ds["soil_moist"] = (("run", "day", "layer"), moisture)
    ds.to_netcdf(path)
    again = reading.read(path)
    given = again.forcing | reading.given(again)
    single = simulate(models.evaporation_alone(), given, again.parameters).outputs
    asked = np.stack([single[f"evaporation_{n}"].numpy().T for n in reading.LAYERS], axis=2)
    ds["evap_layer"] = (("run", "day", "layer"), asked)
    ds.to_netcdf(path)
    return ds
