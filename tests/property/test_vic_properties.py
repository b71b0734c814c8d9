"""What must hold of VIC for any forcing and any parameters in range.

Coverage: water balance, fluxes not negative, storages within capacity, cells independent, two half
runs equal one run.
"""

import hypothesis.strategies as st
import torch
from hypothesis import given, settings
from worlds import forcing, parameters

from fpl.engine import simulate
from fpl.physics.vic import vic
from fpl.physics.vic.model import soil

DAYS = 60
MODEL = vic(4)
STORAGES = ("w1", "w2", "w3", "swe")
any_seed = st.integers(0, 10**6)


def wild(seed: int, rain: float, heat: float, demand: float, cells: int = 8):
    """Forcing and parameters of a seed, with heavy rain, great heat or strong demand."""
    weather = forcing(cells, DAYS, seed=seed)
    weather["precipitation"] = weather["precipitation"] * rain
    weather["air_temperature"] = weather["air_temperature"] + heat
    weather["potential_transpiration"] = weather["potential_transpiration"] * demand
    weather["potential_bare_evaporation"] = weather["potential_bare_evaporation"] * demand
    return weather, parameters(MODEL, cells, seed=seed + 1)


worlds = st.builds(wild, any_seed, st.floats(0, 20), st.floats(-30, 30), st.floats(0, 10))


@settings(deadline=None, max_examples=60)
@given(worlds)
def test_water_balance_closes_every_day(world):
    weather, p = world
    state = MODEL.initial_state(p)
    before = sum(state[s] for s in STORAGES)
    done = simulate(MODEL, weather, p, state)
    out = done.outputs
    storage = out["soil_water"] + out["snow_water_equivalent"]
    change = torch.diff(torch.cat([before[None], storage]), dim=0)
    flows = out["evapotranspiration"] + out["runoff"] + out["baseflow"]
    residual = weather["precipitation"] - flows - change
    assert residual.abs().max() < 1e-9


@settings(deadline=None, max_examples=60)
@given(worlds)
def test_fluxes_are_not_negative_and_storages_stay_within_capacity(world):
    weather, p = world
    done = simulate(MODEL, weather, p)
    for name in ("evapotranspiration", "bare_evaporation", "runoff", "baseflow", "inflow"):
        assert done.outputs[name].min() >= -1e-12, name
    column = soil(p)
    for layer, name in enumerate(("w1", "w2", "w3")):
        assert (done.state[name] <= column.wmax[layer] + 1e-9).all(), name
        assert (done.state[name] >= column.wres[layer] - 1e-9).all(), name
    assert done.state["swe"].min() >= 0.0
    moisture = done.outputs["surface_soil_moisture"]
    assert (moisture <= p["porosity"] + 1e-12).all()
    demand = weather["potential_transpiration"] + weather["potential_bare_evaporation"]
    assert (done.outputs["evapotranspiration"] <= demand + 1e-9).all()


@settings(deadline=None, max_examples=30)
@given(any_seed)
def test_permuting_cells_permutes_results(seed):
    weather, p = wild(seed, 1.0, 0.0, 1.0, cells=11)
    order = torch.randperm(11, generator=torch.Generator().manual_seed(seed))
    straight = simulate(MODEL, weather, p).outputs["runoff"][:, order]
    shuffled = simulate(
        MODEL,
        {name: values[:, order] for name, values in weather.items()},
        {name: values[order] for name, values in p.items()},
    ).outputs["runoff"]
    assert torch.equal(straight, shuffled)


@settings(deadline=None, max_examples=30)
@given(any_seed, st.integers(1, DAYS - 1))
def test_two_half_runs_are_one_run(seed, cut):
    weather, p = wild(seed, 1.0, 0.0, 1.0)
    whole = simulate(MODEL, weather, p)
    first = simulate(MODEL, {n: v[:cut] for n, v in weather.items()}, p)
    second = simulate(MODEL, {n: v[cut:] for n, v in weather.items()}, p, first.state)
    for name, series in whole.outputs.items():
        parts = torch.cat([first.outputs[name], second.outputs[name]])
        assert torch.equal(series, parts), name


def test_a_dry_spell_only_dries():
    weather, p = wild(3, 0.0, 10.0, 1.0)
    weather["precipitation"][0] = 50.0
    moisture = simulate(MODEL, weather, p).outputs["soil_water"]
    assert (torch.diff(moisture[1:], dim=0) <= 1e-12).all()
