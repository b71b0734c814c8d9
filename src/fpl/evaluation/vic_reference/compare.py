"""Our VIC and the real one side by side, day by day: what the report is made of."""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from fpl.engine import simulate
from fpl.engine.choice import EngineName
from fpl.evaluation.vic_reference import models, reading
from fpl.evaluation.vic_reference.reading import LAYERS, Runs
from fpl.physics.vic.canopy import Sharing

COLUMN, EVAPORATION, FREE = "soil column", "evaporation", "free-running"
LAYERED = "free-running, layered"

# variable of ours: (VIC's name, sign, unit, whether VIC wrote it for the last sub-step only)
VARIABLES = {
    "evapotranspiration": ("evap", 1.0, "mm d-1", False),
    "canopy_evaporation": ("evap_canop", 1.0, "mm d-1", False),
    "transpiration": ("transp", 1.0, "mm d-1", True),
    "bare_evaporation": ("evap_bare", 1.0, "mm d-1", True),
    "throughfall": ("inflow", 1.0, "mm d-1", False),
    "inflow": ("inflow", 1.0, "mm d-1", False),
    "runoff": ("runoff", 1.0, "mm d-1", False),
    "baseflow": ("baseflow", 1.0, "mm d-1", False),
    "canopy_water": ("wdew", 1.0, "mm", False),
    "snow_water_equivalent": ("swe", 1.0, "mm", False),
    "net_radiation": ("rnet", 1.0, "W m-2", False),
    "ground_heat": ("gflux", -1.0, "W m-2", True),
}
OF_LAYERS = {"w": ("soil_moist", "mm"), "evaporation_": ("evap_layer", "mm d-1")}


@dataclass(frozen=True)
class Pair:
    """A variable of ours and of VIC, ``(day, run)``, and the days compared (1 or 0)."""

    test: str
    variable: str
    unit: str
    ours: Tensor
    theirs: Tensor
    days: Tensor
    source: str  # VIC's name


def pairs(runs: Runs, engine: EngineName = "auto") -> Iterator[Pair]:
    """Every variable of every test."""
    column = models.column_alone()
    start = {name: runs.start[name] for name in column.state_names}
    forced = reading.fed(runs)
    done = simulate(column, forced, runs.parameters, start, engine=engine).outputs
    everyday = torch.ones_like(forced["inflow"])
    yield from _paired(COLUMN, runs, done, everyday)
    one_step = reading.daily_step(runs)
    made = evaporation(runs, engine)
    heat = {"ground_heat": made.pop("ground_heat")}
    yield from _paired(EVAPORATION, runs, made, one_step)
    # its temperatures are not in the file: known until VIC first carries those of a sub-step
    yield from _paired(EVAPORATION, runs, heat, one_step.cumprod(0))
    exact = free(runs, "exact", engine)
    whole = {name: series for name, series in exact.items() if name != "throughfall"}
    yield from _paired(FREE, runs, whole, everyday)  # VIC writes no throughfall under snow
    layered = free(runs, "layered", engine)
    for name in ("evapotranspiration", "transpiration", "runoff", "baseflow", "w1", "w2", "w3"):
        unit = "mm" if name.startswith("w") else "mm d-1"
        yield Pair(LAYERED, name, unit, layered[name], exact[name], everyday, "")


def evaporation(runs: Runs, engine: EngineName = "auto") -> dict[str, Tensor]:
    """Evaporation of each day from VIC's own states."""
    forced = runs.forcing | reading.given(runs)
    return simulate(models.evaporation_alone(), forced, runs.parameters, engine=engine).outputs


def free(runs: Runs, sharing: Sharing, engine: EngineName = "auto") -> dict[str, Tensor]:
    """All of VIC, from its first day to its last without any state given."""
    model = models.free_running(sharing)
    return simulate(model, runs.forcing, runs.parameters, runs.start, engine=engine).outputs


def _paired(test: str, runs: Runs, made: dict[str, Tensor], days: Tensor) -> Iterator[Pair]:
    for name, (source, sign, unit, last_step_only) in VARIABLES.items():
        if name in made:
            theirs = sign * reading.of(runs.made, source)
            valid = days * reading.daily_step(runs) if last_step_only else days
            yield Pair(test, name, unit, made[name], theirs, valid, source)
    for prefix, (source, unit) in OF_LAYERS.items():
        for layer in LAYERS:
            if (name := f"{prefix}{layer}") in made:
                theirs = reading.of_layer(runs.made, source, layer)
                yield Pair(test, name, unit, made[name], theirs, days, source)
