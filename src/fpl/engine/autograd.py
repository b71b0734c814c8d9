"""The days of a model as an operation of torch's autograd."""

from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from fpl.engine.kernel import Kernel

FULL_TAPE = 256 * 2**20  # bytes: up to here every day's states are kept for the adjoint
STRETCH = 32  # beyond, those of every 32nd day, and the adjoint runs the days between again


class Days(torch.autograd.Function):
    """``(static parameters (parameter, cell), state (state, cell), dynamic parameters (day, cell)
    each) -> (outputs (output, day, cell), state at the end (state, cell))``."""

    @staticmethod
    def forward(
        ctx: Any,
        compiled: Kernel,
        forcing: tuple[Tensor, ...],
        shape: tuple[int, int],
        threads: int,
        wanted: list[int],
        parameters: Tensor,
        state: Tensor,
        *dynamic: Tensor,
    ) -> tuple[Tensor, Tensor]:
        """Run the days; keep states if a gradient will be asked for.

        ``shape`` is the number of outputs and of days; ``wanted`` are the positions, among static
        parameters and then among dynamic ones, of those whose gradients the kernel gives.
        """
        outputs, days = shape
        cells = state.shape[1]
        made = state.new_empty(outputs, days, cells)
        end = torch.empty_like(state)
        every = 1 if days * state.numel() * state.element_size() <= FULL_TAPE else STRETCH
        keep = any(ctx.needs_input_grad)
        tape = state.new_empty(-(-days // every), *state.shape) if keep else None
        daily = (*forcing, *dynamic)
        compiled.call(
            "forward", days, cells, daily, parameters, state, tape, every, made.unbind(0), end,
            threads,
        )  # fmt: skip
        ctx.save_for_backward(parameters, *dynamic, *([tape] if tape is not None else []))
        ctx.kept = compiled, forcing, days, every, threads, wanted
        return made, end

    @staticmethod
    @once_differentiable  # a gradient of gradients is refused, not wrong
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        """Run the adjoint of the days backwards."""
        parameters, *dynamic, tape = ctx.saved_tensors
        compiled, forcing, days, every, threads, wanted = ctx.kept
        of_outputs, of_end = (g.contiguous() for g in gradients)
        static = [row for row in wanted if row < len(parameters)]
        varying = [row - len(parameters) for row in wanted if row >= len(parameters)]
        to_static = of_end.new_empty(len(static), of_end.shape[1])
        to_dynamic = [torch.empty_like(dynamic[row]) for row in varying]
        to_state = torch.empty_like(of_end)
        compiled.call(
            "adjoint", days, of_end.shape[1], (*forcing, *dynamic), parameters, tape, every,
            of_outputs.unbind(0), of_end, to_dynamic, to_static, to_state, threads,
        )  # fmt: skip
        to_parameters = torch.zeros_like(parameters)
        to_parameters[static] = to_static
        shares: list[Tensor | None] = [None] * len(dynamic)
        for row, share in zip(varying, to_dynamic, strict=True):
            shares[row] = share
        return (None,) * 5 + (to_parameters, to_state, *shares)
