"""The compiled kernels of a model, called with tensors."""

import ctypes
import functools
import os
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from fpl.engine.build import load
from fpl.engine.contract import contract
from fpl.engine.differentiate import adjoint
from fpl.engine.graph import Graph
from fpl.engine.printer import adjoint_source, forward_source
from fpl.engine.trace import trace
from fpl.physics.process_model import ProcessModel

# Chains of operations of four vectors fill each other's latencies: measured best of 1, 2, 3, 4, 6.
MOST_PARTS = 4
Argument = Tensor | Sequence[Tensor] | Sequence[int] | int | float | None


@dataclass(frozen=True)
class Warmup:
    """The days are cycled until none of the ``storages`` (states) of a cell changes by more than
    ``settled_mm`` over a cycle, or for ``max_cycles``."""

    storages: tuple[str, ...]
    settled_mm: float
    max_cycles: int

    def watched(self, model: ProcessModel) -> list[int]:
        """Positions of the storages among the states of a model."""
        return [model.state_names.index(name) for name in self.storages]


def graphs(
    model: ProcessModel, outputs: Sequence[str], wanted: Sequence[str] | None
) -> tuple[Graph, Graph | None]:
    """The graph of a day and, unless ``wanted`` is None, of its adjoint, as they are printed."""
    forward = trace(model, outputs)
    if wanted is None:
        return contract(forward), None
    static = {f"parameter.{p}" for p in model.static}
    targets = [f"state.{s}" for s in model.state_names] + [f"parameter.{p}" for p in wanted]
    backward = adjoint(forward, targets, static, {n: f"gradient.{n}" for n in forward.outputs})
    return contract(forward), contract(backward)


class Kernel:
    """Compiled entries (``forward``, ``adjoint``, ``settle``, ``judge``: see ``entry.h``) of a
    model, for one dtype and the outputs asked for.

    ``wanted`` names the parameters whose gradients the adjoint gives; None for no adjoint. A block
    is ``parts`` native vectors.
    """

    def __init__(
        self,
        model: ProcessModel,
        dtype: torch.dtype,
        outputs: Sequence[str],
        wanted: Sequence[str] | None,
        entries: Sequence[str],
        parts: int,
    ) -> None:
        day, back = graphs(model, outputs, wanted)
        printed = forward_source(model, day, outputs, parts)
        if back is not None and wanted is not None:
            printed += adjoint_source(model, back, outputs, wanted, parts)
        self._library = load(printed, dtype, entries)
        self.lanes = int(self._library.lanes())  # cells of a block; the least that can be run
        for entry in entries:
            getattr(self._library, entry).restype = None

    def call(self, entry: str, *arguments: Argument) -> None:
        """Call an entry: tensors are passed by address, sequences of tensors as arrays of them."""
        getattr(self._library, entry)(*(_passed(a) for a in arguments))


def _passed(argument: Argument) -> object:
    """As C takes it; arrays of addresses are never of length zero."""
    if argument is None:
        return ctypes.c_void_p(None)
    if isinstance(argument, Tensor):
        return ctypes.c_void_p(argument.data_ptr())
    if isinstance(argument, int):
        return ctypes.c_long(argument)
    if isinstance(argument, float):
        return ctypes.c_double(argument)
    numbers = [a for a in argument if isinstance(a, int)]
    if numbers:
        return (ctypes.c_int * len(numbers))(*numbers)
    addresses = [a.data_ptr() for a in argument if isinstance(a, Tensor)]
    return (ctypes.c_void_p * max(len(addresses), 1))(*addresses)


_built = functools.cache(Kernel)


def kernel(
    model: ProcessModel,
    dtype: torch.dtype,
    outputs: tuple[str, ...],
    wanted: tuple[str, ...] | None,
    entries: tuple[str, ...],
    cells: int,
) -> Kernel:
    """The kernel for so many cells, traced and built once a process.

    A block has at most ``$FPL_PARTS`` parts, else MOST_PARTS. Each gives the same numbers; one is
    compiled several times as soon as four, and serves any number of cells.
    """
    parts = min(int(os.environ.get("FPL_PARTS", MOST_PARTS)), -(-cells // 8))
    return _built(model, dtype, outputs, wanted, entries, parts)
