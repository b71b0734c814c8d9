"""One interface to both engines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from fpl.engine.checks import check_parameters, check_present, check_state
from fpl.engine.choice import EngineName
from fpl.engine.runner import Runner
from fpl.physics.process_model import ProcessModel


@dataclass(frozen=True)
class Simulation:
    """Outputs, each ``(day, cell)``, and the state at the end of the last day, each ``(cell,)``."""

    outputs: dict[str, Tensor]
    state: dict[str, Tensor]


def simulate(
    model: ProcessModel,
    forcing: Mapping[str, Tensor],
    parameters: Mapping[str, Tensor],
    initial_state: Mapping[str, Tensor] | None = None,
    outputs: Sequence[str] | None = None,
    engine: EngineName = "auto",
    threads: int = 1,
) -> Simulation:
    """Run ``model`` over all days and cells.

    forcing : each ``(day, cell)``, one dtype (float32 or float64 on the fused engine)
    parameters : each ``(cell,)``; those that the model declares dynamic ``(day, cell)``
    initial_state : each ``(cell,)``; the model's own if None
    outputs : names of the outputs wanted; all if None
    threads : threads of the fused engine, which share blocks of cells

    Differentiable with respect to parameters and initial state, not to forcing. EngineError if a
    name or a shape does not fit the model, a value is not finite (variable, cell and day are
    named), or an operation of the step is unknown to the fused engine.
    """
    names = tuple(outputs if outputs is not None else model.output_names)
    check_present(model, "outputs", names, model.output_names)
    wanted = [p for p in parameters if parameters[p].requires_grad]
    runner = Runner(model, forcing, names, engine, threads, wanted)
    check_parameters(model, parameters, runner.like)
    if initial_state is None:
        initial_state = model.initial_state(_first_day(model, parameters))
    check_state(model, initial_state, runner.like)
    none = runner.like.new_empty(0, runner.cells)
    made, end = runner(
        torch.stack([parameters[p] for p in model.static]) if model.static else none,
        torch.stack([initial_state[s] for s in model.state_names]),
        [parameters[p] for p in model.dynamic],
    )
    return Simulation(
        dict(zip(names, made.unbind(0), strict=True)),
        dict(zip(model.state_names, end.unbind(0), strict=True)),
    )


def _first_day(model: ProcessModel, parameters: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Parameters ``(cell,)``, dynamic ones as they are on the first day."""
    return {p: v[0] if p in model.dynamic else v for p, v in parameters.items()}
