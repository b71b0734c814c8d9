"""Gradients of VIC: gradcheck of each process, of a year to each calibrated parameter."""

import pytest
import torch
from torch.autograd import gradcheck
from worlds import forcing, parameters, problem

from fpl.engine import simulate
from fpl.physics import demand
from fpl.physics.vic import vic
from fpl.physics.vic.bare_soil import wet_share
from fpl.physics.vic.canopy import Canopy, interception, transpiration
from fpl.physics.vic.capillary import Capillary, rise
from fpl.physics.vic.model import soil
from fpl.physics.vic.snow import Snow, snow_day, snow_free_share
from fpl.physics.vic.soil_column import Soil, arno_baseflow, drainage, soil_column, surface_runoff
from fpl.physics.vic.soil_heat import SoilHeat, ground_heat, horizon
from fpl.problem.problem import Problem

pytestmark = pytest.mark.engines

MODEL = vic(2)
EXTENDED = ("infilt", "expt", "Ksat", "porosity", "Wcr", "Wpwp_ratio", "resid_ratio", "depth_1")


def numbers(*values: float) -> torch.Tensor:
    return torch.tensor(values, dtype=torch.float64, requires_grad=True)


def soil_of(infilt, Ds, Dsmax, Ws, c, expt, Ksat) -> Soil:
    wmax = (numbers(45.0, 45.0), numbers(220.0, 220.0), numbers(450.0, 450.0))
    wres = (numbers(2.0, 2.0), numbers(10.0, 10.0), numbers(20.0, 20.0))
    wilting = tuple(0.3 * w for w in wmax)
    critical = tuple(0.5 * w for w in wmax)
    return Soil(infilt, Ds, Dsmax, Ws, c, (expt,) * 3, (Ksat,) * 3, wmax, wres, wilting, critical)


CONSTANTS = (
    numbers(0.2, 0.05),
    numbers(0.02, 0.1),
    numbers(10.0, 3.0),
    numbers(0.7, 0.5),
    numbers(2.0, 2.0),
    numbers(8.0, 20.0),
    numbers(300.0, 900.0),
)


def test_surface_runoff():
    def runoff(inflow, w1, w2, *constants):
        return surface_runoff(inflow, w1, w2, soil_of(*constants))

    arguments = (numbers(12.0, 3.0), numbers(30.0, 12.0), numbers(120.0, 60.0), *CONSTANTS)
    assert gradcheck(runoff, arguments)


def test_capillary_rise():
    def risen(upper, lower, rate, expt, bubbling, distance):
        room = (numbers(40.0, 40.0), numbers(60.0, 60.0))
        return rise((upper, lower), room, rate, expt, Capillary(bubbling, distance))

    arguments = (
        numbers(10.0, 30.0),
        numbers(45.0, 15.0),
        numbers(20.0, 400.0),
        numbers(8.0, 20.0),
        numbers(150.0, 40.0),
        numbers(300.0, 250.0),
    )
    assert gradcheck(risen, arguments)


def test_drainage():
    arguments = (
        numbers(30.0, 3.0),
        numbers(40.0, 40.0),
        numbers(20.0, 400.0),
        numbers(8.0, 25.0),
    )
    assert gradcheck(drainage, arguments)


def test_baseflow():
    def baseflow(w3, *constants):
        soil = soil_of(*constants)
        return arno_baseflow(w3, soil, soil.Dsmax / 24)

    assert gradcheck(baseflow, (numbers(400.0, 120.0), *CONSTANTS))


def test_snow():
    def day(ice, liquid, cold, rain, fall, temperature, factor):
        snow, leaving = snow_day(Snow(ice, liquid, cold), rain, fall, temperature, factor)
        return snow.ice, snow.liquid, snow.cold, leaving

    # one cell melts and drains, one cools a cold pack, one warms it
    arguments = (
        numbers(30.0, 90.0, 60.0),
        numbers(0.4, 0.0, 0.1),
        numbers(0.3, 2.0, 3.0),
        numbers(2.0, 0.5, 0.2),
        numbers(1.0, 3.0, 0.5),
        numbers(2.5, -8.0, 0.3),
        numbers(3.0, 4.0, 2.0),
    )
    assert gradcheck(day, (*arguments[:1], numbers(0.4, 0.2, 0.1), *arguments[2:]))
    ice, liquid = numbers(3.0, 30.0), numbers(0.1, 0.5)
    assert gradcheck(lambda i, q: snow_free_share(Snow(i, q, i)), (ice, liquid))


def test_interception():
    # partly wet; drained by demand; dripping over
    arguments = (
        numbers(0.1, 0.05, 0.19),
        numbers(0.0, 0.02, 5.0),
        numbers(2.0, 3.0, 2.0),
        numbers(0.3, 6.0, 1.0),
    )
    assert gradcheck(interception, arguments)


@pytest.mark.parametrize("sharing", ["exact", "layered"])
@pytest.mark.parametrize("moisture", [(18.0, 90.0, 200.0), (26.0, 130.0, 190.0)])
def test_transpiration(sharing, moisture):
    def rates(w1, w2, w3, dry, available, temperature, vpd, ra, rarc, shut, opened):
        roots = tuple(share * torch.ones_like(w1) for share in (0.3, 0.5, 0.2))
        air = demand.air_of(temperature=temperature, vpd=vpd, elevation=numbers(200.0))
        leaves, layers = demand.Stomata(shut, opened), (w1, w2, w3)
        column = soil_of(*CONSTANTS)
        canopy = Canopy(air, available, ra, rarc, leaves)
        return transpiration(layers, roots, column, canopy, dry, sharing)

    surroundings = (0.7, 150.0, 20.0, 800.0, 60.0, 25.0, 100.0, 2.0)
    assert gradcheck(rates, [numbers(value, value) for value in (*moisture, *surroundings)])


def test_bare_soil():
    arguments = (numbers(8.0, 22.0, 39.9), numbers(40.0, 40.0, 40.0), numbers(0.05, 0.2, 0.4))
    assert gradcheck(wet_share, arguments)


def test_soil_heat():
    def heat(today, before, soil, one, two, shaded, depth, porosity, quartz, deep):
        of = SoilHeat(depth, horizon(porosity, quartz), horizon(0.9 * porosity, quartz), deep)
        return ground_heat(today, before, soil, (one, two), shaded, of)

    arguments = (12.0, 7.0, 9.0, 0.4, 0.7, 0.6, 0.1, 0.45, 0.5, 11.0)
    assert gradcheck(heat, [numbers(value) for value in arguments])


def test_a_day_of_the_column():
    def day(inflow, e1, w1, w2, w3, *constants):
        made = soil_column(inflow, (e1, 0.5 * e1, e1), (w1, w2, w3), soil_of(*constants), 3)
        return (*made.moisture, made.runoff, made.baseflow)

    moistures = (numbers(25.0, 20.0), numbers(120.0, 90.0), numbers(300.0, 200.0))
    assert gradcheck(day, (numbers(10.0, 4.0), numbers(2.0, 1.0), *moistures, *CONSTANTS))


def test_fused_engine_passes_gradcheck():
    # away from kinks: what is tested is the adjoint, not a corner of the physics
    weather, values = forcing(3, 12, seed=4), parameters(MODEL, 3, seed=5)
    calibrated = [values[name].requires_grad_() for name in EXTENDED]

    def run(*chosen):
        made = dict(zip(EXTENDED, chosen, strict=True))
        done = simulate(
            MODEL, weather, values | made, outputs=("surface_soil_moisture",), engine="fused"
        )
        return done.outputs["surface_soil_moisture"], *done.state.values()

    assert gradcheck(run, calibrated, eps=1e-7, atol=1e-5)


def gradients(engine, output, names):
    weather, values = forcing(4, 365), parameters(MODEL, 4)
    values |= {name: values[name].requires_grad_() for name in names}
    simulate(MODEL, weather, values, outputs=(output,), engine=engine).outputs[
        output
    ].square().mean().backward()
    return {name: values[name].grad for name in names}


@pytest.mark.parametrize("engine", ["torch", "fused"])
def test_surface_moisture_has_a_gradient_to_every_parameter_of_the_extended_set(engine):
    for name, gradient in gradients(engine, "surface_soil_moisture", EXTENDED).items():
        assert torch.isfinite(gradient).all(), name
        assert (gradient != 0).all(), name


@pytest.mark.parametrize("engine", ["torch", "fused"])
def test_the_parameters_of_layer_3_show_in_baseflow(engine):
    # in surface moisture their gradient is zero unless layer 3 overflows
    for name, gradient in gradients(engine, "baseflow", ("Ds", "Dsmax", "Ws")).items():
        assert torch.isfinite(gradient).all(), name
        assert (gradient != 0).any(), name


OPTIONS = ({}, {"sharing": "layered"}, {"capillary": True})


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_engines_give_the_same_gradients(options):
    # of every output and end state, to every parameter, forcing days of frost, flood and drought
    model = vic(2, **options)
    found = {}
    for engine in ("torch", "fused"):
        values = {n: v.requires_grad_() for n, v in parameters(model, 5, seed=11).items()}
        done = simulate(model, forcing(5, 120, seed=12), values, engine=engine)
        parts = [*done.outputs.values(), *done.state.values()]
        sum(part.square().mean() for part in parts).backward()
        found[engine] = {name: v.grad for name, v in values.items()}
    for name, gradient in found["torch"].items():
        if gradient is None:  # without capillary rise
            assert name == "bubbling" and not found["fused"][name].any()
            continue
        assert torch.allclose(gradient, found["fused"][name], rtol=1e-8, atol=1e-10), name


EDGES = {"cover": (0.0, 1.0), "leaf_area_index": (0.0, 4.0), "air_temperature": (-60.0, 50.0)}


@pytest.mark.parametrize("engine", ["torch", "fused"])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_gradients_are_finite_at_the_edges(engine, dtype):
    # no and full cover, bare twigs, frost and heat, no light; from wilting point and from capacity
    weather, values = forcing(8, 60, dtype), parameters(MODEL, 8, dtype)
    edge = torch.arange(8)
    for name, (low, high) in EDGES.items():
        of = weather if name in weather else values
        of[name] = of[name].clone()
        of[name][..., edge % 2 == 0], of[name][..., edge % 4 == 1] = low, high
    weather["shortwave"][:, 3], weather["vapour_pressure_deficit"][:, 4] = 0.0, 0.0
    weather["snowfall"] = torch.where(edge == 5, weather["precipitation"], weather["snowfall"])
    start = MODEL.initial_state(values)
    full = soil(values).wmax
    for layer, name in enumerate(("w1", "w2", "w3")):
        start[name] = torch.where(edge < 4, start[name], full[layer])
    leaves = {n: v.requires_grad_() for n, v in values.items()}
    begun = {n: v.detach().requires_grad_() for n, v in start.items()}
    done = simulate(MODEL, weather, leaves, begun, engine=engine)
    sum(series.square().mean() for series in done.outputs.values()).backward()
    for name, leaf in (leaves | begun).items():
        assert leaf.grad.isfinite().all(), name


def test_objective_gradient_agrees_with_central_differences(monkeypatch):
    # from a given state: of the warm-up, only the last cycle carries a gradient
    this = problem(MODEL, EXTENDED)
    draw = torch.Generator().manual_seed(9)
    start = torch.rand(len(EXTENDED), this.cells, generator=draw, dtype=torch.float64)
    unit = 0.3 + 0.4 * start
    given = this.settled_state(this.parameters(unit))
    monkeypatch.setattr(Problem, "settled_state", lambda self, named: given)

    def loss(point):
        return this.objective(point.detach().requires_grad_()).sum().item()

    unit.requires_grad_()
    (gradient,) = torch.autograd.grad(this.objective(unit).sum(), unit)
    step = 1e-6
    for row in range(len(EXTENDED)):
        moved = torch.zeros_like(gradient)
        moved[row, 0] = step
        slope = (loss(unit + moved) - loss(unit - moved)) / (2 * step)
        assert slope == pytest.approx(gradient[row, 0].item(), rel=1e-4, abs=1e-8)
