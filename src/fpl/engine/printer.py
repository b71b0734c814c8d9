"""Print the graphs of a model as C++: one function for the days forward, one for the adjoint.

Each function handles one block of cells (one SIMD lane a cell) over all days; what depends on
parameters alone is computed once before the days. Layout of arrays: forcing ``(day, cell)`` each,
parameters ``(parameter, cell)``, states ``(state, cell)``, tape ``(day, state, cell)``, outputs
``(day, cell)`` each.
"""

from collections.abc import Iterable, Sequence

from fpl.engine.graph import MASKS, Graph, Instruction, Value
from fpl.physics.process_model import ProcessModel

INFIX = {
    "add": "+", "sub": "-", "mul": "*", "div": "/", "and": "&", "or": "|",
    "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "==", "ne": "!=",
}  # fmt: skip
CALLS = {
    "min": "op_min<V>", "max": "op_max<V>", "where": "op_where<M, V>", "exp": "op_exp",
    "log": "op_log", "log1p": "op_log1p", "expm1": "op_expm1", "sqrt": "op_sqrt", "pow": "op_pow",
}  # fmt: skip

TEMPLATE = """
template <int W>
static void forward_block(long days, long cells, long at, const REAL *const *forcing,
    const REAL *parameter, const REAL *state0, REAL *tape, REAL *const *output, REAL *state_end)
{{
    typedef typename Block<W>::V V;
    typedef typename Block<W>::M M;
{forward_before}
    for (long day = 0; day < days; ++day) {{
        const long here = day * cells + at;
        if (tape) {{
            REAL *kept = tape + day * {states} * cells + at;
{forward_tape}
        }}
{forward_day}
    }}
{forward_after}
}}

#ifdef ADJOINT
template <int W>
static void adjoint_block(long days, long cells, long at, const REAL *const *forcing,
    const REAL *parameter, const REAL *tape, const REAL *const *output_gradient,
    const REAL *state_end_gradient, REAL *parameter_gradient, REAL *state0_gradient)
{{
    typedef typename Block<W>::V V;
    typedef typename Block<W>::M M;
{adjoint_before}
    for (long day = days - 1; day >= 0; --day) {{
        const long here = day * cells + at;
        const REAL *kept = tape + day * {states} * cells + at;
{adjoint_day}
    }}
{adjoint_after}
}}
#endif
"""


def source(
    model: ProcessModel,
    forward: Graph,
    adjoint: Graph | None,
    outputs: Sequence[str],
    wanted: Sequence[str],
) -> str:
    """C++ of the blocks of ``model``; without an adjoint graph the adjoint is left out."""
    states = list(model.state_names)
    where = _input_expressions(model, outputs)
    in_registers = {f"state.{s}": f"s{i}" for i, s in enumerate(states)}
    constant, daily = _split(model, forward)
    pieces = {
        "states": str(len(states)),
        "forward_before": _lines(
            [f"V s{i} = load<V>(state0 + {i} * cells + at);" for i in range(len(states))]
            + _body(forward, constant, where | in_registers),
            4,
        ),
        "forward_tape": _lines(
            [f"store<V>(kept + {i} * cells, s{i});" for i in range(len(states))], 12
        ),
        "forward_day": _lines(
            _body(forward, daily, where | in_registers)
            + [
                f"store<V>(output[{i}] + here, {_name(forward.outputs['output.' + o])});"
                for i, o in enumerate(outputs)
            ]
            + [f"const V n{i} = {_name(forward.outputs['state.' + s])};" for i, s in _count(states)]
            + [f"s{i} = n{i};" for i in range(len(states))],
            8,
        ),
        "forward_after": _lines(
            [f"store<V>(state_end + {i} * cells + at, s{i});" for i in range(len(states))], 4
        ),
    }
    pieces |= _adjoint_pieces(model, adjoint, states, wanted, where)
    text = TEMPLATE.format(**pieces)
    return text if adjoint is not None else text.split("#ifdef ADJOINT")[0]


def _adjoint_pieces(
    model: ProcessModel,
    adjoint: Graph | None,
    states: Sequence[str],
    wanted: Sequence[str],
    where: dict[str, str],
) -> dict[str, str]:
    if adjoint is None:
        return {"adjoint_before": "", "adjoint_day": "", "adjoint_after": ""}
    kept = {f"state.{s}": f"load<V>(kept + {i} * cells)" for i, s in _count(states)}
    kept |= {f"gradient.state.{s}": f"a{i}" for i, s in _count(states)}
    constant, daily = _split(model, adjoint)
    before = [
        f"V a{i} = load<V>(state_end_gradient + {i} * cells + at);" for i, _ in _count(states)
    ]
    before += [f"V p{i} = constant<V>(0.0);" for i in range(len(wanted))]
    day = _body(adjoint, daily, where | kept)
    for i, name in _count(states):
        day.append(f"const V b{i} = {_name(adjoint.outputs['state.' + name])};")
    for i, name in _count(wanted):
        day.append(f"p{i} += {_name(adjoint.outputs['parameter.' + name])};")
    day += [f"a{i} = b{i};" for i in range(len(states))]
    after = [f"store<V>(parameter_gradient + {i} * cells + at, p{i});" for i in range(len(wanted))]
    after += [f"store<V>(state0_gradient + {i} * cells + at, a{i});" for i in range(len(states))]
    return {
        "adjoint_before": _lines(before + _body(adjoint, constant, where | kept), 4),
        "adjoint_day": _lines(day, 8),
        "adjoint_after": _lines(after, 4),
    }


def _input_expressions(model: ProcessModel, outputs: Sequence[str]) -> dict[str, str]:
    where = {
        f"forcing.{f}": f"load<V>(forcing[{i}] + here)" for i, f in _count(model.forcing_names)
    }
    for i, name in _count(model.parameter_names):
        where[f"parameter.{name}"] = f"load<V>(parameter + {i} * cells + at)"
    for i, name in _count(outputs):
        where[f"gradient.output.{name}"] = f"load<V>(output_gradient[{i}] + here)"
    return where


def _split(model: ProcessModel, graph: Graph) -> tuple[list[int], list[int]]:
    """Instructions that depend on parameters alone, and the others."""
    free = graph.depends_on({f"parameter.{p}" for p in model.parameter_names})
    numbers = range(len(graph.instructions))
    return [n for n in numbers if not free[n]], [n for n in numbers if free[n]]


def _body(graph: Graph, numbers: Iterable[int], where: dict[str, str]) -> list[str]:
    return [_statement(number, graph.instructions[number], where) for number in numbers]


def _statement(number: int, instruction: Instruction, where: dict[str, str]) -> str:
    kind = "M" if instruction.op in MASKS else "V"
    return f"const {kind} v{number} = {_expression(instruction, where)};"


def _expression(instruction: Instruction, where: dict[str, str]) -> str:
    if instruction.op == "input":
        return where[str(instruction.args[0])]
    arguments = [_name(a) for a in instruction.args if not isinstance(a, str)]
    if instruction.op in INFIX:
        return f"{arguments[0]} {INFIX[instruction.op]} {arguments[1]}"
    if instruction.op == "neg":
        return f"-{arguments[0]}"
    if instruction.op == "not":
        return f"!{arguments[0]}"
    return f"{CALLS[instruction.op]}({', '.join(arguments)})"


def _name(value: Value) -> str:
    return f"v{value}" if isinstance(value, int) else f"constant<V>({value!r})"


def _count(names: Sequence[str]) -> list[tuple[int, str]]:
    return list(enumerate(names))


def _lines(lines: Iterable[str], indent: int) -> str:
    return "\n".join(" " * indent + line for line in lines)
