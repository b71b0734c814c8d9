"""Cell-days a second of the project's engines: forward, and forward with backward."""

from collections.abc import Iterable

import torch

from benchmarks.timing import ROUNDS, Case, timed
from benchmarks.world import Subject, World
from fpl.engine import EngineName, simulate

CELLS = (100, 400, 6_400, 77_184)
DAYS = 731
FORWARD, BACKWARD = "forward", "forward+backward"
LIKE_FOR_LIKE = 400  # cells at which peers are met, and at which the targets of speed stand
# Eager torch takes the same time for a day whatever the days before: few days do, but where the
# targets stand.
EAGER_DAYS = {100: 31, 400: DAYS, 6_400: 8, 77_184: 2}
EAGER_ROUNDS = 3
# Eager torch gets the threads that serve it best: it splits no smaller tensors than these, and with
# idle threads beside it, it can be many times slower.
SPLIT_CELLS = 32_768
# The fused engine does all days but on the largest grid, where these are enough for its tape to be
# thinned out as in a run of years.
LARGE = 77_184
MANY_SUBSTEPS = 4
LARGE_DAYS = 250
LONG_ROUNDS = 3  # of what takes long: from so many cells on
LONG_CELLS = 6_400


def cases(
    world: World, subjects: Iterable[Subject], cells: Iterable[int] = CELLS, cores: int = 2
) -> list[Case]:
    """Every subject at every number of cells, on eager torch, and on the fused engine with 1 and
    with ``cores`` threads, in both directions. Left out: many sub-steps on the largest grid with
    one thread, which take minutes and tell nothing new."""
    made = []
    for subject in subjects:
        for count in cells:
            slow = count >= LARGE and subject.substeps > MANY_SUBSTEPS
            runs: list[tuple[EngineName, int]] = [("torch", 1 if count < SPLIT_CELLS else cores)]
            runs += [("fused", threads) for threads in sorted({cores} if slow else {1, cores})]
            for engine, threads in runs:
                for direction in (FORWARD, BACKWARD):
                    made.append(_case(world, subject, engine, threads, count, direction))
    return made


def _case(
    world: World, subject: Subject, engine: EngineName, threads: int, cells: int, direction: str
) -> Case:
    if engine == "torch":
        days, rounds = EAGER_DAYS.get(cells, DAYS), EAGER_ROUNDS
    else:
        days = DAYS if cells < LARGE else LARGE_DAYS
        rounds = ROUNDS if cells < LONG_CELLS else LONG_ROUNDS

    def once(some_days: int) -> None:
        # as in the workflow: beside the fused engine torch has little to do, and its idle threads
        # would wait for work on the same cores
        torch.set_num_threads(threads if engine == "torch" else 1)
        run(world, subject, engine, threads, cells, some_days, direction)

    labels = {"what": "speed", "engine": engine, "threads": threads, "model": subject.name}
    labels |= {"substeps": subject.substeps, "cells": cells, "days": days, "direction": direction}
    # what prepares compiles; eager torch has nothing to compile, but caches to fill
    return Case(labels, lambda: timed(lambda: once(days)), lambda: once(1), rounds)


def run(
    world: World,
    subject: Subject,
    engine: EngineName,
    threads: int,
    cells: int,
    days: int,
    direction: str,
) -> None:
    """One run; with backward, the gradient of the mean of one output to all parameters."""
    model, output = subject.model, subject.output
    forcing = world.forcing(model, cells, days)
    parameters = world.parameters(model, cells)
    with torch.set_grad_enabled(direction == BACKWARD):
        made = simulate(
            model, forcing, parameters, outputs=(output,), engine=engine, threads=threads
        )
        if direction == BACKWARD:
            made.outputs[output].mean().backward()
