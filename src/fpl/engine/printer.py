"""Print the graphs of a model as C++: the days forward, and their adjoint.

Each function handles one block of cells, one SIMD lane a cell, a few native vectors side by side: a
statement is written with ``@`` for the number of its vector, and printed once for each. What
depends on static parameters alone is computed once before the days. Scheduling over blocks,
stretches of days and threads is not in here: see ``block.h`` and ``entry.h``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fpl.engine.graph import Graph
from fpl.engine.statements import Statements, name_of
from fpl.physics.process_model import ProcessModel

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


def forward_source(model: ProcessModel, graph: Graph, outputs: Sequence[str], parts: int) -> str:
    """C++ of the days forward, ``run_days``, for blocks of so many vectors."""
    states = list(enumerate(model.state_names))
    phases = _Phases.of(model, graph)
    printer = Statements(
        graph, _inputs(model, AHEAD) | {f"state.{s}": f"s{i}_@" for i, s in states}
    )
    day = [
        f"V now[{len(states)} * PARTS];",
        *(f"now[{i} * PARTS + @] = s{i}_@;" for i, _ in states),
    ]
    day.append("sink.start(day, now);")
    day += printer.of(phases.daily)
    day += [
        f"sink.take({i}, day, @, {name_of(graph.outputs['output.' + o])});"
        for i, o in enumerate(outputs)
    ]
    day += [f"const V n{i}_@ = {name_of(graph.outputs['state.' + s])};" for i, s in states]
    day += [f"s{i}_@ = n{i}_@;" for i, _ in states]
    return f"constexpr int PARTS = {parts}, STATES = {len(states)};\n" + FORWARD.format(
        constant=_lines(printer.of(phases.constant), 4, parts),
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
    phases, printer = _Phases.of(model, graph), Statements(graph, places)
    day = printer.of(phases.daily)
    day += [f"const V b{i}_@ = {name_of(graph.outputs['state.' + s])};" for i, s in states]
    day += [f"q{k}_@ += {name_of(graph.outputs[f'add.{k}'])};" for k in range(sums)]
    for i, name in enumerate(p for p in wanted if p in model.dynamic):
        value = name_of(graph.outputs[f"parameter.{name}"])
        day.append(f"store(daily_gradient[{i}] + here + @ * WIDTH, {value});")
    day += [f"a{i}_@ = b{i}_@;" for i, _ in states]
    fixed = [p for p in wanted if p not in model.dynamic]
    after = printer.of(phases.after) + [
        f"store(parameter_gradient + {i} * block.lanes + block.lane + @ * WIDTH, "
        f"{name_of(graph.outputs['parameter.' + p])});"
        for i, p in enumerate(fixed)
    ]
    begin = [f"V a{i}_@ = gradient[{i} * PARTS + @];" for i, _ in states]
    begin += [f"V q{k}_@ = sum[{k} * PARTS + @];" for k in range(sums)]
    end = [f"gradient[{i} * PARTS + @] = a{i}_@;" for i, _ in states]
    end += [f"sum[{k} * PARTS + @] = q{k}_@;" for k in range(sums)]
    return f"constexpr int SUMS = {sums};\n" + ADJOINT.format(
        constant=_lines(printer.of(phases.constant), 4, parts),
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
        static = {f"parameter.{p}" for p in model.static}
        late = graph.depends_on(lambda i: i.name.startswith("sum."))
        daily = graph.depends_on(lambda i: i.op != "input" or i.name not in static)
        numbers = range(len(graph.instructions))
        return _Phases(
            [n for n in numbers if not daily[n]],
            [n for n in numbers if daily[n] and not late[n]],
            [n for n in numbers if late[n]],
        )


def _inputs(model: ProcessModel, next_day: int) -> dict[str, str]:
    daily = [f"forcing.{f}" for f in model.forcing_names]
    daily += [f"parameter.{p}" for p in model.dynamic]
    fixed = [f"parameter.{p}" for p in model.static]
    return {name: f"block.day({i}, day, @, {next_day})" for i, name in enumerate(daily)} | {
        name: f"block.fixed({i}, @)" for i, name in enumerate(fixed)
    }


def _lines(lines: Iterable[str], indent: int, parts: int) -> str:
    """Lines of code, those that speak of a part (``@``) once for each part of a block."""
    return "\n".join(
        " " * indent + line.replace("@", str(part))
        for line in lines
        for part in range(parts if "@" in line else 1)
    )
