"""Repetitions of many cases, interleaved: a slow minute of the machine hits every case alike."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from tqdm import tqdm

ROUNDS = 5
ENOUGH_SECONDS = 0.2  # short repetitions of a case go on for so long in each round
ENOUGH_REPETITIONS = 10  # or for so many


@dataclass(frozen=True)
class Case:
    """Something to time: its ``labels`` in the table, and one repetition, which returns seconds.

    ``prepare`` is called once before the first repetition and is not timed (it compiles, or fills
    caches). Cases that take long are measured in the first ``rounds`` rounds only.
    """

    labels: dict[str, object]
    run: Callable[[], float]
    prepare: Callable[[], object] = lambda: None
    rounds: int = ROUNDS


@dataclass
class Measured:
    """Seconds of all repetitions of a case, and the median of each round."""

    case: Case
    seconds: list[float] = field(default_factory=list)
    by_round: list[float] = field(default_factory=list)

    @property
    def cell_days(self) -> float:
        """How many days of how many cells a repetition is."""
        return self.case.labels["cells"] * self.case.labels["days"]  # type: ignore[operator]

    def row(self) -> dict[str, object]:
        """The case as a row of a table."""
        row = self.case.labels | summary(self.seconds)
        if {"cells", "days"} <= set(row):
            row["cell_days_per_second"] = self.cell_days / row["seconds_median"]  # type: ignore[operator]
        return row


def summary(seconds: Sequence[float]) -> dict[str, float]:
    """Number, least, median and greatest of some seconds, as columns of a table."""
    spread = {"min": min(seconds), "median": median(seconds), "max": max(seconds)}
    return {"n": len(seconds)} | {f"seconds_{name}": value for name, value in spread.items()}


def timed(function: Callable[[], object]) -> float:
    """Wall seconds that one call takes."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def interleaved(cases: Sequence[Case], rounds: int) -> list[Measured]:
    """Measure all cases, one after the other, round by round; each round begins with another."""
    made = [Measured(case) for case in cases]
    for case in tqdm(cases, desc="preparing", unit="case", disable=None):
        case.prepare()
    bar = tqdm(total=sum(min(case.rounds, rounds) for case in cases), unit="case", disable=None)
    for turn in range(rounds):
        bar.set_description(f"round {turn + 1} of {rounds}")
        start = turn * len(made) // rounds
        for measured in made[start:] + made[:start]:
            if turn < measured.case.rounds:
                _one_round(measured)
                bar.update()
    bar.close()
    return made


def _one_round(measured: Measured) -> None:
    seconds: list[float] = []
    while sum(seconds) < ENOUGH_SECONDS and len(seconds) < ENOUGH_REPETITIONS:
        seconds.append(measured.case.run())
    measured.seconds += seconds
    measured.by_round.append(median(seconds))
