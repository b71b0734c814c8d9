"""Run compiled kernels: raw calls for calibration, and an autograd function for learning."""

import ctypes
import functools
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from fpl.engine.build import load
from fpl.engine.printer import source
from fpl.engine.trace import adjoint_graph, forward_graph
from fpl.physics.process_model import ProcessModel

Pointers = ctypes.Array[ctypes.c_void_p]


def _pointers(tensors: Sequence[Tensor]) -> Pointers:
    return (ctypes.c_void_p * max(len(tensors), 1))(*(t.data_ptr() for t in tensors))


class Kernel:
    """The compiled days of a model, for one dtype, the outputs asked for and, if any parameter is
    ``wanted`` or ``differentiable``, their adjoint."""

    def __init__(
        self,
        model: ProcessModel,
        dtype: torch.dtype,
        outputs: tuple[str, ...],
        wanted: tuple[str, ...],
        differentiable: bool,
    ) -> None:
        self.model, self.dtype, self.outputs, self.wanted = model, dtype, outputs, wanted
        adjoint = adjoint_graph(model, outputs, wanted) if differentiable else None
        blocks = source(model, forward_graph(model, outputs), adjoint, outputs, wanted)
        library = load(blocks, dtype, differentiable)
        self._forward = library.forward
        self._forward.restype = None
        if differentiable:
            self._adjoint = library.adjoint
            self._adjoint.restype = None

    def forward(
        self,
        forcing: Sequence[Tensor],
        parameters: Tensor,
        state: Tensor,
        tape: Tensor | None,
        made: Sequence[Tensor],
        state_end: Tensor,
        threads: int,
    ) -> None:
        """Fill ``made`` (each ``(day, cell)``), ``state_end`` and, if given, the ``tape``."""
        days, cells = forcing[0].shape
        self._forward(
            ctypes.c_long(days), ctypes.c_long(cells), _pointers(forcing),
            ctypes.c_void_p(parameters.data_ptr()), ctypes.c_void_p(state.data_ptr()),
            ctypes.c_void_p(tape.data_ptr() if tape is not None else None), _pointers(made),
            ctypes.c_void_p(state_end.data_ptr()), ctypes.c_int(threads),
        )  # fmt: skip

    def adjoint(
        self,
        forcing: Sequence[Tensor],
        parameters: Tensor,
        tape: Tensor,
        output_gradients: Sequence[Tensor],
        state_end_gradient: Tensor,
        threads: int,
    ) -> tuple[Tensor, Tensor]:
        """Gradients to the wanted parameters ``(parameter, cell)`` and to the initial state."""
        days, cells = forcing[0].shape
        to_parameters = torch.empty(len(self.wanted), cells, dtype=self.dtype)
        to_state = torch.empty_like(state_end_gradient)
        self._adjoint(
            ctypes.c_long(days), ctypes.c_long(cells), _pointers(forcing),
            ctypes.c_void_p(parameters.data_ptr()), ctypes.c_void_p(tape.data_ptr()),
            _pointers(output_gradients), ctypes.c_void_p(state_end_gradient.data_ptr()),
            ctypes.c_void_p(to_parameters.data_ptr()), ctypes.c_void_p(to_state.data_ptr()),
            ctypes.c_int(threads),
        )  # fmt: skip
        return to_parameters, to_state


@functools.cache
def kernel(
    model: ProcessModel,
    dtype: torch.dtype,
    outputs: tuple[str, ...],
    wanted: tuple[str, ...],
    differentiable: bool,
) -> Kernel:
    """The kernel, traced and built once a process."""
    return Kernel(model, dtype, outputs, wanted, differentiable)


class Days(torch.autograd.Function):
    """``(parameters, initial state) -> (outputs (output, day, cell), state at the end)``."""

    @staticmethod
    def forward(
        ctx: Any,
        parameters: Tensor,
        state: Tensor,
        forcing: tuple[Tensor, ...],
        compiled: Kernel,
        threads: int,
    ) -> tuple[Tensor, Tensor]:
        """Run the days; keep the states at their starts if a gradient will be asked for."""
        days, cells = forcing[0].shape
        made = torch.empty(len(compiled.outputs), days, cells, dtype=state.dtype)
        state_end = torch.empty_like(state)
        keep = any(ctx.needs_input_grad)
        tape = torch.empty(days, *state.shape, dtype=state.dtype) if keep else None
        compiled.forward(forcing, parameters, state, tape, made.unbind(0), state_end, threads)
        ctx.save_for_backward(parameters, *([tape] if tape is not None else []))
        ctx.forcing, ctx.compiled, ctx.threads = forcing, compiled, threads
        return made, state_end

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        """Run the adjoint of the days backwards."""
        parameters, tape = ctx.saved_tensors
        compiled: Kernel = ctx.compiled
        output_gradient, state_end_gradient = (g.contiguous() for g in gradients)
        to_wanted, to_state = compiled.adjoint(
            ctx.forcing,
            parameters,
            tape,
            output_gradient.unbind(0),
            state_end_gradient,
            ctx.threads,
        )
        to_parameters = torch.zeros_like(parameters)
        names = compiled.model.parameter_names
        to_parameters[[names.index(name) for name in compiled.wanted]] = to_wanted
        return to_parameters, to_state, None, None, None
