"""Our VIC against runs of the real VIC 5, on both engines.

The reference runs are looked for in the local data folders; without them these tests are skipped.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from fpl.engine import simulate
from fpl.evaluation.vic_reference import models, reading
from fpl.physics.vic import weather

pytestmark = pytest.mark.engines

ROOT = Path(__file__).parents[2]
FOLDERS = ("data/raw/vic_reference", "../shared/data/vic_reference")
OF_VIC = {
    "canopy_evaporation": "evap_canop",
    "transpiration": "transp",
    "bare_evaporation": "evap_bare",
    "evapotranspiration": "evap",
    "throughfall": "inflow",
    "canopy_water": "wdew",
    "net_radiation": "rnet",
    "runoff": "runoff",
    "baseflow": "baseflow",
}


def runs_of(name: str) -> reading.Runs:
    for folder in FOLDERS:
        if (ROOT / folder / name).exists():
            return reading.read(ROOT / folder / name)
    pytest.skip(f"{name} is in none of {', '.join(FOLDERS)}")


@pytest.fixture(scope="module")
def exact() -> reading.Runs:
    return runs_of("vic_exact.nc")


@pytest.fixture(scope="module")
def rounded() -> reading.Runs:
    return runs_of("vic_reference.nc")


def errors(
    runs: reading.Runs, outputs: Mapping[str, Tensor], days: Tensor | float = 1.0
) -> dict[str, float]:
    """Greatest absolute difference of each output that VIC wrote too; ``days`` (day, run)."""
    known = {ours: reading.of(runs.made, theirs) for ours, theirs in OF_VIC.items()}
    for layer in reading.LAYERS:
        known[f"w{layer}"] = reading.of_layer(runs.made, "soil_moist", layer)
        known[f"evaporation_{layer}"] = reading.of_layer(runs.made, "evap_layer", layer)
    shared = known.keys() & outputs.keys()
    return {name: ((outputs[name] - known[name]) * days).abs().max().item() for name in shared}


def column(runs: reading.Runs, engine: str) -> dict[str, float]:
    model = models.column_alone()
    start = {name: runs.start[name] for name in model.state_names}
    return errors(
        runs, simulate(model, reading.fed(runs), runs.parameters, start, engine=engine).outputs
    )


def evaporation(runs: reading.Runs, engine: str) -> dict[str, float]:
    forced = runs.forcing | reading.given(runs)
    out = simulate(models.evaporation_alone(), forced, runs.parameters, engine=engine).outputs
    return errors(runs, out, reading.daily_step(runs))


@pytest.mark.parametrize("engine", ["torch", "fused"])
def test_the_column_matches_the_unrounded_runs_over_three_years(exact, engine):
    found = column(exact, engine)
    assert len(found) == 5 and max(found.values()) < 1e-8, found


@pytest.mark.parametrize("engine", ["torch", "fused"])
def test_evaporation_matches_the_unrounded_runs_on_daily_step_days(exact, engine):
    found = evaporation(exact, engine)
    assert len(found) == 10 and max(found.values()) < 1e-9, found


def test_without_snow_the_whole_of_vic_matches_the_unrounded_run_over_three_years(exact):
    out = simulate(models.free_running(), exact.forcing, exact.parameters, exact.start).outputs
    snow_free = torch.as_tensor(exact.made["run_group"].to_numpy() == 2)
    assert snow_free.any()
    found = errors(exact, out, snow_free.double())
    assert len(found) >= 11 and max(found.values()) < 1e-9, found


def test_all_columns_match_to_the_rounding_of_the_file(rounded):
    # forcing in the file is rounded to 5 or 6 digits: a free-running column drifts by about 1e-3 mm
    found = column(rounded, "fused")
    assert max(found["w1"], found["w2"], found["w3"]) < 5e-3, found
    assert max(found["runoff"], found["baseflow"]) < 1e-3, found


def test_all_evaporation_matches_to_the_rounding_of_the_file(rounded):
    found = evaporation(rounded, "fused")
    assert found.pop("net_radiation") < 6e-3, found  # W m-2, to 0.01
    assert max(found.values()) < 1e-3, found  # mm/d: 100 W m-2 to 0.01 are 3e-4


def test_an_error_of_the_physics_would_be_seen(exact):
    """A resistance off by a thousandth, or a wrong sharing, is far outside the tolerance."""
    wrong = exact.parameters | {"soil_drag": 1.001 * exact.parameters["soil_drag"]}
    forced = exact.forcing | reading.given(exact)
    days = reading.daily_step(exact)
    out = simulate(models.evaporation_alone(), forced, wrong).outputs
    assert errors(exact, out, days)["bare_evaporation"] > 1e-5
    out = simulate(models.evaporation_alone("layered"), forced, exact.parameters).outputs
    assert errors(exact, out, days)["transpiration"] > 1e-3


def test_deficit_over_the_day(rounded):
    """Given their diurnal range, the mean deficit is that of the runs within 2 %."""
    ds = rounded.made
    values = {name: torch.as_tensor(ds[name].to_numpy().astype(np.float64)) for name in ds}
    swings = weather.diurnal_swings(values["dtr"])
    found = weather.vapour_pressure_deficit(values["air_temp"], 1000.0 * values["vp"], swings)
    expected = 1000.0 * values["vpd"]
    assert (found - expected).abs().mean() < 0.02 * expected.mean()


def test_snowfall_over_the_day(rounded):
    """Given their diurnal range, snow is that of the runs: 98 % of days to 0.1 mm, sums to 1 %."""
    ds = rounded.made
    values = {n: torch.as_tensor(ds[n].to_numpy().astype(np.float64)) for n in ("dtr", "prec")}
    warmth = torch.as_tensor(ds["air_temp"].to_numpy().astype(np.float64))
    swings = weather.diurnal_swings(values["dtr"])
    found = weather.snowfall(values["prec"], warmth, swings).numpy()
    expected = ds["snowf"].to_numpy()
    assert abs(found.sum() / expected.sum() - 1.0) < 0.01
    assert (np.abs(found - expected) < 0.1).mean() > 0.98
