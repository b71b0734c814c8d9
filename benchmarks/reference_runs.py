"""Runs of the real VIC 5 as inputs of ours: forcing, parameters and states of a file.

The format is that of ``vic_reference.nc``: parameters ``run_*`` per run, forcing per cell, daily
outputs per run and day. Vegetation is not in it: one set of rmin, rarc, RGL and twelve LAI explains
3370 unstressed days in 40 runs to the rounding of the file, and no neighbouring set does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
import xarray as xr
from torch import Tensor

from fpl.errors import DataError
from fpl.physics import demand
from fpl.physics.parameters import Parameter
from fpl.physics.process_model import Fields, ProcessModel, Variable
from fpl.physics.vic import model
from fpl.physics.vic.canopy import Sharing
from fpl.physics.vic.day import Demand, Surface, evaporation, net_radiation, potential, vic_day
from fpl.physics.vic.soil_column import Layers, Soil, soil_column
from fpl.physics.vic.soil_heat import shading, soil_heat

LAYERS = (1, 2, 3)
LAI = (0.3, 0.3, 0.5, 1.0, 2.0, 3.0, 3.2, 2.8, 2.0, 1.0, 0.5, 0.3)  # January to December
RARC, RMIN, RGL, ALBEDO, ROUGHNESS, DISPLACEMENT = 25.0, 100.0, 100.0, 0.2, 0.0738, 0.402
COVERS = {0: 0.0, 1: 1.0, 2: 0.6}  # run_cover: vegetated share
BY_RUN = ("infilt", "Ds", "Dsmax", "Ws", "c", "cover", "quartz", "deep_temperature", "elevation")
BY_RUN += ("porosity", "depth_1", "soil_drag", "melt_factor")
BY_LAYER = ("expt", "Ksat", "wmax", "wres", "wilting", "critical", "roots")
SUBSTEPS = 24


@dataclass(frozen=True)
class Runs:
    """A file's runs: forcing ``(day, run)``, parameters ``(run,)``, start, and what VIC made."""

    forcing: dict[str, Tensor]
    parameters: dict[str, Tensor]
    start: dict[str, Tensor]
    made: xr.Dataset


def read(path: str | Path, melt_factor: float) -> Runs:
    """The runs of a file, in float64.

    Raises
    ------
    DataError
        The file is not of the format.
    """
    with xr.open_dataset(path) as opened:
        ds = opened.load()
    missing = [v for v in ("run_cell", "run_init_moist", "evap_layer", "soil_moist") if v not in ds]
    if missing:
        raise DataError(
            f"{path} has no variables {', '.join(missing)}; expected the format of "
            "vic_reference.nc (see its README)"
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

    month = (ds["date"].to_numpy() // 100) % 100 - 1
    cover = np.vectorize(COVERS.get)(ds["run_cover"].to_numpy()).astype(np.float64)
    lai = np.where(
        cover > 0.0, np.array(LAI)[month][:, None] / np.where(cover > 0, cover, 1.0), 0.0
    )
    albedo = np.where(cover > 0.0, ALBEDO, demand.BARE_ALBEDO) * np.ones((len(month), 1))
    snowfall = daily("snowf") * torch.as_tensor(ds["run_group"].to_numpy() != 2)
    return {
        "precipitation": daily("prec"),
        "snowfall": torch.minimum(snowfall, daily("prec")),
        "air_temperature": daily("air_temp"),
        "shortwave": daily("swdown"),
        "longwave": daily("lwdown"),
        "vapour_pressure_deficit": 1000.0 * daily("vpd"),
        "wind_speed": daily("wind"),
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
        "quartz": of(ds, "run_quartz")[:, 0],
        "deep_temperature": of(ds, "run_avg_temp"),
        "elevation": of(ds, "elevation")[torch.as_tensor(ds["run_cell"].to_numpy()).long()],
        "porosity": (most / (1000.0 * depth))[:, 0],
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
    }
    for name, values in layers.items():
        made |= {f"{name}_{layer}": values[:, layer - 1].contiguous() for layer in LAYERS}
    return {name: values.contiguous() for name, values in made.items()}


def _start(ds: xr.Dataset) -> dict[str, Tensor]:
    moisture = of(ds, "run_init_moist")
    none = torch.zeros_like(moisture[:, 0])
    start = {variable.name: none for variable in model.STATES}
    return start | {f"w{layer}": moisture[:, layer - 1].contiguous() for layer in LAYERS}


def soil(p: Fields) -> Soil:
    """Constants of the column, each layer with its own."""

    def layers(name: str) -> Layers:
        return p[f"{name}_1"], p[f"{name}_2"], p[f"{name}_3"]

    bounds = {name: layers(name) for name in BY_LAYER if name != "roots"}
    return Soil(**{name: p[name] for name in ("infilt", "Ds", "Dsmax", "Ws", "c")}, **bounds)


def surface(p: Fields) -> Surface:
    """Constants of the surface; vegetation is grass."""
    like = torch.ones_like(p["cover"])
    drag = demand.resistance_times_wind(roughness=ROUGHNESS, displacement=DISPLACEMENT)
    return Surface(
        cover=p["cover"],
        roots=(p["roots_1"], p["roots_2"], p["roots_3"]),
        rmin=RMIN * like,
        rgl=RGL * like,
        rarc=RARC * like,
        canopy_drag=drag * like,
        soil_drag=p["soil_drag"],
        elevation=p["elevation"],
        melt_factor=p["melt_factor"],
    )


def _parameter_table() -> tuple[Parameter, ...]:
    names = [*BY_RUN, *(f"{name}_{layer}" for name in BY_LAYER for layer in LAYERS)]
    return tuple(Parameter(name, "1", 0.0, 1.0, 0.5, "of a reference run", "") for name in names)


def free_running(sharing: Sharing = "exact") -> ProcessModel:
    """The whole of VIC with the parameters of a reference run."""

    def step(forcing: Fields, state: Fields, p: Fields):
        heat = soil_heat(
            depth=p["depth_1"],
            porosity=p["porosity"],
            quartz=p["quartz"],
            deep_temperature=p["deep_temperature"],
        )
        after, made = vic_day(forcing, state, soil(p), heat, surface(p), SUBSTEPS, sharing)
        return after, made | {f"w{layer}": after[f"w{layer}"] for layer in LAYERS}

    outputs = (*model.OUTPUTS[1:], *(Variable(f"w{layer}", "mm") for layer in LAYERS))
    return replace(
        model.vic(SUBSTEPS),
        name="vic_reference",
        parameters=_parameter_table(),
        outputs=outputs,
        step=step,
    )


def column_alone() -> ProcessModel:
    """The soil column, fed with VIC's inflow and evaporation."""

    def step(forcing: Fields, state: Fields, p: Fields):
        asked = tuple(forcing[f"evaporation_{layer}"] for layer in LAYERS)
        moisture = (state["w1"], state["w2"], state["w3"])
        day = soil_column(forcing["inflow"], asked, moisture, soil(p), SUBSTEPS)
        end = {f"w{layer}": day.moisture[layer - 1] for layer in LAYERS}
        return end, end | {"runoff": day.runoff, "baseflow": day.baseflow}

    moistures = tuple(Variable(f"w{layer}", "mm") for layer in LAYERS)
    return ProcessModel(
        name="soil_column",
        forcings=(
            Variable("inflow", "mm d-1"),
            *(Variable(f"evaporation_{layer}", "mm d-1") for layer in LAYERS),
        ),
        parameters=_parameter_table(),
        states=moistures,
        outputs=(*moistures, Variable("runoff", "mm d-1"), Variable("baseflow", "mm d-1")),
        step=step,
        initial_state=lambda p: {},
    )


GIVEN = ("w1", "w2", "w3", "canopy_water", "available")  # of VIC, as forcing


def evaporation_alone(sharing: Sharing = "exact") -> ProcessModel:
    """Evaporation of single days, from VIC's own states and available energy."""

    def step(forcing: Fields, state: Fields, p: Fields):
        lai, rain = forcing["leaf_area_index"], forcing["precipitation"] - forcing["snowfall"]
        place = surface(p)
        asked: Demand = potential(forcing, place, forcing["available"], shading(place.cover, lai))
        made = evaporation(
            asked,
            rain,
            torch.ones_like(rain),
            forcing["canopy_water"],
            (forcing["w1"], forcing["w2"], forcing["w3"]),
            lai,
            soil(p),
            place,
            sharing,
        )
        t1, t2, t3 = made.transpired
        return {"days": state["days"] + 1.0}, {
            "canopy_evaporation": made.canopy,
            "transpiration": t1 + t2 + t3,
            "bare_evaporation": made.bare,
            "evaporation_1": t1 + made.bare,
            "evaporation_2": t2,
            "evaporation_3": t3,
            "throughfall": made.throughfall,
            "canopy_water": made.canopy_water,
            "net_radiation": net_radiation(forcing),
        }

    names = ("canopy_evaporation", "transpiration", "bare_evaporation", "throughfall")
    names += ("canopy_water", "net_radiation", *(f"evaporation_{layer}" for layer in LAYERS))
    return ProcessModel(
        name="vic_evaporation",
        forcings=(*model.FORCINGS, *(Variable(name, "mm") for name in GIVEN)),
        parameters=_parameter_table(),
        states=(Variable("days", "d"),),
        outputs=tuple(Variable(name, "mm d-1") for name in names),
        step=step,
        initial_state=lambda p: {"days": 0.0 * p["cover"]},
    )


def given(runs: Runs) -> Mapping[str, Tensor]:
    """VIC's states at the start of each day and its available energy, ``(day, run)``."""
    ds = runs.made
    moisture = torch.as_tensor(ds["soil_moist"].to_numpy().astype(np.float64))
    before = torch.cat([of(ds, "run_init_moist")[:, None], moisture[:, :-1]], 1)
    made = {f"w{layer}": before[:, :, layer - 1].T.contiguous() for layer in LAYERS}
    canopy = of(ds, "wdew")
    made["canopy_water"] = torch.cat([torch.zeros_like(canopy[:1]), canopy[:-1]])
    made["available"] = of(ds, "rnet") - of(ds, "gflux")
    return made
