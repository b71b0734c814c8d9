"""Gradients of VIC: gradcheck of each process, of a year to each calibrated parameter."""

import pytest
import torch
from torch.autograd import gradcheck
from worlds import forcing, parameters, problem

from fpl.engine import simulate
from fpl.physics.vic import vic
from fpl.physics.vic.evaporation import layer_evaporation
from fpl.physics.vic.snow import degree_day, snow_free_share
from fpl.physics.vic.soil_column import Soil, arno_baseflow, drainage, soil_column, surface_runoff
from fpl.problem.problem import Problem

pytestmark = pytest.mark.engines

MODEL = vic(2)
EXTENDED = ("infilt", "expt", "Ksat", "porosity", "Wcr", "Wpwp_ratio", "resid_ratio", "depth_1")


def numbers(*values: float) -> torch.Tensor:
    return torch.tensor(values, dtype=torch.float64, requires_grad=True)


def soil_of(infilt, Ds, Dsmax, Ws, c, expt, Ksat) -> Soil:
    wmax = (numbers(45.0, 45.0), numbers(220.0, 220.0), numbers(450.0, 450.0))
    wres = (numbers(2.0, 2.0), numbers(10.0, 10.0), numbers(20.0, 20.0))
    return Soil(infilt, Ds, Dsmax, Ws, c, expt, Ksat, wmax, wres)


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
    arguments = (numbers(8.0, 8.0), numbers(0.2, 3.0), numbers(30.0, 2.0), numbers(3.0, 4.0))
    assert gradcheck(degree_day, arguments)
    assert gradcheck(snow_free_share, (numbers(3.0, 30.0),))


def test_evaporation():
    def evaporation(tp, eb, w1, w2, w3, cover, *constants):
        soil = soil_of(*constants)
        wilting = tuple(0.3 * w for w in soil.wmax)
        critical = tuple(0.5 * w for w in soil.wmax)
        roots = tuple(share * torch.ones_like(w1) for share in (0.3, 0.5, 0.2))
        asked, bare = layer_evaporation(tp, eb, (w1, w2, w3), roots, cover, wilting, critical, soil)
        return (*asked, bare)

    moistures = (numbers(18.0, 21.0), numbers(90.0, 100.0), numbers(180.0, 190.0))
    rates = (numbers(4.0, 2.0), numbers(3.0, 5.0))
    assert gradcheck(evaporation, (*rates, *moistures, numbers(0.5, 0.8), *CONSTANTS))


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
