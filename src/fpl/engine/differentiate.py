"""The adjoint of a graph by reverse accumulation.

What depends on static parameters alone is the same on every day. The adjoint of a day stops there:
it gives what the day adds to the gradients of these values, and one pass over their sums after the
last day brings them to the parameters.
"""

from collections.abc import Collection, Mapping

from fpl.engine.graph import Graph
from fpl.engine.instructions import Instruction, Loop, Value, is_number
from fpl.engine.slopes import RULES

# Operations of a loop whose results are kept for its adjoint: a store and a load cost less.
DEAR = {"exp", "log", "log_normal", "log1p", "expm1", "sqrt", "pow", "sigmoid", "tanh", "div"}
Gradients = dict[int, Value]  # by the number of the value that they belong to


def adjoint(
    forward: Graph, wanted: Collection[str], static: Collection[str], seeds: Mapping[str, str]
) -> Graph:
    """The adjoint of a day.

    Its inputs are those of ``forward`` and a gradient of each output, named by ``seeds``. Its
    outputs are the gradients of the inputs named in ``wanted``. Where ``wanted`` inputs are
    ``static``, there are also outputs ``add.k``, to be summed over days, whose sums are the inputs
    ``sum.k`` of the gradients of the static inputs.
    """
    return _Reverse(forward, wanted, static).run(seeds)


class _Reverse:
    def __init__(self, forward: Graph, wanted: Collection[str], static: Collection[str]) -> None:
        self._old, self._wanted = forward, wanted
        self._graph = forward.copy()  # where values keep their numbers
        self._inside = forward.loop_of()
        self._active = forward.depends_on(
            lambda i: i.op in ("carry", "loop") or (i.op == "input" and i.name in wanted)
        )
        daily = forward.depends_on(lambda i: i.op != "input" or i.name not in static)
        self._constant = [not d for d in daily]

    def run(self, seeds: Mapping[str, str]) -> Graph:
        graph, old = self._graph, self._old
        gradients: Gradients = {}
        for output, seed in seeds.items():
            self._add(gradients, old.outputs[output], graph.input(seed))
        numbers = range(len(old.instructions) - 1, -1, -1)
        for number in numbers:
            if old.instructions[number].op == "loop":
                self._loop(number, gradients)
            elif self._inside[number] is None and not self._constant[number]:
                self._pass_on(number, gradients, {})
        frontier = [n for n in sorted(gradients) if self._constant[n]]
        for k, number in enumerate(frontier):
            graph.outputs[f"add.{k}"] = gradients[number]
            gradients[number] = graph.input(f"sum.{k}")
        for number in numbers:
            if self._constant[number]:
                self._pass_on(number, gradients, {})
        names = {i.name: n for n, i in enumerate(old.instructions) if i.op == "input"}
        for name in self._wanted:
            graph.outputs[name] = gradients.get(names.get(name, -1), 0.0)
        return graph.live()

    def _add(self, gradients: Gradients, value: Value, gradient: Value) -> None:
        """Add to the gradient of a value, unless nothing wanted depends on it."""
        if isinstance(value, int) and self._active[value]:
            known = gradients.get(value, 0.0)
            gradients[value] = self._graph.apply("add", known, gradient)

    def _pass_on(self, number: int, gradients: Gradients, at: Mapping[int, Value]) -> None:
        """Pass the gradient of a value to the arguments that it was made of."""
        instruction = self._old.instructions[number]
        gradient, rule = gradients.get(number, 0.0), RULES.get(instruction.op)
        if is_number(gradient, 0.0) or rule is None:
            return
        args = self._args(instruction, at)
        shares = rule(self._graph, gradient, at.get(number, number), args)
        for argument, share in zip(instruction.args, shares, strict=True):
            self._add(gradients, argument, share)

    def _args(self, instruction: Instruction, at: Mapping[int, Value]) -> list[Value]:
        return [at.get(a, a) if isinstance(a, int) else a for a in instruction.args]

    def _loop(self, number: int, gradients: Gradients) -> None:
        """Append the adjoint of a loop, which runs its iterations backwards."""
        graph, old = self._graph, self._old
        label = old.instructions[number].loop
        loop = old.loops[label]
        results = {
            i.key: n for n, i in enumerate(old.instructions) if i.op == "result" and i.loop == label
        }
        after = {key: gradients.get(results.get(key, -1), 0.0) for key in loop.ends}
        if all(is_number(gradient, 0.0) for gradient in after.values()):
            return
        back = max(graph.loops) + 1
        body = [n for n, inside in enumerate(self._inside) if inside == label]
        at: dict[int, Value] = {}
        own: Gradients = {}
        carries: dict[int, int] = {}
        for n in body:
            instruction = old.instructions[n]
            if instruction.op == "carry":
                carries[n] = instruction.key
                at[n] = graph.replay(back, instruction.key, number)
            elif instruction.op in DEAR:
                at[n] = graph.recall(back, n, number)
            else:
                at[n] = graph.apply(instruction.op, *self._args(instruction, at))
        for key, end in loop.ends.items():
            self._add(own, end, graph.carry(back, key))
        for n in reversed(body):
            self._pass_on(n, own, at)
        starts = dict(after)
        ends = {key: own.get(n, 0.0) for n, key in carries.items()}
        outer = [n for n in own if self._inside[n] != label]
        for key, n in enumerate(outer, start=max(loop.ends) + 1):
            starts[key] = 0.0
            ends[key] = graph.apply("add", graph.carry(back, key), own[n])
        ran = graph.close(back, Loop(loop.times, starts, ends, follows=label))
        for key, n in enumerate(outer, start=max(loop.ends) + 1):
            self._add(gradients, n, graph.result(ran, key))
        for key, start in loop.starts.items():
            self._add(gradients, start, graph.result(ran, key))
