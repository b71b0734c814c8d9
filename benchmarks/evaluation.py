"""One evaluation of the objective, as calibration asks for it: one cell, or many in one call."""

from dataclasses import replace

import torch

from benchmarks.speed import DAYS, FORWARD
from benchmarks.timing import Case, timed
from benchmarks.world import SUBSTEPS, World
from fpl.physics.vic import vic
from fpl.problem.cells import CellObjectives

CELLS = (1, 8, 100)
REPEATED = 20  # evaluations in one timing


def cases(world: World) -> list[Case]:
    """VIC over two years without a warm-up, on one thread; a repetition is one evaluation."""
    return [_case(world, substeps, cells) for substeps in SUBSTEPS for cells in CELLS]


def _case(world: World, substeps: int, cells: int) -> Case:
    given = world.inputs.problem
    problem = replace(
        given.select(range(cells)),
        model=vic(substeps),
        training=slice(0, DAYS),
        warmup=replace(given.warmup, max_cycles=0),
        engine="fused",
        threads=1,
    )
    objectives = CellObjectives(problem)
    unit = torch.full((len(problem.space), 1, cells), 0.5)

    def several() -> None:
        torch.set_num_threads(1)  # as the workflow does
        for _ in range(REPEATED):
            objectives(unit)

    labels = {"what": "evaluation of the objective", "engine": "fused", "threads": 1}
    labels |= {"model": "vic", "substeps": substeps, "cells": cells, "days": DAYS}
    labels |= {"direction": FORWARD, "note": "no warm-up; seconds of one call"}
    return Case(labels, lambda: timed(several) / REPEATED, several)
