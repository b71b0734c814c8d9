"""Runs of the real VIC 5 as inputs of ours: forcing, parameters and states of a file.

The format is that of ``vic_reference.nc``: parameters ``run_*`` per run, forcing per cell, daily
outputs per run and day. Vegetation is not in it: one set of rmin, rarc, RGL and twelve LAI explains
3370 unstressed days in 40 runs to the rounding of the file, and no neighbouring set does.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import xarray as xr
from torch import Tensor

from fpl.errors import DataError
from fpl.models import vic as declared
from fpl.physics.vic import demand

LAYERS = (1, 2, 3)
MELT_FACTOR = 3.0  # mm/d/K: the default of our VIC's table
LAI = (0.3, 0.3, 0.5, 1.0, 2.0, 3.0, 3.2, 2.8, 2.0, 1.0, 0.5, 0.3)  # January to December
RARC, RMIN, RGL, ALBEDO, ROUGHNESS, DISPLACEMENT = 25.0, 100.0, 100.0, 0.2, 0.0738, 0.402
COVERS = {0: 0.0, 1: 1.0, 2: 0.6}  # run_cover: vegetated share
FORCING = {  # of what we call so, VIC's name
    "precipitation": "prec",
    "snowfall": "snowf",
    "air_temperature": "air_temp",
    "shortwave": "swdown",
    "longwave": "lwdown",
    "vapour_pressure_deficit": "vpd",
    "wind_speed": "wind",
}
NEEDED = (
    *("date", "elevation", "prec", "air_temp", "swdown", "lwdown", "vpd", "wind", "snowf"),
    *("substep_day", "evap", "evap_canop", "evap_bare", "transp", "runoff", "baseflow"),
    *("inflow", "swe", "wdew", "gflux", "rnet", "soil_moist", "evap_layer"),
    *("run_group", "run_cell", "run_cover", "run_infilt", "run_Ds", "run_Dsmax", "run_Ws"),
    *("run_c", "run_avg_temp", "run_depth", "run_expt", "run_ksat", "run_quartz", "run_wcr"),
    *("run_wpwp", "run_resid", "run_init_moist", "run_max_moist", "run_root"),
)


@dataclass(frozen=True)
class Runs:
    """A file's runs: forcing ``(day, run)``, parameters ``(run,)``, start, and what VIC made."""

    forcing: dict[str, Tensor]
    parameters: dict[str, Tensor]
    start: dict[str, Tensor]
    made: xr.Dataset


def read(path: str | Path, melt_factor: float = MELT_FACTOR) -> Runs:
    """The runs of a file, in float64; DataError if it is not of the format."""
    try:
        with xr.open_dataset(path) as opened:
            ds = opened.load()
    except (OSError, ValueError) as error:
        first = str(error).splitlines()[0]
        raise DataError(f"{path}: expected a netCDF file of reference runs; {first}") from error
    missing = [name for name in NEEDED if name not in ds]
    if missing:
        raise DataError(
            f"{path}: expected the format of vic_reference.nc (see its README), got a file without "
            f"{', '.join(missing)}; name a file of reference runs"
        )
    return Runs(_forcing(ds), _parameters(ds, melt_factor), _start(ds), ds)


def of(ds: xr.Dataset, name: str) -> Tensor:
    """A variable in float64; (run, day) becomes (day, run)."""
    values = ds[name].to_numpy().astype(np.float64)
    if ds[name].dims == ("run", "day"):
        values = values.T
    return torch.as_tensor(np.ascontiguousarray(values))


def _forcing(ds: xr.Dataset) -> dict[str, Tensor]:
    cell = ds["run_cell"].to_numpy()

    def daily(name: str) -> Tensor:
        values = ds[name].to_numpy().astype(np.float64)[cell].T
        return torch.as_tensor(np.ascontiguousarray(values))

    made = {name: daily(source) for name, source in FORCING.items()}
    month = (ds["date"].to_numpy() // 100) % 100 - 1
    cover = np.vectorize(COVERS.get)(ds["run_cover"].to_numpy()).astype(np.float64)
    lai = np.where(
        cover > 0.0, np.array(LAI)[month][:, None] / np.where(cover > 0, cover, 1.0), 0.0
    )
    albedo = np.where(cover > 0.0, ALBEDO, demand.BARE_ALBEDO) * np.ones((len(month), 1))
    snowfall = made["snowfall"] * torch.as_tensor(ds["run_group"].to_numpy() != 2)
    return made | {
        "snowfall": torch.minimum(snowfall, made["precipitation"]),
        "vapour_pressure_deficit": 1000.0 * made["vapour_pressure_deficit"],
        "leaf_area_index": torch.as_tensor(lai),
        "albedo": torch.as_tensor(albedo),
    }


def _parameters(ds: xr.Dataset, melt_factor: float) -> dict[str, Tensor]:
    depth, most = of(ds, "run_depth"), of(ds, "run_max_moist")
    made = {name: of(ds, f"run_{name}") for name in ("infilt", "Ds", "Dsmax", "Ws", "c")}
    cover = torch.as_tensor(np.vectorize(COVERS.get)(ds["run_cover"].to_numpy())).double()
    bare = demand.exposed_resistance_times_wind(
        roughness=demand.BARE_ROUGHNESS,
        displacement=demand.BARE_DISPLACEMENT,
        wind_height=demand.WIND_HEIGHT,
    )
    between = demand.exposed_resistance_times_wind(
        roughness=ROUGHNESS, displacement=DISPLACEMENT, wind_height=demand.WIND_HEIGHT
    )
    made |= {
        "cover": cover,
        "deep_temperature": of(ds, "run_avg_temp"),
        "elevation": of(ds, "elevation")[torch.as_tensor(ds["run_cell"].to_numpy()).long()],
        "depth_1": depth[:, 0],
        "soil_drag": torch.where(cover > 0.0, torch.full_like(cover, between), bare),
        "melt_factor": torch.full_like(cover, melt_factor),
    }
    layers = {
        "expt": of(ds, "run_expt"),
        "Ksat": of(ds, "run_ksat"),
        "wmax": most,
        "wres": 1000.0 * of(ds, "run_resid") * depth,
        "wilting": of(ds, "run_wpwp") * most,
        "critical": of(ds, "run_wcr") * most,
        "roots": of(ds, "run_root"),
        "porosity": most / (1000.0 * depth),
        "quartz": of(ds, "run_quartz"),
    }
    for name, values in layers.items():
        made |= {f"{name}_{layer}": values[:, layer - 1].contiguous() for layer in LAYERS}
    return {name: values.contiguous() for name, values in made.items()}


def _start(ds: xr.Dataset) -> dict[str, Tensor]:
    moisture = of(ds, "run_init_moist")
    none = torch.zeros_like(moisture[:, 0])
    start = {variable.name: none for variable in declared.STATES}
    return start | {f"w{layer}": moisture[:, layer - 1].contiguous() for layer in LAYERS}


def of_layer(ds: xr.Dataset, name: str, layer: int) -> Tensor:
    """One layer (from 1) of a variable (run, day, layer), in float64, as (day, run)."""
    values = ds[name].to_numpy()[:, :, layer - 1].astype(np.float64)
    return torch.as_tensor(np.ascontiguousarray(values.T))


def daily_step(runs: Runs) -> Tensor:
    """Days that VIC solved in one step, (day, run): 1 or 0."""
    return (of(runs.made, "substep_day") == 0.0).double()


def fed(runs: Runs) -> dict[str, Tensor]:
    """What VIC fed its soil column, mm/d, ``(day, run)``."""
    layers = {f"evaporation_{n}": of_layer(runs.made, "evap_layer", n) for n in LAYERS}
    return {"inflow": of(runs.made, "inflow"), **layers}


def given(runs: Runs) -> dict[str, Tensor]:
    """VIC's states at the start of each day and its available energy, ``(day, run)``."""
    ds = runs.made
    made = {}
    for layer in LAYERS:
        first = runs.start[f"w{layer}"][None]
        made[f"w{layer}"] = torch.cat([first, of_layer(ds, "soil_moist", layer)[:-1]])
    canopy = of(ds, "wdew")
    made["canopy_water"] = torch.cat([torch.zeros_like(canopy[:1]), canopy[:-1]])
    made["available"] = of(ds, "rnet") - of(ds, "gflux")
    return made
