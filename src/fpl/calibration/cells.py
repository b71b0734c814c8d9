"""Calibrate cells one by one, gather them, and score the search along its way."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import torch
from tqdm import tqdm

from fpl.calibration.checkpoints import checkpoints
from fpl.calibration.complexes import Floats
from fpl.calibration.lockstep import Evaluate, search_together
from fpl.calibration.sceua import Best, Search, search
from fpl.calibration.together import Together, prior_units
from fpl.calibration.turns import take_turns
from fpl.config.sections import Calibration as Settings
from fpl.errors import DataError
from fpl.problem.cells import CellObjectives, Objectives
from fpl.problem.problem import Problem

COLUMNS = ("cell", "run", "warmup_runs", "objective", "wall_seconds", "cpu_seconds", "stop")


def block_of(cells: int, block: int, blocks: int) -> range:
    """Positions of the cells of a block: every ``blocks``-th, so that blocks take equally long."""
    if not 0 <= block < blocks:
        raise DataError(f"no block {block}; expected 0 to {blocks - 1}")
    return range(block, cells, blocks)


def calibrate(
    problem: Problem,
    positions: Sequence[int],
    labels: Sequence[int],
    settings: Settings,
    seed: int,
    objectives: Callable[[Any], Objectives] = CellObjectives,
) -> pd.DataFrame:
    """Search each cell; the trace of improvements, as in ``trace.csv``. DataError if a cell has no
    used day in the training period.

    ``labels`` are the cells' numbers; ``objectives`` makes of a problem what answers for its cells.
    The searches of the cells take turns, so that the model runs for all of them in one call. A
    cell's random numbers depend on ``seed`` and its number, and nothing on the cells that it shares
    a block with, but for the seconds: those of the block are shared equally among the cells that
    still search.
    """
    if len(positions) == 0:
        return pd.DataFrame(columns=[*COLUMNS, *problem.space.names])
    together = Together(problem.to_fit(positions), objectives)
    names = [int(labels[position]) for position in positions]
    searches = [
        partial(
            search,
            dimensions=together.dimensions,
            counter=together.counters[index],
            first=together.priors[index],
            budget=settings.budget,
            complexes=settings.complexes,
            stop=settings.stop,
            seed=int(np.random.SeedSequence([seed, label]).generate_state(1)[0]),
            clock=partial(together.seconds, index),
        )
        for index, label in enumerate(names)
    ]
    with tqdm(total=settings.budget, desc="SCE-UA", unit="run", disable=None) as bar:
        ended = take_turns(searches, lambda asked: together.answer(asked, bar))
    return _trace(problem, names, ended)


def calibrate_in_lockstep(
    problem: Problem,
    positions: Sequence[int],
    labels: Sequence[int],
    settings: Settings,
    seed: int,
    objectives: Callable[[Any], Objectives] = CellObjectives,
) -> pd.DataFrame:
    """The same as :func:`calibrate` by our own SCE-UA, all complexes of all cells at once."""
    chosen = problem.to_fit(positions)
    names = [int(labels[position]) for position in positions]
    ended = search_together(
        _evaluator(chosen, objectives), prior_units(chosen), names, settings, seed
    )
    return _trace(problem, names, ended)


def _evaluator(problem: Any, objectives: Callable[[Any], Objectives]) -> Callable[..., Evaluate]:
    """What evaluates points of some cells of a problem, in numbers of numpy."""

    def evaluator(cells: Sequence[int]) -> Evaluate:
        objective = objectives(problem.select(cells))

        def evaluate(points: Floats) -> tuple[Floats, Floats]:
            unit = torch.from_numpy(points).permute(2, 1, 0).to(problem.observed.dtype)
            losses, cycles = (values.T.double().numpy() for values in objective(unit.contiguous()))
            return losses, cycles

        return evaluate

    return evaluator


def _trace(problem: Problem, names: Sequence[int], searches: Sequence[Search]) -> pd.DataFrame:
    """Every improvement of every cell, and the ends of the searches."""
    rows = []
    for label, ended in zip(names, searches, strict=True):
        assert ended.end is not None
        rows += [_row(problem, label, best, "") for best in ended.improvements]
        rows.append(_row(problem, label, ended.end, ended.reason))
    return pd.DataFrame(rows, columns=[*COLUMNS, *problem.space.names])


def _row(problem: Problem, label: int, best: Best, stop: str) -> dict[str, object]:
    unit = torch.as_tensor(best.unit, dtype=torch.float64)[:, None]
    values = problem.space.from_unit(unit)[:, 0].tolist()
    named = dict(zip(problem.space.names, values, strict=True))
    return {"cell": label, "stop": stop, **vars(best), **named}


def bill(trace: pd.DataFrame) -> pd.DataFrame:
    """What a search of a surrogate took, summed over cells: its runs and processor seconds."""
    ends = trace[trace["stop"] != ""]
    runs, seconds = ends["run"].sum(), ends["cpu_seconds"].sum()
    return pd.DataFrame([{"surrogate_runs": runs, "search_seconds": seconds}])


def best_units(
    problem: Problem, trace: pd.DataFrame, labels: Sequence[int], run: int
) -> torch.Tensor:
    """Return the best points ``(parameter, cell)`` of the unit cube after ``run`` runs a cell."""
    names = list(problem.space.names)
    until = trace[trace["run"] <= run].groupby("cell").last().loc[list(labels), names]
    values = torch.as_tensor(until.to_numpy().T.copy(), dtype=problem.observed.dtype)
    return problem.space.to_unit(values).clamp(0.0, 1.0).contiguous()


def curve(
    problem: Problem, trace: pd.DataFrame, labels: Sequence[int], budget: int
) -> pd.DataFrame:
    """The curve of best-so-far parameters against runs, as in ``curve.csv``.

    ``problem`` holds the cells of ``labels`` in their order. Runs are means and seconds sums over
    cells; a cell that stopped early stays where it stopped.
    """
    cells = [trace[trace["cell"] == label] for label in labels]
    rows = []
    for step, run in enumerate(checkpoints(budget)):
        training, test = problem.judged(best_units(problem, trace, labels, run))

        def at(column: str, run: int = run) -> list[float]:
            return [float(np.interp(run, c["run"], c[column])) for c in cells]

        rows.append(
            {
                "step": step,
                "runs_per_cell": float(np.mean(at("run"))),
                "warmup_runs_per_cell": float(np.mean(at("warmup_runs"))),
                "wall_seconds": float(np.sum(at("wall_seconds"))),
                "cpu_seconds": float(np.sum(at("cpu_seconds"))),
                "training_objective": float(training.median()),
                "test_objective": float(test.median()),
            }
        )
    return pd.DataFrame(rows)
