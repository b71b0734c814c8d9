"""The snow-and-bucket model: water balance, limits, gradients, and both engines alike."""

import pytest
import torch
from torch import Tensor
from worlds import forcing, parameters

from fpl.engine import simulate
from fpl.physics.snow_bucket import snow_bucket, snow_pack, soil_box, zones

pytestmark = pytest.mark.engines

MODEL = snow_bucket()
YEARS = 3 * 365


def weather(cells: int, days: int, dtype=torch.float64, seed: int = 0) -> dict[str, Tensor]:
    """Forcing ``(day, cell)`` whose winters melt and freeze in turn."""
    made = forcing(cells, days, torch.float64, seed)
    light, dry = made["shortwave"] / 250.0, made["vapour_pressure_deficit"] / 1120.0
    made["potential_evaporation"] = 6.0 * light * dry
    return {name: made[name].to(dtype) for name in MODEL.forcing_names}


def numbers(*values: float) -> Tensor:
    return torch.tensor(values, dtype=torch.float64)


def differentiated(engine, dtype=torch.float64, cells=19, days=YEARS, seed=0):
    """Outputs, end state, and gradients of a loss on all of them to parameters and first state."""
    values = parameters(MODEL, cells, dtype, seed + 1)
    state = {s: torch.full_like(values["FC"], 5.0) for s in MODEL.state_names}
    leaves = {name: t.requires_grad_() for name, t in (values | state).items()}
    done = simulate(
        MODEL,
        weather(cells, days, dtype, seed),
        {p: leaves[p] for p in values},
        {s: leaves[s] for s in state},
        engine=engine,
    )
    loss = sum(series.square().mean() for series in done.outputs.values())
    (loss + sum(s.mean() for s in done.state.values())).backward()
    return done, {name: leaf.grad for name, leaf in leaves.items()}


@pytest.mark.parametrize("seed", range(3))
def test_water_balance_closes_every_day_of_years(seed):
    cells, days = 40, YEARS
    world, p = weather(cells, days, seed=seed), parameters(MODEL, cells, seed=seed + 1)
    world["precipitation"] = 3.0 * world["precipitation"]
    state = MODEL.initial_state(p)
    for day in range(days):
        today = {name: values[day] for name, values in world.items()}
        before = sum(state.values())
        state, made = MODEL.step(today, state, p)
        left = made["streamflow"] + made["evapotranspiration"]
        residual = before + today["precipitation"] - left - sum(state.values())
        assert residual.abs().max() < 1e-9
        assert all(store.min() >= 0.0 for store in state.values())
        assert all(flux.min() >= 0.0 for flux in made.values())
        assert (made["evapotranspiration"] <= today["potential_evaporation"] + 1e-12).all()
        assert (state["soil"] <= p["FC"] * (1 + 1e-15)).all()
        # while snow lies it holds no more liquid water than CWH of its ice
        assert (state["snow_liquid"] <= p["CWH"] * state["snow"] + 1e-12).all()


def test_the_balance_of_a_simulation_is_that_of_its_outputs():
    world, p = weather(8, YEARS), parameters(MODEL, 8)
    done = simulate(MODEL, world, p)
    gained = sum(done.state.values()) - sum(MODEL.initial_state(p).values())
    left = done.outputs["streamflow"] + done.outputs["evapotranspiration"]
    assert (world["precipitation"].sum(0) - left.sum(0) - gained).abs().max() < 1e-9


def test_snow_by_hand():
    # melting 2 K above TT with 3 mm/d/K of 20 mm; all rain; 0.1 of 14 mm ice stays liquid
    p = {
        name: numbers(value)
        for name, value in (("TT", 0), ("CFMAX", 3), ("CFR", 0.05), ("CWH", 0.1))
    }
    snow, liquid, leaves = snow_pack(numbers(5), numbers(2), numbers(20), numbers(1), p)
    assert torch.allclose(torch.cat([snow, liquid, leaves]), numbers(14, 1.4, 10.6))
    # freezing 4 K below: 0.05 * 3 * 4 = 0.6 mm turns to ice, 5 mm fall as snow
    snow, liquid, leaves = snow_pack(numbers(5), numbers(-4), numbers(20), numbers(1), p)
    assert torch.allclose(torch.cat([snow, liquid, leaves]), numbers(25.6, 0.4, 0))
    # at TT half of it is rain; neither melts nor freezes
    snow, liquid, leaves = snow_pack(numbers(5), numbers(0), numbers(0), numbers(0), p)
    assert torch.allclose(torch.cat([snow, liquid, leaves]), numbers(2.5, 0.25, 2.25))


def test_soil_by_hand():
    p = {name: numbers(value) for name, value in (("FC", 200), ("LP", 0.5), ("BETA", 2))}
    # half full: a quarter of 8 mm recharges; above LP evaporation is potential
    soil, recharge, evaporation = soil_box(numbers(8), numbers(3), numbers(100), p)
    assert torch.allclose(torch.cat([soil, recharge, evaporation]), numbers(103, 2, 3))
    # a tenth full, no rain: a fifth of the potential
    soil, recharge, evaporation = soil_box(numbers(0), numbers(3), numbers(20), p)
    assert torch.allclose(torch.cat([soil, recharge, evaporation]), numbers(19.4, 0, 0.6))
    # what does not fit into the soil recharges
    soil, recharge, evaporation = soil_box(numbers(300), numbers(0), numbers(100), p)
    assert torch.allclose(torch.cat([soil, recharge, evaporation]), numbers(200, 200, 0))
    # empty, with more demand than water
    soil, recharge, evaporation = soil_box(numbers(0), numbers(9), numbers(0), p)
    assert torch.equal(torch.cat([soil, recharge, evaporation]), numbers(0, 0, 0))


def test_zones_by_hand():
    p = {
        name: numbers(value)
        for name, value in (("PERC", 2), ("UZL", 10), ("K0", 0.5), ("K1", 0.1), ("K2", 0.01))
    }
    # 32 mm: 2 percolate, half of 20 above the threshold, a tenth of the remaining 20
    upper, lower, streamflow = zones(numbers(12), numbers(20), numbers(98), p)
    assert torch.allclose(torch.cat([upper, lower, streamflow]), numbers(18, 99, 13))
    # less than can percolate
    upper, lower, streamflow = zones(numbers(1), numbers(0), numbers(99), p)
    assert torch.allclose(torch.cat([upper, lower, streamflow]), numbers(0, 99, 1))


@pytest.mark.parametrize("engine", ["torch", "fused"])
def test_gradcheck(engine):
    # away from kinks: one cell rains, one freezes, one melts; no store is empty or full
    world = {
        "precipitation": numbers(6.0, 4.0, 5.0).expand(4, 3).contiguous(),
        "air_temperature": numbers(8.0, -3.0, 1.5).expand(4, 3).contiguous(),
        "potential_evaporation": numbers(2.0, 0.3, 1.0).expand(4, 3).contiguous(),
    }
    ranges = {
        p.name: p.from_unit(torch.full((3,), 0.4, dtype=torch.float64)) for p in MODEL.parameters
    }
    p = ranges | {
        "PERC": numbers(0.7, 0.7, 0.7),
        "UZL": numbers(10, 10, 10),
        "LP": ranges["LP"] + 0.3,
    }
    state = dict(
        zip(MODEL.state_names, numbers(40, 2, 100, 35, 20)[:, None].repeat(1, 3), strict=True)
    )
    leaves = [t.clone().requires_grad_() for t in (*p.values(), *state.values())]

    def run(*given):
        done = simulate(
            MODEL,
            world,
            dict(zip(p, given, strict=False)),
            dict(zip(state, given[len(p) :], strict=True)),
            engine=engine,
        )
        return (*done.outputs.values(), *done.state.values())

    assert torch.autograd.gradcheck(run, leaves)


def test_every_parameter_and_state_has_a_gradient():
    _, gradients = differentiated("torch", days=400)
    for name, gradient in gradients.items():
        assert gradient.abs().max() > 0.0, name


def test_engines_agree_over_years():
    # rounding differs (powers, contraction); it decays with the stores, days of memory
    (one, one_gradient), (other, other_gradient) = map(differentiated, ("torch", "fused"))
    for name, series in (one.outputs | one.state).items():
        same = (other.outputs | other.state)[name]
        assert torch.allclose(series, same, rtol=1e-11, atol=1e-11), name
    for name, gradient in one_gradient.items():
        assert torch.allclose(gradient, other_gradient[name], rtol=1e-9, atol=1e-11), name


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("engine", ["torch", "fused"])
def test_gradients_are_finite_anywhere_in_the_ranges(engine, dtype):
    for seed in range(3):
        done, gradients = differentiated(engine, dtype, cells=500, days=120, seed=seed)
        assert all(series.isfinite().all() for series in done.outputs.values())
        for name, gradient in gradients.items():
            assert gradient.isfinite().all(), name


@pytest.mark.parametrize("engine", ["torch", "fused"])
def test_gradients_are_finite_with_empty_stores_and_at_the_ends_of_the_ranges(engine):
    corners = torch.cartesian_prod(*[torch.tensor([0.0, 1.0], dtype=torch.float64)] * 12)
    leaves = {
        p.name: p.from_unit(corners[:, i].contiguous()).requires_grad_()
        for i, p in enumerate(MODEL.parameters)
    }
    cells = len(corners)
    world = {name: values.expand(-1, cells).contiguous() for name, values in weather(1, 30).items()}
    world["precipitation"][:5] = 0.0  # a dry start: every power has base zero
    world["precipitation"][10] = 500.0  # and a flood
    empty = {s: torch.zeros(cells, dtype=torch.float64).requires_grad_() for s in MODEL.state_names}
    done = simulate(MODEL, world, leaves, empty, engine=engine)
    sum(series.sum() for series in done.outputs.values()).backward()
    for name, leaf in (leaves | empty).items():
        assert leaf.grad.isfinite().all(), name
