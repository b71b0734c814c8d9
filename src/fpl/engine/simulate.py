"""One interface to both engines."""

import logging
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from fpl.engine import reference
from fpl.engine.build import broken
from fpl.engine.kernel import Days, kernel
from fpl.errors import EngineError
from fpl.physics.process_model import ProcessModel, Variable

log = logging.getLogger(__name__)
EngineName = Literal["auto", "fused", "torch"]
_warned = False


@dataclass(frozen=True)
class Simulation:
    """Outputs, each ``(day, cell)``, and the state at the end of the last day, each ``(cell,)``."""

    outputs: dict[str, Tensor]
    state: dict[str, Tensor]


def resolve(engine: EngineName) -> Literal["fused", "torch"]:
    """The engine that will run: ``$FPL_ENGINE`` before ``engine``; ``auto`` is fused where a C++
    compiler works, else torch with one warning."""
    global _warned
    asked = os.environ.get("FPL_ENGINE", engine)
    if asked not in ("auto", "fused", "torch"):
        raise EngineError(f"engine must be auto, fused or torch, got {asked!r}")
    if asked != "auto":
        return asked  # type: ignore[return-value]
    reason = broken()
    if reason is None:
        return "fused"
    if not _warned:
        log.warning(
            "%s: running on eager torch, hundreds of times slower; install g++ or the package "
            "ziglang to use the fused engine",
            reason,
        )
        _warned = True
    return "torch"


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

    Parameters
    ----------
    forcing : each ``(day, cell)``, one dtype (float32 or float64 on the fused engine)
    parameters : each ``(cell,)``
    initial_state : each ``(cell,)``; the model's own if None
    outputs : names of the outputs wanted; all if None
    threads : threads of the fused engine, which share blocks of cells

    Differentiable with respect to parameters and initial state, not to forcing.

    Raises
    ------
    EngineError
        A name or a shape does not fit the model; a value is not finite (variable, cell and day
        are named); an operation of the step is unknown to the fused engine.
    """
    names = tuple(outputs if outputs is not None else model.output_names)
    check_forcing(model, forcing)
    _check_parameters(model, parameters, forcing[model.forcing_names[0]].shape[1])
    _check_present(model, "outputs", names, model.output_names)
    state = dict(initial_state) if initial_state is not None else model.initial_state(parameters)
    _check_state(model, state)
    if resolve(engine) == "torch":
        return Simulation(*reference.run(model, forcing, parameters, state, names))
    needs = [torch.is_grad_enabled() and parameters[p].requires_grad for p in model.parameter_names]
    wanted = tuple(p for p, need in zip(model.parameter_names, needs, strict=True) if need)
    differentiable = torch.is_grad_enabled() and (
        bool(wanted) or any(s.requires_grad for s in state.values())
    )
    days = tuple(forcing[f].contiguous() for f in model.forcing_names)
    compiled = kernel(model, days[0].dtype, names, wanted, differentiable)
    made, end = Days.apply(
        torch.stack([parameters[p] for p in model.parameter_names]),
        torch.stack([state[s] for s in model.state_names]),
        days,
        compiled,
        threads,
    )
    return Simulation(
        dict(zip(names, made.unbind(0), strict=True)),
        dict(zip(model.state_names, end.unbind(0), strict=True)),
    )


def check_forcing(model: ProcessModel, forcing: Mapping[str, Tensor]) -> None:
    """EngineError if a forcing is absent, of another shape than the rest, or not finite."""
    _check_present(model, "forcing", model.forcing_names, forcing)
    shape = forcing[model.forcing_names[0]].shape
    for variable in model.forcings:
        if forcing[variable.name].shape != shape or len(shape) != 2:
            raise EngineError(
                f"forcing {variable.name}: expected shape (day, cell) = {tuple(shape)}, "
                f"got {tuple(forcing[variable.name].shape)}"
            )
        _refuse(variable, forcing[variable.name])


def _check_present(
    model: ProcessModel, kind: str, expected: Sequence[str], got: Collection[str]
) -> None:
    missing = [name for name in expected if name not in got]
    if missing:
        raise EngineError(
            f"model {model.name}: {kind} {', '.join(missing)} not found; it has {', '.join(got)}"
        )


def _check_parameters(model: ProcessModel, parameters: Mapping[str, Tensor], cells: int) -> None:
    _check_present(model, "parameters", model.parameter_names, parameters)
    for name in model.parameter_names:
        values = parameters[name].detach()
        if values.shape != (cells,):
            raise EngineError(
                f"parameter {name}: expected shape (cell,) = ({cells},), got {tuple(values.shape)}"
            )
        bad = ~torch.isfinite(values)
        if bad.any():
            cell = int(bad.nonzero()[0, 0])
            raise EngineError(
                f"parameter {name} of cell {cell} (position) is {float(values[cell])}; expected a "
                "finite number"
            )


def _check_state(model: ProcessModel, state: Mapping[str, Tensor]) -> None:
    _check_present(model, "initial state", model.state_names, state)
    for name in model.state_names:
        if not torch.isfinite(state[name].detach().sum()):
            raise EngineError(
                f"state {name} is not finite in some cell at the start; expected finite numbers"
            )


def _refuse(variable: Variable, values: Tensor) -> None:
    # a sum is finite unless some value is not (or the sum overflows): cheaper than a mask
    if torch.isfinite(values.sum()):
        return
    bad = (~torch.isfinite(values)).nonzero()
    if len(bad):
        day, cell = (int(i) for i in bad[0])
        raise EngineError(
            f"forcing {variable.name} of cell {cell} (position) on day {day} is "
            f"{float(values[day, cell])}; expected a finite number. Mend or fill the data first"
        )
