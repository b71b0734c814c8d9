"""Skill against the number of training cells, on fixed cells, and what a continent would cost."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from fpl.evaluation.bootstrap import PERCENTILES, RESAMPLES, SEED, Estimate, Floats
from fpl.evaluation.reach import power_law, reach

CONTINENT = 77_184  # cells of 1/8 degree: 64 for each of the 1,206 of the paper's archive (s8)
SERIES = {"random": r"random\d+", "lattices": r"s\d+"}
FIXED = ("trained_in_all", "never_trained", "all")


def members(samples: Mapping[str, int], series: str) -> list[str]:
    """The samples of a series by their number of cells, fewest first, the densest of all last."""
    densest = max(samples, key=lambda name: samples[name])
    found = [name for name in samples if re.fullmatch(SERIES[series], name)]
    return sorted({*found, densest}, key=lambda name: samples[name])


def fixed_cells(trained: Mapping[str, pd.Series]) -> dict[str, pd.Index]:
    """Cells on which the samples of a series and a seed are compared.

    trained : sample -> 0 or 1 of each cell; the last sample is the densest
    ``trained_in_all`` are in every sample; ``never_trained`` in none but the densest.
    """
    table = pd.DataFrame(trained)
    sparser = table[table.columns[:-1]]
    return {
        "trained_in_all": table.index[(table == 1).all(axis=1)],
        "never_trained": table.index[(sparser == 0).all(axis=1)],
        "all": table.index,
    }


def slope(sums: Floats) -> Floats:
    """Exponent of cost with the number of cells, all seeds together; ``(resample, seed, 5)`` of
    :func:`fpl.evaluation.reach.log_sums`."""
    return power_law(sums.sum(axis=1))[0]


def at_continent(sums: Floats) -> Floats:
    """Cost at :data:`CONTINENT` cells by the power law of all seeds together."""
    exponent, factor = power_law(sums.sum(axis=1))
    made: Floats = 10.0 ** (factor + exponent * np.log10(CONTINENT))
    return made


def cells_for_skill(
    sizes: Sequence[int],
    errors: Sequence[Floats],
    wanted: Sequence[Floats],
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Estimate:
    """The number of training cells at which a method is as good as another.

    sizes : training cells ``(sample,)``, rising
    errors : for each seed ``(sample, cell)``, the method's error
    wanted : for each seed ``(cell,)``, that of the other at the same cells

    Median over cells, mean over seeds; between two samples linear in the error and the logarithm
    of the cells. The smallest sample if that is as good already, NaN if none is. Interval from
    resampling seeds and the cells of each. ``n`` counts the cells of all seeds.
    """
    draw = np.random.default_rng(seed)
    pairs = [np.vstack([one, other]) for one, other in zip(errors, wanted, strict=True)]
    pairs = [pair[:, np.isfinite(pair).all(axis=0)] for pair in pairs]

    def crossing(groups: Sequence[Floats]) -> float:
        middle = np.mean([np.median(group, axis=1) for group in groups], axis=0)
        return float(10.0 ** reach(np.log10(sizes), middle[:-1], middle[-1]))

    made = np.empty(resamples)
    for i in range(resamples):
        drawn = [pairs[j] for j in draw.integers(len(pairs), size=len(pairs))]
        made[i] = crossing([p[:, draw.integers(p.shape[1], size=p.shape[1])] for p in drawn])
    low, high = np.percentile(made, PERCENTILES, method="inverted_cdf")
    value, low, high = (v if np.isfinite(v) else np.nan for v in (crossing(pairs), low, high))
    return Estimate(value, low, high, sum(pair.shape[1] for pair in pairs))
