"""Trace a model's step, and its vector-Jacobian product, into flat graphs.

The step is run once on example tensors under ``make_fx``; what it did is recorded as aten
operations and lowered to :class:`~fpl.engine.graph.Graph`. The adjoint of a day is the same trace
of ``torch.func.vjp`` of the step: it recomputes the day from its state at the start, so that
nothing but states has to be kept.
"""

import operator
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.fx import GraphModule, Node
from torch.fx.experimental.proxy_tensor import make_fx
from torch.utils._python_dispatch import TorchDispatchMode

from fpl.engine.graph import Graph, Value
from fpl.engine.lowering import LOWERINGS
from fpl.errors import EngineError
from fpl.physics.process_model import ProcessModel

EXAMPLE_CELLS = 2


def forward_graph(model: ProcessModel, outputs: Sequence[str]) -> Graph:
    """One day: from ``forcing.*``, ``parameter.*``, ``state.*`` to ``state.*``, ``output.*``."""
    names = _input_names(model)

    def day(*values: Tensor) -> tuple[Tensor, ...]:
        state, made = _run_step(model, names, values)
        return tuple(state.values()) + tuple(made[name] for name in outputs)

    results = [f"state.{s}" for s in model.state_names] + [f"output.{o}" for o in outputs]
    return _trace(model, day, names, results)


def adjoint_graph(model: ProcessModel, outputs: Sequence[str], wanted: Sequence[str]) -> Graph:
    """The adjoint of one day.

    Inputs of the day and cotangents ``gradient.state.*``, ``gradient.output.*``; outputs
    ``state.*`` (gradient of the loss to the state at the start of the day) and ``parameter.*`` for
    the ``wanted`` parameters.
    """
    names = _input_names(model)
    cotangents = [f"gradient.state.{s}" for s in model.state_names]
    cotangents += [f"gradient.output.{o}" for o in outputs]
    targets = [f"state.{s}" for s in model.state_names] + [f"parameter.{p}" for p in wanted]

    def day(*values: Tensor) -> tuple[Tensor, ...]:
        inputs = dict(zip(names, values[: len(names)], strict=True))

        def of_targets(*chosen: Tensor) -> tuple[Tensor, ...]:
            all_inputs = inputs | dict(zip(targets, chosen, strict=True))
            state, made = _run_step(model, names, [all_inputs[n] for n in names])
            return tuple(state.values()) + tuple(made[name] for name in outputs)

        pull_back = torch.func.vjp(of_targets, *(inputs[t] for t in targets))[1]
        return pull_back(tuple(values[len(names) :]))

    return _trace(model, torch.func.functionalize(day), names + cotangents, targets)


def _input_names(model: ProcessModel) -> list[str]:
    return (
        [f"forcing.{f}" for f in model.forcing_names]
        + [f"parameter.{p}" for p in model.parameter_names]
        + [f"state.{s}" for s in model.state_names]
    )


def _run_step(
    model: ProcessModel, names: Sequence[str], values: Sequence[Tensor]
) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    groups: dict[str, dict[str, Tensor]] = {"forcing": {}, "parameter": {}, "state": {}}
    for name, value in zip(names, values, strict=True):
        group, key = name.split(".", 1)
        groups[group][key] = value
    state, made = model.step(groups["forcing"], groups["state"], groups["parameter"])
    return {s: state[s] for s in model.state_names}, made


def _trace(
    model: ProcessModel,
    function: Callable[..., tuple[Tensor, ...]],
    names: Sequence[str],
    results: Sequence[str],
) -> Graph:
    draw = torch.Generator().manual_seed(0)
    examples = [
        torch.rand(EXAMPLE_CELLS, dtype=torch.float64, generator=draw) + 0.25 for _ in names
    ]
    try:
        traced = make_fx(function)(*examples)
    except RuntimeError as error:
        raise EngineError(
            f"the step of model {model.name} cannot be traced: {error}. Expected pointwise torch "
            "operations and no `if` on values; use torch.where, or run with engine: torch"
        ) from error
    return _lower(model, traced, names, results).live()


def _lower(
    model: ProcessModel, traced: GraphModule, names: Sequence[str], results: Sequence[str]
) -> Graph:
    graph = Graph()
    values: dict[Node, Any] = {}
    inputs = iter(names)
    for node in traced.graph.nodes:
        if node.op == "placeholder":
            values[node] = graph.input(next(inputs))
        elif node.op == "get_attr":
            values[node] = _constant(model, getattr(traced, str(node.target)))
        elif node.op == "call_function":
            values[node] = _call(model, graph, node, values)
        elif node.op == "output":
            made = [values[n] if isinstance(n, Node) else 0.0 for n in node.args[0]]
            graph.outputs = dict(zip(results, made, strict=True))
    return graph


def _call(model: ProcessModel, graph: Graph, node: Node, values: dict[Node, Any]) -> Value:
    if node.target is operator.getitem:
        return values[node.args[0]][node.args[1]]  # type: ignore[index]
    name = _name_of(node.target)
    lower = LOWERINGS.get(name)
    if lower is None:
        raise EngineError(
            f"the fused engine does not know the operation aten.{name}, met in the step of model "
            f"{model.name} at\n{_line(model, name)}\nUse pointwise operations out of: "
            f"{', '.join(sorted(LOWERINGS))}; or run with engine: torch"
        )

    def argument(value: Any) -> Any:
        if isinstance(value, Node):
            return values[value]
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return float(value)
        return value

    arguments = [argument(a) for a in node.args]
    return lower(graph, *arguments, **{k: argument(v) for k, v in node.kwargs.items()})


def _constant(model: ProcessModel, tensor: Tensor) -> float:
    if tensor.numel() != 1:
        raise EngineError(
            f"the step of model {model.name} holds a tensor of shape {tuple(tensor.shape)} of its "
            f"own; expected numbers: make it a parameter or a forcing"
        )
    return float(tensor)


class _Met(Exception):
    """Raised out of a step when an operation is met."""


class _Watch(TorchDispatchMode):
    """Raise when an operation of that name runs."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Any = None
    ) -> Any:
        if _name_of(func) == self._name:
            raise _Met
        return func(*args, **(kwargs or {}))


def _line(model: ProcessModel, name: str) -> str:
    """File, line and text of the step where an operation runs, found by running the step again."""
    inputs = _input_names(model)
    values = [torch.ones(EXAMPLE_CELLS, dtype=torch.float64) for _ in inputs]
    try:
        with _Watch(name):
            _run_step(model, inputs, values)
    except _Met as met:
        frames = traceback.extract_tb(met.__traceback__)
        own = [f for f in frames if "torch" not in Path(f.filename).parts and f.name[:2] != "__"]
        return f"{own[-1].filename}:{own[-1].lineno}: {own[-1].line}"
    return "the gradient of some operation of the step"


def _name_of(target: Any) -> str:
    return str(getattr(target, "overloadpacket", target)).rsplit(".", 1)[-1]
