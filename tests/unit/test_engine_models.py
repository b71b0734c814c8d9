"""A model that is neither VIC nor HBV, on both engines: torch's values and gradients are the truth.

Coverage: loops of sub-steps, dynamic parameters, gradients to parameters and first state, dtypes,
numbers of cells.
"""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pytest
import torch
from small_models import ENGINES, assert_alike, assert_close, formulas, model_of
from torch import Tensor

from fpl.engine import autograd, simulate
from fpl.errors import EngineError
from fpl.physics.process_model import Fields, ProcessModel
from fpl.physics.repeat import repeat

pytestmark = pytest.mark.engines

RANGES = {
    "conductance": (-2.0, 2.0),
    "wilting": (0.1, 0.5),
    "field": (1.0, 2.0),
    "rate": (0.05, 0.3),
    "capacity": (3.0, 8.0),
    "q10": (1.3, 3.0),
}


@functools.cache
def vegetation(sub_steps: int) -> ProcessModel:
    """Leaf carbon grows logistically, limited by soil temperature, light and water."""

    def step(forcing: Fields, state: Fields, p: Fields) -> tuple[dict, dict]:
        air, damping = forcing["air"], torch.sigmoid(p["conductance"]) / sub_steps

        def heat(upper: Tensor, lower: Tensor) -> tuple[Tensor, Tensor]:
            flow = damping * (upper - lower) * torch.sqrt(1.0 + 0.01 * upper.abs())
            return upper + damping * (air - upper) - flow, lower + 0.2 * flow

        upper, lower = repeat(sub_steps, heat, (state["upper"], state["lower"]))
        wet = torch.clamp(torch.log1p(forcing["rain"]), min=p["wilting"], max=p["field"])
        water = (wet - p["wilting"]) / (p["field"] - p["wilting"])
        warm = torch.tanh(torch.relu(upper) / 10.0)
        light = -torch.expm1(-0.5 * state["leaf"])
        growth = (
            p["rate"] * torch.minimum(warm, water) * light * (1.0 - state["leaf"] / p["capacity"])
        )
        frost = torch.where(upper < 0.0, 0.02 * upper.abs() * state["leaf"], 0.0)
        shed = torch.maximum(frost, 0.005 * state["leaf"])
        decay = 0.01 * p["q10"] ** ((lower - 10.0) / 10.0) * state["litter"].pow(1.1)
        leaf = state["leaf"] + growth - shed
        litter = state["litter"] + shed - torch.minimum(decay, state["litter"])
        after = {"upper": upper, "lower": lower, "leaf": leaf, "litter": litter}
        made = {
            "leaf": leaf,
            "respired": decay,
            "soil": lower,
            "lag": torch.exp(-(upper - lower).square()),
        }
        return after, made

    states = {"upper": 5.0, "lower": 8.0, "leaf": 1.0, "litter": 2.0}
    return model_of(step, ["air", "rain"], RANGES, states, ["leaf", "respired", "soil", "lag"])


def climate(cells: int, days: int, dtype: torch.dtype = torch.float64) -> dict[str, Tensor]:
    draw = torch.Generator().manual_seed(5)
    season = torch.sin(torch.arange(days, dtype=torch.float64) / 58.0)[:, None]
    noise = torch.rand(2, days, cells, generator=draw, dtype=torch.float64)
    made = {"air": 8.0 + 12.0 * season + 6.0 * (noise[0] - 0.5), "rain": 30.0 * noise[1] ** 6}
    return {name: values.to(dtype) for name, values in made.items()}


def drawn(
    model: ProcessModel, shape: tuple[int, ...], dtype: torch.dtype = torch.float64
) -> dict[str, Tensor]:
    draw = torch.Generator().manual_seed(6)
    return {
        p.name: p.from_unit(torch.rand(shape, generator=draw, dtype=torch.float64)).to(dtype)
        for p in model.parameters
    }


def differentiated(
    model: ProcessModel, forcing: Mapping[str, Tensor], engine: str, dynamic: Sequence[str] = ()
) -> dict[str, Tensor]:
    """Everything that a run gives, and the gradients of a loss on all of it."""
    days, cells = next(iter(forcing.values())).shape
    dtype = next(iter(forcing.values())).dtype
    values = drawn(model, (cells,), dtype)
    values |= {name: drawn(model, (days, cells), dtype)[name] for name in dynamic}
    state = {s: t + 0.5 for s, t in model.initial_state(drawn(model, (cells,), dtype)).items()}
    leaves = {name: t.requires_grad_() for name, t in (values | state).items()}
    done = simulate(
        model.with_dynamic(*dynamic),
        forcing,
        {p: leaves[p] for p in values},
        {s: leaves[s] for s in state},
        engine=engine,
    )
    made = done.outputs | {f"end of {s}": t for s, t in done.state.items()}
    sum(t.square().mean() for t in made.values()).backward()
    made = {name: t.detach() for name, t in made.items()}
    return made | {f"gradient to {name}": leaf.grad for name, leaf in leaves.items()}


def assert_runs_alike(
    model: ProcessModel,
    forcing: Mapping[str, Tensor],
    dynamic: Sequence[str] = (),
    rtol: float = 1e-11,
) -> None:
    reference, fused = (differentiated(model, forcing, engine, dynamic) for engine in ENGINES)
    assert all(t.isfinite().all() for t in reference.values())
    assert_close(fused, reference, rtol)


@pytest.mark.parametrize("cells", [1, 3, 8, 19])
def test_a_year_is_alike(cells):
    assert_runs_alike(vegetation(3), climate(cells, 365))


def test_a_year_is_alike_in_single_precision():
    # rounding of 6e-8 a day, kept for the weeks of the memory of leaves and litter
    assert_runs_alike(vegetation(3), climate(19, 365, torch.float32), rtol=1e-5)


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
def test_a_cell_does_not_depend_on_the_cells_around_it(dtype):
    model, world = vegetation(3), climate(40, 30, dtype)
    values = drawn(model, (40,), dtype)

    def run(cells: list[int]) -> dict[str, Tensor]:
        leaves = {name: t[cells].clone().requires_grad_() for name, t in values.items()}
        some = {name: t[:, cells] for name, t in world.items()}
        done = simulate(model, some, leaves, engine="fused")
        sum(t.square().sum() for t in done.outputs.values()).backward()
        return done.outputs | {f"gradient to {name}": leaf.grad for name, leaf in leaves.items()}

    together = run([*range(40)])
    for cells in ([39], [3, 17, 5], [*range(8, 21)]):
        for name, apart in run(cells).items():
            assert torch.equal(apart, together[name][..., cells]), name


@pytest.mark.parametrize("days", [1, 31, 32, 33, 75])
def test_a_tape_of_some_days_gives_what_a_tape_of_all_gives(days, monkeypatch):
    model, world = vegetation(3), climate(9, days)
    every_day = differentiated(model, world, "fused", ["q10"])
    monkeypatch.setattr(autograd, "FULL_TAPE", 0)
    assert autograd.STRETCH == 32  # the days above are around it
    assert_close(differentiated(model, world, "fused", ["q10"]), every_day, rtol=0.0)


@pytest.mark.parametrize("sub_steps", [1, 24])
def test_other_numbers_of_sub_steps_are_alike(sub_steps):
    assert_runs_alike(vegetation(sub_steps), climate(9, 60))


@pytest.mark.parametrize("dynamic", [("q10",), ("conductance", "wilting"), (*RANGES,)])
def test_dynamic_parameters_are_alike(dynamic):
    # q10 is outside the loop, conductance inside; then all, so that none is static
    assert_runs_alike(vegetation(3), climate(9, 60), dynamic)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_dynamic_parameter_acts_and_is_blamed_on_its_own_day(engine):
    model = formulas({"double": lambda a: 2.0 * a}, ["a"]).with_dynamic("a")
    a = torch.arange(12, dtype=torch.float64).reshape(4, 3).requires_grad_()
    idle = torch.zeros(4, 3, dtype=torch.float64)
    done = simulate(model, {"idle": idle}, {"a": a}, engine=engine)
    assert torch.equal(done.outputs["double"], 2.0 * a)
    done.outputs["double"][2, 1].backward()
    assert a.grad.nonzero().tolist() == [[2, 1]]
    assert a.grad[2, 1] == 2.0


def loops(times: int) -> dict[str, Callable[..., Tensor]]:
    """Loops of all shapes, functions of three tensors."""

    def nested(a: Tensor, b: Tensor, c: Tensor) -> Tensor:
        inner = lambda x: repeat(2, lambda y: (0.5 * y * a + x,), (x,))  # noqa: E731
        return repeat(times, lambda x: (0.5 * inner(x)[0] + c,), (b,))[0]

    def one_after_another(a: Tensor, b: Tensor, c: Tensor) -> Tensor:
        (first,) = repeat(times, lambda x: (x * a + c,), (b,))
        (second,) = repeat(times, lambda x: (torch.tanh(x) * first + b,), (first,))
        return second * second + first

    return {
        "product": lambda a, b, c: repeat(times, lambda x: (x * a,), (b,))[0],
        "swap": lambda a, b, c: repeat(times, lambda x, y: (y, x), (a, b * c))[0],
        "from outside": lambda a, b, c: repeat(times, lambda x: (x + a * b - x * c,), (c,))[0],
        "kinks": lambda a, b, c: repeat(
            times,
            lambda x: (torch.minimum(x + a, torch.where(x > b, b, c * x)).clamp(min=-0.5),),
            (c,),
        )[0],
        "one carry unused": lambda a, b, c: repeat(times, lambda x, y: (x * a, y + 1), (b, c))[0],
        "from zero": lambda a, b, c: repeat(times, lambda x: (x + a,), (torch.zeros_like(a),))[0],
        "one carry unchanged": lambda a, b, c: repeat(
            times, lambda x, y: (0.5 * x + y * a, y), (c, b)
        )[0],
        "start forgotten": lambda a, b, c: repeat(times, lambda x: (a * b,), (c,))[0],
        "shifted in": lambda a, b, c: repeat(times, lambda x, y: (a, x * y), (b, c))[1],
        "counter": lambda a, b, c: repeat(
            times, lambda k, x: (k + 1.0, x + a * k), (torch.zeros_like(a), b)
        )[1],
        "one after another": one_after_another,
        "nested": nested,
    }


@pytest.mark.parametrize("dynamic", [False, True])
@pytest.mark.parametrize("times", [1, 3, 24])
def test_loops_of_all_shapes_are_alike(times, dynamic):
    names = ("a", "b", "c")
    model = formulas(loops(times), names)
    values = {p.name: drawn(model, (4, 9) if dynamic else (9,))[p.name] for p in model.parameters}
    assert_alike(model.with_dynamic(*names) if dynamic else model, values, rtol=1e-12)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("dynamic", [(), ("q10", "wilting")])
def test_gradcheck(engine, dynamic):
    model, world = vegetation(3).with_dynamic(*dynamic), climate(3, 4)
    world["rain"] = world["rain"] + 1.5  # away from the bounds of the clamp
    names = model.parameter_names
    static, varying = drawn(model, (3,)), drawn(model, (4, 3))
    given = [(varying if name in dynamic else static)[name] for name in names]
    given += [t + 0.5 for t in model.initial_state(static).values()]

    def run(*leaves: Tensor) -> tuple[Tensor, ...]:
        values = dict(zip(names, leaves, strict=False))
        state = dict(zip(model.state_names, leaves[len(names) :], strict=True))
        done = simulate(model, world, values, state, engine=engine)
        return (*done.outputs.values(), *done.state.values())

    assert torch.autograd.gradcheck(run, [t.requires_grad_() for t in given])


@pytest.mark.parametrize("engine", ENGINES)
def test_the_default_first_state_passes_gradients_to_parameters(engine):
    def step(forcing: Fields, state: Fields, p: Fields) -> tuple[dict, dict]:
        return {"water": state["water"] + forcing["rain"]}, {"flow": p["k"] * state["water"]}

    bucket = model_of(step, ["rain"], {"k": (0.0, 1.0)}, {"water": 0.0}, ["flow"])
    bucket = replace(bucket, initial_state=lambda p: {"water": 3.0 * p["k"]})
    k = torch.tensor([0.5, 0.2], dtype=torch.float64, requires_grad=True)
    done = simulate(
        bucket, {"rain": torch.ones(1, 2, dtype=torch.float64)}, {"k": k}, engine=engine
    )
    (done.outputs["flow"].sum() + done.state["water"].sum()).backward()
    assert torch.allclose(done.outputs["flow"], 3.0 * k**2)
    assert torch.allclose(k.grad, 6.0 * k + 3.0)


@pytest.mark.parametrize("engine", ENGINES)
def test_tensors_need_not_be_contiguous(engine):
    model, world = vegetation(3), climate(5, 9)
    tidy = differentiated(model, world, engine)
    strewn = {n: torch.stack([t, -t], dim=-1).permute(1, 0, 2)[..., 0].T for n, t in world.items()}
    assert not any(t.is_contiguous() for t in strewn.values())
    assert_close(differentiated(model, strewn, engine), tidy, rtol=0.0)
    shared = {n: t[:1].expand(5) for n, t in drawn(model, (5,)).items()}
    whole = {n: t.contiguous() for n, t in shared.items()}
    made, expected = (simulate(model, world, p, engine=engine).outputs for p in (shared, whole))
    assert_close(made, expected, rtol=0.0)


def test_a_dtype_that_the_fused_engine_lacks_is_refused_by_name():
    values, idle = {"a": torch.ones(3, dtype=torch.float16)}, torch.zeros(2, 3, dtype=torch.float16)
    model = formulas({"double": lambda a: 2.0 * a}, ["a"])
    done = simulate(model, {"idle": idle}, values, engine="torch")
    assert done.outputs["double"].dtype == torch.float16
    with pytest.raises(EngineError, match=r"float16(?s:.)*engine: torch"):
        simulate(model, {"idle": idle}, values, engine="fused")
