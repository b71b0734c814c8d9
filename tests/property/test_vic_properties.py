"""What must hold of VIC for any forcing and any parameters in range.

Coverage: water balance, fluxes not negative, storages within capacity, cells independent, two half
runs equal one run; corners of weather, cover and moisture.
"""

import hypothesis.strategies as st
import pytest
import torch
from hypothesis import given, settings
from worlds import forcing, parameters

from fpl.engine import simulate
from fpl.physics.vic import vic
from fpl.physics.vic.model import soil

DAYS = 60
MODEL = vic(4)
STORAGES = ("w1", "w2", "w3", "canopy_water", "snow_ice", "snow_liquid")
FLUXES = ("evapotranspiration", "canopy_evaporation", "transpiration", "bare_evaporation")
FLUXES += ("runoff", "baseflow", "throughfall", "inflow")
any_seed = st.integers(0, 10**6)


def wild(seed: int, rain: float, heat: float, demand: float, snow: float = 0.0, cells: int = 8):
    """Forcing and parameters of a seed, with floods, great heat or frost, strong demand; ``snow``
    is the least share of precipitation that falls as snow."""
    weather = forcing(cells, DAYS, seed=seed)
    weather["precipitation"] = weather["precipitation"] * rain
    weather["snowfall"] = torch.maximum(weather["snowfall"] * rain, snow * weather["precipitation"])
    weather["air_temperature"] = (weather["air_temperature"] + heat).clamp(-60.0, 50.0)
    weather["vapour_pressure_deficit"] = weather["vapour_pressure_deficit"] * demand
    weather["shortwave"] = weather["shortwave"] * demand
    return weather, parameters(MODEL, cells, seed=seed + 1)


worlds = st.builds(
    wild, any_seed, st.floats(0, 20), st.floats(-70, 50), st.floats(0, 10), st.floats(0, 1)
)


def check(weather, p, state=None, model=MODEL):
    """Balance of every day to 1e-9 mm, fluxes >= 0, storages within capacity, all finite."""
    state = model.initial_state(p) if state is None else state
    before = sum(state[s] for s in STORAGES)
    done = simulate(model, weather, p, state)
    out = done.outputs
    for name, series in (out | done.state).items():
        assert series.isfinite().all(), name
    storage = out["soil_water"] + out["canopy_water"] + out["snow_water_equivalent"]
    change = torch.diff(torch.cat([before[None], storage]), dim=0)
    flows = out["evapotranspiration"] + out["runoff"] + out["baseflow"]
    assert (weather["precipitation"] - flows - change).abs().max() < 1e-9
    for name in FLUXES:
        assert out[name].min() >= -1e-12, name
    of_day_one = {n: v if v.dim() == 1 else v[-1] for n, v in p.items()}
    column = soil(of_day_one)
    for layer, name in enumerate(("w1", "w2", "w3")):
        assert (done.state[name] <= column.wmax[layer] + 1e-9).all(), name
        assert (done.state[name] >= column.wres[layer] - 1e-9).all(), name
    for name in ("canopy_water", "snow_ice", "snow_liquid", "cold_content"):
        assert done.state[name].min() >= -1e-12, name
    assert (out["surface_soil_moisture"] <= of_day_one["porosity"] + 1e-12).all()
    return done


@settings(deadline=None, max_examples=100)
@given(worlds)
def test_water_balance_closes_fluxes_are_not_negative_and_storages_stay_within_capacity(world):
    check(*world)


@settings(deadline=None, max_examples=30)
@given(worlds)
def test_layered_sharing_closes_too(world):
    check(*world, model=vic(4, sharing="layered"))


@settings(deadline=None, max_examples=30)
@given(worlds)
def test_capillary_rise_closes_too(world):
    check(*world, model=vic(4, capillary=True))


CORNERS = {
    "no cover": ({}, {"cover": 0.0}),
    "full cover": ({}, {"cover": 1.0}),
    "hardly any cover": ({}, {"cover": 1e-9}),
    "no leaves": ({"leaf_area_index": 0.0}, {"cover": 1.0}),
    "calm": ({"wind_speed": 0.5}, {}),
    "gale": ({"wind_speed": 50.0}, {}),
    "arctic": ({"air_temperature": -60.0, "shortwave": 0.0, "vapour_pressure_deficit": 0.0}, {}),
    "desert": ({"air_temperature": 50.0, "vapour_pressure_deficit": 12000.0}, {}),
    "rain on snow": ({"air_temperature": 0.0, "snowfall": 0.0, "precipitation": 60.0}, {}),
    "deluge": ({"precipitation": 1100.0, "snowfall": 0.0}, {}),
    "clay": ({}, {"Ksat": 20.0, "expt": 30.0, "infilt": 0.4}),
    "sand": ({}, {"Ksat": 10000.0, "expt": 4.0, "resid_ratio": 0.0, "infilt": 1e-3}),
    "a thin layer that sucks": ({}, {"Ksat": 10000.0, "bubbling": 1000.0, "depth_1": 0.03}),
    "narrow limits": ({}, {"Wcr": 0.9, "Wpwp_ratio": 0.95, "resid_ratio": 0.95}),
}


OPTIONS = ({}, {"sharing": "layered"}, {"capillary": True})


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("corner", CORNERS)
def test_corners(corner, options):
    weather_changes, changes = CORNERS[corner]
    weather, p = wild(5, 2.0, 0.0, 1.0)
    for name, value in weather_changes.items():
        weather[name] = torch.full_like(weather[name], value)
    weather["snowfall"] = torch.minimum(weather["snowfall"], weather["precipitation"])
    for name, value in changes.items():
        of_horizons = [n for n in (name, f"{name}_deep") if n in p]
        p |= {n: torch.full_like(p[n], value) for n in of_horizons}
    check(weather, p, model=vic(4, **options))


@pytest.mark.parametrize("share", [1.0, 0.0], ids=["snow only", "no snow at all"])
def test_all_or_none_of_the_precipitation_is_snow(share):
    weather, p = wild(6, 3.0, -8.0, 1.0)
    weather["snowfall"] = share * weather["precipitation"]
    check(weather, p)


@pytest.mark.parametrize("bound", ["wmax", "wres", "wilting", "critical"])
def test_a_column_that_starts_at_a_bound(bound):
    weather, p = wild(7, 1.0, 15.0, 3.0)
    start = MODEL.initial_state(p)
    start |= dict(zip(("w1", "w2", "w3"), getattr(soil(p), bound), strict=True))
    check(weather, p, start)


def test_cover_that_comes_and_goes_loses_no_water():
    weather, p = wild(8, 2.0, 10.0, 0.3)
    days = torch.arange(DAYS, dtype=torch.float64)[:, None]
    p["cover"] = (0.8 * (days % 7 < 4).double()).expand(-1, 8).contiguous()
    check(
        weather, p, MODEL.initial_state(p | {"cover": p["cover"][0]}), vic(4).with_dynamic("cover")
    )


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
    out = simulate(MODEL, weather, p).outputs
    stored = out["soil_water"] + out["canopy_water"] + out["snow_water_equivalent"]
    assert (torch.diff(stored, dim=0) <= 1e-9).all()
