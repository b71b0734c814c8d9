"""Small models for tests of the engine, and how both engines are compared on them."""

from collections.abc import Callable, Mapping, Sequence

import torch
from torch import Tensor

from fpl.engine import simulate
from fpl.models.declaration import Variable
from fpl.models.parameter import Parameter
from fpl.physics.process_model import Fields, ProcessModel, Step

ENGINES = ("torch", "fused")
Bounds = tuple[float, float]


def model_of(
    step: Step,
    forcings: Sequence[str],
    parameters: Mapping[str, Bounds],
    states: Mapping[str, float],
    outputs: Sequence[str],
) -> ProcessModel:
    """A model out of names; its states start from the numbers given."""
    first = next(iter(parameters))
    return ProcessModel(
        name="tested",
        forcings=tuple(Variable(f, "1") for f in forcings),
        parameters=tuple(
            Parameter(p, "1", low, high, 0.5 * (low + high), "of a test", "made up")
            for p, (low, high) in parameters.items()
        ),
        states=tuple(Variable(s, "1") for s in states),
        outputs=tuple(Variable(o, "1") for o in outputs),
        step=step,
        initial_state=lambda p: {s: torch.full_like(p[first], x) for s, x in states.items()},
    )


def formulas(functions: Mapping[str, Callable[..., Tensor]], names: Sequence[str]) -> ProcessModel:
    """A model whose outputs are functions of the parameters ``names``."""

    def step(forcing: Fields, state: Fields, p: Fields) -> tuple[dict, dict]:
        made = {key: function(*(p[n] for n in names)) for key, function in functions.items()}
        return {"idle": state["idle"] + forcing["idle"]}, made

    return model_of(step, ["idle"], dict.fromkeys(names, (-1.0, 1.0)), {"idle": 0.0}, [*functions])


def valued(model: ProcessModel, values: Mapping[str, Tensor], engine: str) -> dict[str, Tensor]:
    """Outputs ``(day, cell)`` of a model of formulas; parameters ``(day, cell)`` if it declares
    them dynamic, else ``(cell,)``."""
    some = next(iter(values.values()))
    idle = torch.zeros(some.shape if some.ndim == 2 else (2, len(some)), dtype=some.dtype)
    return simulate(model, {"idle": idle}, values, engine=engine).outputs


def with_gradients(
    model: ProcessModel, values: Mapping[str, Tensor], engine: str
) -> dict[str, Tensor]:
    """Outputs of a model of formulas and, named by both, the gradients of each output, its elements
    weighted by different numbers, to each parameter."""
    leaves = {name: t.clone().requires_grad_() for name, t in values.items()}
    made = valued(model, leaves, engine)
    result = {name: series.detach() for name, series in made.items()}
    for name, series in made.items():
        weight = torch.linspace(0.5, 1.5, series.numel(), dtype=series.dtype).view_as(series)
        gradients = torch.autograd.grad(
            series, [*leaves.values()], weight, retain_graph=True, materialize_grads=True
        )
        result |= {f"d {name} / d {p}": g for p, g in zip(leaves, gradients, strict=True)}
    return result


def assert_close(got: Mapping[str, Tensor], expected: Mapping[str, Tensor], rtol: float) -> None:
    """Of all names the values are the same to ``rtol`` of the greatest finite one, infinite and NaN
    at the same places."""
    for name, wanted in expected.items():
        finite = wanted[wanted.isfinite()].abs()
        torch.testing.assert_close(
            got[name],
            wanted,
            rtol=rtol,
            atol=rtol * (float(finite.max()) if finite.numel() else 0.0),
            equal_nan=True,
            msg=lambda text, name=name: f"{name}: {text}",
        )


def assert_alike(model: ProcessModel, values: Mapping[str, Tensor], rtol: float = 1e-14) -> None:
    """Both engines give the same outputs and gradients of a model of formulas."""
    reference, fused = (with_gradients(model, values, engine) for engine in ENGINES)
    assert_close(fused, reference, rtol)
