"""The replication on both engines: the same numbers, within the tolerance stated here.

All outputs and gradients of the model of the replication, for every real cell over both years; a
training of one sample and seed from the same start, as many steps as eager torch allows; and the
test-year error of every cell, with the parameters that this training found.
"""

from collections.abc import Iterator
from dataclasses import replace

import torch
from torch import Tensor

from benchmarks.world import World
from fpl import config
from fpl.engine import EngineName, simulate
from fpl.learning.run import Run, learn
from fpl.problem.files import Inputs

DENSITY, SEED = "s16", 0
# Double precision: a rounding of 1e-16 grows by what the model makes of it over two years; 1e-10 of
# the largest value leaves ample room. Single precision is what limits both engines: a rounding of
# 1e-7 grows through drainage exponents of up to 30, and at a kink it turns a gradient to the other
# side; so the fused engine may be twice as far from double precision as eager torch itself. In
# training Adam divides gradients by their size; of errors less than a hundredth of SMAP's noise is
# tolerated (which is 0.03 m3 m-3), of parameters a hundredth of the range.
TOLERANCE = {"double": 1e-10, "times_eager": 2.0, "rmse": 1e-4, "unit": 1e-2}


def rows(world: World, steps: int) -> Iterator[dict[str, object]]:
    """What differs, how much at most, and what is tolerated."""
    yield from _model(world)
    runs = {engine: _learn(_with(world.inputs, engine), world, steps) for engine in ENGINES}
    fused, eager = (runs[engine] for engine in ENGINES)
    labels = {"what": "engines differ by", "model": world.settings["headline"], "cells": None}
    labels |= {"note": f"fPL, {DENSITY}, seed {SEED}, {steps} steps"}
    for column in ("training_objective", "test_objective"):
        gap = (fused.curve[column] - eager.curve[column]).abs().max()
        yield labels | _verdict(f"{column} of the learning curve", gap, "rmse", "m3 m-3")
    unit = _units(fused, world.inputs)
    gap = (unit - _units(eager, world.inputs)).abs().max()
    yield labels | _verdict("learned parameters, all cells", gap, "unit", "of range")
    one, other = (_with(world.inputs, e).problem.judged(unit.float())[1] for e in ENGINES)
    worst = (one - other).abs().max()
    yield labels | _verdict("test RMSE of each cell, same parameters", worst, "rmse", "m3 m-3")
    gap = abs(one.median() - other.median())
    yield labels | _verdict("its median over cells", gap, "rmse", "m3 m-3")


ENGINES: tuple[EngineName, EngineName] = ("fused", "torch")


def _model(world: World) -> Iterator[dict[str, object]]:
    """Outputs and gradients of every real cell over both years, relative to the largest of each."""
    single, double = torch.float32, torch.float64
    made = {
        (engine, dtype): _outputs_and_gradients(world, engine, dtype)
        for engine in ENGINES
        for dtype in (single, double)
    }
    problem = world.inputs.problem
    labels = {"what": "engines differ by", "model": problem.model.name}
    labels |= {"cells": problem.cells, "days": problem.test.stop}
    for place, what in enumerate(("outputs", "gradients of all parameters")):
        truth = made["torch", double][place]
        gaps = {
            engine: max(_gap(found[place][name].double(), truth[name]) for name in truth)
            for engine, found in made.items()
        }
        yield labels | _verdict(f"{what}, double", gaps["fused", double], "double", "1")
        own, gap = gaps["torch", single], gaps["fused", single]
        note = f"distance from double precision; that of eager torch is {own:.2g}"
        yield labels | {"note": note} | _verdict(f"{what}, single", gap, "times_eager", "1", own)


def _outputs_and_gradients(
    world: World, engine: EngineName, dtype: torch.dtype
) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    problem = world.inputs.problem
    forcing = {name: values.to(dtype) for name, values in problem.forcing.items()}
    parameters = {n: v.clone().to(dtype).requires_grad_() for n, v in problem.priors.items()}
    done = simulate(problem.model, forcing, parameters, engine=engine)
    loss = sum((series / series.detach().abs().max()).mean() for series in done.outputs.values())
    loss.backward()  # type: ignore[union-attr]
    gradients = {n: v.grad for n, v in parameters.items() if v.grad is not None}
    return {name: series.detach() for name, series in done.outputs.items()}, gradients


def _gap(one: Tensor, other: Tensor) -> float:
    scale = float(other.abs().max())
    return float((one - other).abs().max()) / scale if scale else float(one.abs().max())


def _with(inputs: Inputs, engine: EngineName) -> Inputs:
    return replace(inputs, problem=replace(inputs.problem, engine=engine))


def _learn(inputs: Inputs, world: World, steps: int) -> Run:
    changes = {"steps": steps, "monitor_every": steps, "checkpoint_every": steps + 1}
    settings = config.Learning(**world.settings["learning"] | changes)
    return learn(inputs, DENSITY, settings, SEED)


def _units(run: Run, inputs: Inputs) -> torch.Tensor:
    """Learned parameters ``(parameter, cell)`` in the unit cube, in double precision."""
    space = inputs.problem.space
    values = torch.stack([torch.as_tensor(run.parameters[n].to_numpy()) for n in space.names])
    return space.to_unit(values)


def _verdict(
    quantity: str, gap: float | Tensor, kind: str, unit: str, times: float = 1.0
) -> dict[str, object]:
    tolerance = TOLERANCE[kind] * times
    return {
        "quantity": quantity,
        "greatest_difference": float(gap),
        "tolerance": tolerance,
        "unit": unit,
        "met": "yes" if gap <= tolerance else "no",
    }
