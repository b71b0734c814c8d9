"""Run the benchmarks: ``make bench``, or ``python -m benchmarks.run`` with the options below.

Writes ``speed.csv`` (with ``ratios.csv`` and ``linearity.csv``), ``build.csv``, ``memory.csv``,
``split.csv``, ``equality.csv`` and ``operations.csv`` into the folder of results, draws the figure
from them and, if asked, fills the table of speed in the README.
"""

import argparse
import os
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, closing
from functools import partial
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from tqdm import tqdm

from benchmarks import building, equality, evaluation, memory, operations, peak, peer, speed, split
from benchmarks.linearity import linearity
from benchmarks.process import ProcessFailed
from benchmarks.ratios import ratios
from benchmarks.table import table, write
from benchmarks.timing import ROUNDS, interleaved, timed
from benchmarks.world import SUBSTEPS, World, open_world, subjects
from fpl.figures import benchmarks as figure
from fpl.figures import style
from fpl.tables.readme import fill
from fpl.tables.readme import speed as in_words

PARTS = ("speed", "build", "memory", "split", "equality")


class Size(NamedTuple):
    """How much is measured. Steps are of learning: one of eager torch takes a quarter of a minute;
    ``continent`` is the cells and days of the step whose memory is measured."""

    rounds: int = ROUNDS
    cells: tuple[int, ...] = speed.CELLS
    substeps: tuple[int, ...] = SUBSTEPS
    steps: int = 30
    eager_steps: int = 10
    budget: int = 300
    builds: int = building.REPETITIONS
    continent: tuple[int, int] = (speed.LARGE, memory.DAYS)


QUICK = Size(1, (100, 400), (1,), 3, 1, 100, 1, (6_400, 100))
BLOCKS = (1, 52)  # cells of a calibration: alone, and as many as the workflow gives to a job


def main(arguments: Sequence[str] | None = None) -> None:
    """Run what is asked for."""
    asked = _options(arguments)
    os.environ.setdefault("FPL_CACHE", str(Path(".cache/kernels").resolve()))
    os.environ.pop("FPL_ENGINE", None)  # the engines are what is compared
    size = QUICK if asked.quick else Size()
    world = open_world(asked.data)
    rows = {
        "build": lambda: building.rows(subjects(size.substeps), size.builds),
        "memory": lambda: [memory.row(asked.data, asked.cores, *size.continent)],
        "split": lambda: split.rows(world, size.steps, size.budget, BLOCKS),
        "equality": lambda: equality.rows(world, size.eager_steps),
    }

    def run(part: str) -> None:
        if part == "speed":
            _speed(world, size, asked)
        else:
            write(table(rows[part]()), asked.results / f"{part}.csv")

    for part in asked.parts:
        took = timed(partial(run, part))
        print(f"{part}: {took:.0f} s")
    if (asked.results / "speed.csv").exists():
        tables = {p.stem: pd.read_csv(p) for p in sorted(asked.results.glob("*.csv"))}
        drawn = figure.plot(tables)
        style.save(drawn, asked.figures / "benchmarks.png", asked.figures / "benchmarks.pdf")
    if asked.readme:
        text = asked.readme.read_text(encoding="utf-8")
        filled = fill(text, {"speed": in_words(pd.read_csv(asked.results / "ratios.csv"))})
        asked.readme.write_text(filled, encoding="utf-8")


def _speed(world: World, size: Size, asked: argparse.Namespace) -> None:
    """Speed of the engines and of peers, interleaved, and what follows from it."""
    models = subjects(size.substeps)
    absent: list[dict[str, object]] = []
    told: list[dict[str, object]] = []
    with ExitStack() as stack:
        cases = speed.cases(world, models, size.cells, asked.cores) + evaluation.cases(world)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        forcing = folder / "forcing.npz"
        peer.write_forcing(world, forcing)
        for other, threads in product(peer.PEERS if asked.peers else (), sorted({1, asked.cores})):
            try:
                worker = stack.enter_context(closing(peer.Worker(other, threads, forcing)))
            except ProcessFailed as error:
                tqdm.write(f"{other.name}: {error}")
                absent += peer.absent(other, threads, str(error))
                continue
            cases += worker.cases(speed.DAYS)
            if threads == 1:
                told += operations.peer_rows(other.name, other.model, worker.about["operations"])
        measured = interleaved(cases, size.rounds)
    made = table([*(m.row() for m in measured), *absent])
    write(made, asked.results / "speed.csv")
    write(ratios(measured), asked.results / "ratios.csv")
    write(linearity(made[made["what"] == "speed"]), asked.results / "linearity.csv")
    counted = operations.rows(models, measured, peak.rates())
    write(table([*counted, *told]), asked.results / "operations.csv")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    made = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    made.add_argument("--data", type=Path, default=Path("results/smap/data"), help="prepared data")
    made.add_argument("--results", type=Path, default=Path("results/benchmarks"))
    made.add_argument("--figures", type=Path, default=Path("figures"))
    made.add_argument("--readme", type=Path, help="page whose table of speed is to be filled")
    made.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    made.add_argument("--cores", type=int, default=min(2, os.cpu_count() or 1))
    made.add_argument("--quick", action="store_true", help="a minute, to see that it runs")
    made.add_argument("--no-peers", dest="peers", action="store_false", help="leave them out")
    return made.parse_args(arguments)


if __name__ == "__main__":
    main()
