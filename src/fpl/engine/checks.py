"""What is asked of forcing, parameters and states before a run."""

from collections.abc import Collection, Mapping, Sequence

import torch
from torch import Tensor

from fpl.errors import EngineError
from fpl.physics.process_model import ProcessModel


def check_forcing(model: ProcessModel, forcing: Mapping[str, Tensor]) -> None:
    """EngineError if a forcing is absent, of another shape or dtype than the rest, or not
    finite, or if it wants a gradient."""
    check_present(model, "forcing", model.forcing_names, forcing)
    first = forcing[model.forcing_names[0]]
    if first.ndim != 2:
        raise EngineError(
            f"forcing {model.forcing_names[0]}: expected shape (day, cell), got "
            f"{tuple(first.shape)}"
        )
    for name in model.forcing_names:
        if forcing[name].requires_grad:
            raise EngineError(
                f"forcing {name} wants a gradient, and forcing gets none; make it a parameter that "
                f"the model declares dynamic"
            )
        try:
            values = forcing[name].detach()
            _check_values(f"forcing {name}", values, first.shape, "(day, cell)", first.dtype)
        except EngineError as error:
            raise EngineError(f"{error}. Mend or fill the data first") from None


def check_present(
    model: ProcessModel, kind: str, expected: Sequence[str], got: Collection[str]
) -> None:
    """EngineError if something that the model needs is not there."""
    missing = [name for name in expected if name not in got]
    if missing:
        raise EngineError(
            f"model {model.name}: {kind} {', '.join(missing)} not found; it has {', '.join(got)}"
        )


def check_parameters(model: ProcessModel, parameters: Mapping[str, Tensor], like: Tensor) -> None:
    """EngineError if a parameter is absent, not finite, or not of the shape and dtype that fit a
    forcing ``like`` this, ``(day, cell)``."""
    check_present(model, "parameters", model.parameter_names, parameters)
    daily, still = (like.shape, "(day, cell)"), (like.shape[1:], "(cell,)")
    for name in model.parameter_names:
        shape, words = daily if name in model.dynamic else still
        _check_values(f"parameter {name}", parameters[name].detach(), shape, words, like.dtype)


def check_state(model: ProcessModel, state: Mapping[str, Tensor], like: Tensor) -> None:
    """EngineError if a state is absent, not finite, or not of the shape and dtype that fit a
    forcing ``like`` this, ``(day, cell)``."""
    check_present(model, "initial state", model.state_names, state)
    for name in model.state_names:
        _check_values(f"state {name}", state[name].detach(), like.shape[1:], "(cell,)", like.dtype)


def _check_values(
    what: str, values: Tensor, shape: torch.Size, words: str, dtype: torch.dtype
) -> None:
    if values.shape != shape:
        raise EngineError(
            f"{what}: expected shape {words} = {tuple(shape)}, got {tuple(values.shape)}"
        )
    if values.dtype != dtype:
        raise EngineError(f"{what}: expected {dtype} like the forcing, got {values.dtype}")
    if torch.isfinite(values.sum()):  # unless it overflows, finite only if every value is
        return
    bad = (~torch.isfinite(values)).nonzero()
    if len(bad):
        place = bad[0].tolist()
        when = f" on day {place[0]}" if len(place) == 2 else ""
        raise EngineError(
            f"{what} of cell {place[-1]} (position){when} is {float(values[tuple(place)])}; "
            "expected a finite number"
        )
