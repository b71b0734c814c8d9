"""Trace a model's step into a flat graph: run it once on examples and note each operation."""

import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from fpl.engine.graph import Graph
from fpl.engine.instructions import Loop, Value
from fpl.engine.lowering import LOWERINGS, TAKE_MASKS, as_number, known_operations
from fpl.errors import EngineError
from fpl.physics.process_model import ProcessModel
from fpl.physics.repeat import Body, Carried, loops_by

EXAMPLE_CELLS = 2
# what `if x > 0`, `float(x)` and the like ask of a tensor
CONTROL = {"_local_scalar_dense", "is_nonzero", "equal", "item", "nonzero"}


def trace(model: ProcessModel, outputs: Sequence[str]) -> Graph:
    """One day: from ``forcing.*``, ``parameter.*``, ``state.*`` to ``state.*``, ``output.*``.

    EngineError, which names the line of the step, if it uses an operation that is not known, holds
    control flow on values, or a tensor of its own that is not a number.
    """
    graph = Graph()
    with torch.no_grad():
        groups = {
            group: {name: graph.input(f"{group}.{name}") for name in names}
            for group, names in (
                ("forcing", model.forcing_names),
                ("parameter", model.parameter_names),
                ("state", model.state_names),
            )
        }
        tape = _Tape(model, graph)
        given = {g: {n: tape.example(v) for n, v in of.items()} for g, of in groups.items()}
        try:
            with tape, loops_by(tape.loop):
                state, output = model.step(given["forcing"], given["state"], given["parameter"])
        except EngineError:
            raise
        except RuntimeError as error:  # torch's own, of `if` on a tensor
            raise EngineError(
                f"the step of model {model.name} cannot be traced: {error}. Met at\n"
                f"{_line(traceback.extract_tb(error.__traceback__))}\nExpected pointwise torch "
                "operations and no `if` on values; use torch.where, or run with engine: torch"
            ) from error
    results = {f"state.{s}": state[s] for s in model.state_names}
    results |= {f"output.{o}": output[o] for o in outputs}
    graph.outputs = {name: as_number(graph, tape.value(t)) for name, t in results.items()}
    return graph.live()


class _Tape(TorchDispatchMode):
    """Notes in a graph every operation on tensors that derive from the examples."""

    def __init__(self, model: ProcessModel, graph: Graph) -> None:
        super().__init__()
        self._model, self._graph = model, graph
        self._values: dict[int, Value] = {}
        self._held: list[Tensor] = []  # so that no identity is used twice
        self._draw = torch.Generator().manual_seed(0)
        self._looping = False

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        """Else torch imports its compiler, a second and more, to keep it away from this class."""
        return False

    def example(self, value: Value) -> Tensor:
        """A tensor that stands for a value."""
        values = torch.rand(EXAMPLE_CELLS, dtype=torch.float64, generator=self._draw)
        return self._bind(values + 0.25, value)

    def value(self, tensor: Tensor) -> Value:
        """The value that a tensor stands for; a constant if it was made out of nothing."""
        if id(tensor) in self._values:
            return self._values[id(tensor)]
        if tensor.numel() != 1:
            raise EngineError(
                f"the step of model {self._model.name} holds a tensor of shape "
                f"{tuple(tensor.shape)} of its own; expected numbers: make it a parameter or a "
                f"forcing. Met at\n{_line()}"
            )
        return float(tensor)

    def loop(self, times: int, body: Body, start: Carried) -> Carried:
        """A loop of the step, traced once; a loop inside a loop is unrolled."""
        if self._looping:
            for _ in range(times):
                start = body(*start)
            return start
        number = len(self._graph.loops)
        self._looping = True
        starts = {key: self.value(tensor) for key, tensor in enumerate(start)}
        ends = body(*(self.example(self._graph.carry(number, key)) for key in starts))
        self._looping = False
        if len(ends) != len(starts):
            raise EngineError(
                f"a repeated body of model {self._model.name} takes {len(starts)} tensors and "
                f"returns {len(ends)}; expected the same number. Met at\n{_line()}"
            )
        after = {key: self.value(tensor) for key, tensor in enumerate(ends)}
        ran = self._graph.close(number, Loop(times, starts, after))
        return tuple(self.example(self._graph.result(ran, key)) for key in starts)

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Any = None
    ) -> Any:
        kwargs = kwargs or {}
        name = str(func.overloadpacket).rsplit(".", 1)[-1]
        known = any(id(a) in self._values for a in (*args, *kwargs.values()))
        if known and name in CONTROL:
            raise EngineError(
                f"the step of model {self._model.name} cannot be traced: it decides by values at\n"
                f"{_line()}\nUse torch.where, or run with engine: torch"
            )
        in_place = name.endswith("_") and not name.endswith("__")
        lower = LOWERINGS.get(name.rstrip("_") if in_place else name)
        if known and lower is None:
            raise EngineError(
                f"the fused engine does not know the operation aten.{name}, met in the step of "
                f"model {self._model.name} at\n{_line()}\nUse pointwise operations out of: "
                f"{', '.join(known_operations())}; or run with engine: torch"
            )
        done = func(*args, **kwargs)
        if lower is None or not (known or name in ("zeros", "ones", "full")):
            return done
        arguments = [self._argument(a) for a in args]
        options = {key: self._argument(a) for key, a in kwargs.items()}
        if name.rstrip("_") not in TAKE_MASKS:
            arguments = [as_number(self._graph, a) for a in arguments]
        return self._bind(done, lower(self._graph, *arguments, **options))

    def _argument(self, given: Any) -> Any:
        if isinstance(given, Tensor):
            return self.value(given)
        number = isinstance(given, (int, float)) and not isinstance(given, bool)
        return float(given) if number else given

    def _bind(self, tensor: Tensor, value: Value) -> Tensor:
        self._values[id(tensor)] = value
        self._held.append(tensor)
        return tensor


def _line(frames: Iterable[traceback.FrameSummary] | None = None) -> str:
    """File, line and text of the model's code that is being run, or was when ``frames`` ended."""
    own = [
        frame
        for frame in frames or traceback.extract_stack()
        if "torch" not in Path(frame.filename).parts and Path(frame.filename) != Path(__file__)
    ]
    return f"{own[-1].filename}:{own[-1].lineno}: {own[-1].line}" if own else "an unknown line"
