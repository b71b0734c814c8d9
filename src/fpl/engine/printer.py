"""Print the graphs of a model as C++: the days forward, and their adjoint.

Each function handles one block of cells, one SIMD lane a cell, a few native vectors side by side: a
statement is written with ``@`` for the number of its vector, and printed once for each. What
depends on static parameters alone is computed once before the days. Scheduling over blocks,
stretches of days and threads is not in here: see ``block.h`` and ``entry.h``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fpl.engine.graph import MASKS, Graph, Instruction, Value
from fpl.physics.process_model import ProcessModel

INFIX = {
    "add": "+", "sub": "-", "mul": "*", "div": "/", "and": "&", "or": "|",
    "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "==", "ne": "!=",
}  # fmt: skip
PREFIX = {"neg": "-", "not": "!", "detach": ""}
CALLS = {
    "fma", "exp", "log", "log_normal", "log1p", "expm1", "sqrt", "pow", "sigmoid", "tanh", "where",
    "min", "max", "clamp",
}  # fmt: skip
BOUNDS = {"min": "at_most", "clamp_max": "at_most", "max": "at_least", "clamp_min": "at_least"}

AHEAD = 8  # days whose rows are fetched before they are needed
FORWARD = """
template <class Sink>
static void run_days(const Block &block, long first, long last, V *state, Sink &sink)
{{
{constant}
{begin}
    for (long day = first; day < last; ++day) {{
{day}
    }}
{end}
}}
"""
ADJOINT = """
static void adjoint_days(const Block &block, long first, long last, const REAL *kept, long stride,
    const REAL *const *output_gradient, REAL *const *daily_gradient, V *gradient, V *sum)
{{
{constant}
{begin}
    for (long day = last - 1; day >= first; --day) {{
        const REAL *state = kept + (day - first) * STATES * stride;
        const long here = day * block.lanes + block.lane;
{day}
    }}
{end}
}}

static void adjoint_end(const Block &block, const V *sum, REAL *parameter_gradient)
{{
{constant}
{after}
}}
"""
Places = Mapping[str, str]


def forward_source(model: ProcessModel, graph: Graph, outputs: Sequence[str], parts: int) -> str:
    """C++ of the days forward, ``run_days``, for blocks of so many vectors."""
    states = list(enumerate(model.state_names))
    phases = _Phases.of(model, graph)
    printer = _Printer(graph, _inputs(model, AHEAD) | {f"state.{s}": f"s{i}_@" for i, s in states})
    day = [
        f"V now[{len(states)} * PARTS];",
        *(f"now[{i} * PARTS + @] = s{i}_@;" for i, _ in states),
    ]
    day.append("sink.start(day, now);")
    day += printer.statements(phases.daily)
    day += [
        f"sink.take({i}, day, @, {_name(graph.outputs['output.' + o])});"
        for i, o in enumerate(outputs)
    ]
    day += [f"const V n{i}_@ = {_name(graph.outputs['state.' + s])};" for i, s in states]
    day += [f"s{i}_@ = n{i}_@;" for i, _ in states]
    return f"constexpr int PARTS = {parts}, STATES = {len(states)};\n" + FORWARD.format(
        constant=_lines(printer.statements(phases.constant), 4, parts),
        begin=_lines((f"V s{i}_@ = state[{i} * PARTS + @];" for i, _ in states), 4, parts),
        day=_lines(day, 8, parts),
        end=_lines((f"state[{i} * PARTS + @] = s{i}_@;" for i, _ in states), 4, parts),
    )


def adjoint_source(
    model: ProcessModel, graph: Graph, outputs: Sequence[str], wanted: Sequence[str], parts: int
) -> str:
    """C++ of the adjoint, ``adjoint_days`` and ``adjoint_end``, for blocks of so many vectors."""
    states = list(enumerate(model.state_names))
    sums = sum(1 for name in graph.outputs if name.startswith("add."))
    places = _inputs(model, -AHEAD)
    places |= {
        f"state.{s}": f"ahead(state + {i} * stride + @ * WIDTH, {-AHEAD} * STATES * stride)"
        for i, s in states
    }
    places |= {f"gradient.state.{s}": f"a{i}_@" for i, s in states}
    for i, name in enumerate(outputs):
        row = f"output_gradient[{i}] + here + @ * WIDTH"
        places[f"gradient.output.{name}"] = f"ahead({row}, {-AHEAD} * block.lanes)"
    places |= {f"sum.{k}": f"sum[{k} * PARTS + @]" for k in range(sums)}
    phases, printer = _Phases.of(model, graph), _Printer(graph, places)
    day = printer.statements(phases.daily)
    day += [f"const V b{i}_@ = {_name(graph.outputs['state.' + s])};" for i, s in states]
    day += [f"q{k}_@ += {_name(graph.outputs[f'add.{k}'])};" for k in range(sums)]
    day += [
        f"store(daily_gradient[{i}] + here + @ * WIDTH, {_name(graph.outputs['parameter.' + p])});"
        for i, p in enumerate(p for p in wanted if p in model.dynamic)
    ]
    day += [f"a{i}_@ = b{i}_@;" for i, _ in states]
    fixed = [p for p in wanted if p not in model.dynamic]
    after = printer.statements(phases.after) + [
        f"store(parameter_gradient + {i} * block.lanes + block.lane + @ * WIDTH, "
        f"{_name(graph.outputs['parameter.' + p])});"
        for i, p in enumerate(fixed)
    ]
    begin = [f"V a{i}_@ = gradient[{i} * PARTS + @];" for i, _ in states]
    begin += [f"V q{k}_@ = sum[{k} * PARTS + @];" for k in range(sums)]
    end = [f"gradient[{i} * PARTS + @] = a{i}_@;" for i, _ in states]
    end += [f"sum[{k} * PARTS + @] = q{k}_@;" for k in range(sums)]
    return f"constexpr int SUMS = {sums};\n" + ADJOINT.format(
        constant=_lines(printer.statements(phases.constant), 4, parts),
        begin=_lines(begin, 4, parts),
        day=_lines(day, 8, parts),
        end=_lines(end, 4, parts),
        after=_lines(after, 4, parts),
    )


@dataclass(frozen=True)
class _Phases:
    """Numbers of the instructions that run before the days, on each day, and after them."""

    constant: list[int]
    daily: list[int]
    after: list[int]

    @staticmethod
    def of(model: ProcessModel, graph: Graph) -> "_Phases":
        static = {f"parameter.{p}" for p in model.parameter_names if p not in model.dynamic}
        late = graph.depends_on(lambda i: i.name.startswith("sum."))
        daily = graph.depends_on(lambda i: i.op != "input" or i.name not in static)
        numbers = range(len(graph.instructions))
        return _Phases(
            [n for n in numbers if not daily[n]],
            [n for n in numbers if daily[n] and not late[n]],
            [n for n in numbers if late[n]],
        )


class _Printer:
    def __init__(self, graph: Graph, places: Places) -> None:
        self._graph, self._places = graph, places
        self._inside = graph.loop_of()
        self._replayed: dict[int, set[int]] = {}  # carries that an adjoint loop reads
        for instruction in graph.instructions:
            if instruction.op == "replay":
                follows = graph.loops[instruction.loop].follows
                self._replayed.setdefault(follows, set()).add(instruction.key)

    def statements(self, numbers: Iterable[int]) -> list[str]:
        """The statements of some instructions, loops with their bodies where they run."""
        made: list[str] = []
        for number in numbers:
            instruction = self._graph.instructions[number]
            if instruction.op == "loop":
                made += self._loop(instruction.loop)
            elif self._inside[number] is None:
                made.append(self._statement(number, instruction))
        return made

    def _loop(self, label: int) -> list[str]:
        loop, graph = self._graph.loops[label], self._graph
        made = [f"V c{label}_{key}_@ = {_name(start)};" for key, start in loop.starts.items()]
        kept = sorted(self._replayed.get(label, ()))
        if kept:
            made.append(f"V kept{label}[{loop.times}][{(max(kept) + 1)} * PARTS];")
        count = f"int k = 0; k < {loop.times}; ++k"
        if loop.follows >= 0:
            count = f"int k = {loop.times - 1}; k >= 0; --k"
        made.append(f"for ({count}) {{")
        body = [f"kept{label}[k][{key} * PARTS + @] = c{label}_{key}_@;" for key in kept]
        body += [
            self._statement(number, graph.instructions[number])
            for number, inside in enumerate(self._inside)
            if inside == label
        ]
        body += [f"const V e{label}_{key}_@ = {_name(end)};" for key, end in loop.ends.items()]
        body += [f"c{label}_{key}_@ = e{label}_{key}_@;" for key in loop.ends]
        return [*made, *("    " + line for line in body), "}"]

    def _statement(self, number: int, instruction: Instruction) -> str:
        kind = "M" if instruction.op in MASKS else "V"
        return f"const {kind} v{number}_@ = {self._expression(instruction)};"

    def _expression(self, instruction: Instruction) -> str:
        op, loop, key = instruction.op, instruction.loop, instruction.key
        if op == "input":
            return self._places[instruction.name]
        if op in ("carry", "result"):
            return f"c{loop}_{key}_@"
        if op == "replay":
            return f"kept{self._graph.loops[loop].follows}[k][{key} * PARTS + @]"
        arguments = [_name(a) for a in instruction.args]
        if op in INFIX:
            return f"{arguments[0]} {INFIX[op]} {arguments[1]}"
        if op in PREFIX:
            return f"{PREFIX[op]}{arguments[0]}"
        if op in BOUNDS and (isinstance(instruction.args[1], float) or op not in CALLS):
            return self._bound(op, instruction.args)
        return f"op_{op}({', '.join(arguments)})"

    def _bound(self, op: str, args: Sequence[Value]) -> str:
        if isinstance(args[1], float):
            return f"{BOUNDS[op]}({_name(args[0])}, {_name(args[1])})"
        return f"op_{'min' if op == 'clamp_max' else 'max'}({_name(args[0])}, {_name(args[1])})"


def _inputs(model: ProcessModel, next_day: int) -> dict[str, str]:
    daily = [f"forcing.{f}" for f in model.forcing_names]
    daily += [f"parameter.{p}" for p in model.dynamic]
    fixed = [f"parameter.{p}" for p in model.parameter_names if p not in model.dynamic]
    return {name: f"block.day({i}, day, @, {next_day})" for i, name in enumerate(daily)} | {
        name: f"block.fixed({i}, @)" for i, name in enumerate(fixed)
    }


def _name(value: Value) -> str:
    if isinstance(value, int):
        return f"v{value}_@"
    return f"constant({value!r})" if abs(value) < float("inf") else f"constant({_special(value)})"


def _special(value: float) -> str:
    return "NAN" if value != value else "INFINITY" if value > 0 else "-INFINITY"


def _lines(lines: Iterable[str], indent: int, parts: int) -> str:
    """Lines of code, those that speak of a part (``@``) once for each part of a block."""
    return "\n".join(
        " " * indent + line.replace("@", str(part))
        for line in lines
        for part in range(parts if "@" in line else 1)
    )
