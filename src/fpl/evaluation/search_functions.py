"""Our SCE-UA beside SPOTPY's on functions whose least value is known to be zero."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from tqdm import tqdm

from fpl.calibration.complexes import Floats
from fpl.calibration.lockstep import search_together
from fpl.calibration.sceua import Search, search
from fpl.config.sections import Calibration as Settings
from fpl.problem.counter import RunCounter

Function = Callable[[Floats], Floats]


def sphere(unit: Floats) -> Floats:
    """A bowl; on the last axis the unit cube, here and below."""
    return np.sum((2.0 * unit - 1.3) ** 2, axis=-1)


def rosenbrock(unit: Floats) -> Floats:
    """A bent valley (Rosenbrock 1960, Comput. J. 3, 175-184), on -2 to 2."""
    x = 4.0 * unit - 2.0
    return np.sum(100.0 * (x[..., 1:] - x[..., :-1] ** 2) ** 2 + (1 - x[..., :-1]) ** 2, axis=-1)


def griewank(unit: Floats) -> Floats:
    """Many shallow dips in a bowl (Griewank 1981, J. Optim. Theory Appl. 34, 11-39)."""
    x = 110.0 * unit - 50.0
    waves = np.cos(x / np.sqrt(np.arange(1, x.shape[-1] + 1))).prod(axis=-1)
    return np.sum(x**2, axis=-1) / 4000.0 - waves + 1.0


def ackley(unit: Floats) -> Floats:
    """Many deep dips on a plain (Ackley 1987), on -25 to 35."""
    x = 60.0 * unit - 25.0
    root = -0.2 * np.sqrt(np.mean(x**2, axis=-1))
    return np.e + 20.0 - 20.0 * np.exp(root) - np.exp(np.mean(np.cos(2 * np.pi * x), axis=-1))


# name: function, number of parameters
FUNCTIONS: dict[str, tuple[Function, int]] = {
    "sphere": (sphere, 8),
    "rosenbrock": (rosenbrock, 4),
    "griewank": (griewank, 4),
    "ackley": (ackley, 4),
}
TOLERANCE = 1e-3  # below it a search has reached the lowest point of a function
FIRST = 0.95  # judged before the population is drawn, far from every lowest point


def compare(settings: Settings, seeds: Sequence[int]) -> pd.DataFrame:
    """The least value that each search finds within the budget, and the runs until it is below the
    tolerance (NaN: never): a row a function, seed and method (``lockstep``, ``sceua``)."""
    rows = []
    for name, (function, dimensions) in FUNCTIONS.items():
        ours = _lockstep(function, dimensions, settings, seeds)
        for seed, done in zip(seeds, ours, strict=True):
            rows.append((name, seed, "lockstep", *_least(done)))
        for seed in tqdm(seeds, desc=f"SPOTPY on {name}", unit="search", disable=None):
            theirs = _spotpy(function, dimensions, settings, seed)
            rows.append((name, seed, "sceua", *_least(theirs)))
    return pd.DataFrame(rows, columns=["function", "seed", "method", "value", "runs"])


def _least(done: Search) -> tuple[float, float]:
    """The least value, and the first run whose value is below the tolerance."""
    runs = [float(best.run) for best in done.improvements if best.objective < TOLERANCE]
    return done.improvements[-1].objective, min(runs, default=np.nan)


def _lockstep(
    function: Function, dimensions: int, settings: Settings, seeds: Sequence[int]
) -> list[Search]:
    def judged(_: Sequence[int]) -> Callable[[Floats], tuple[Floats, Floats]]:
        return lambda points: (function(points), np.zeros(points.shape[:2]))

    first = np.full((len(seeds), dimensions), FIRST)
    return search_together(judged, first, seeds, settings, seed=0)


def _spotpy(function: Function, dimensions: int, settings: Settings, seed: int) -> Search:
    counter = RunCounter()

    def objective(point: Floats) -> float:
        counter.training += 1
        return float(function(point))

    return search(
        objective,
        dimensions,
        counter,
        first=np.full(dimensions, FIRST),
        budget=settings.budget,
        complexes=settings.complexes,
        stop=settings.stop,
        seed=seed,
    )
