"""Skill against the number of training cells, on fixed cells, and what a continent would cost."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from fpl.evaluation.bootstrap import PERCENTILES, RESAMPLES, SEED, Estimate, Floats
from fpl.evaluation.reach import power_law, reach
from fpl.evaluation.resampling import draws, finite_means, weighted_medians

CONTINENT = 77_184  # cells of 1/8 degree: 64 for each of the 1,206 of the paper's archive
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
    errors: Floats,
    wanted: Floats,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Estimate:
    """The number of training cells at which a method is as good as another.

    sizes : training cells ``(sample,)``, rising
    errors : ``(seed, sample, cell)``, the method's error; NaN where a seed has not the cell
    wanted : ``(cell,)``, that of the other

    Median over cells, mean over seeds; between two samples linear in the error and the logarithm
    of the cells. The smallest sample if that is as good already, NaN if none is. Interval from
    resampling seeds, and cells once for all seeds. ``n`` counts the cells.
    """
    other = np.broadcast_to(wanted, (len(errors), 1, len(wanted)))
    both = np.concatenate([errors, other], axis=1)
    both = np.where(np.isfinite(both).all(axis=1, keepdims=True), both, np.nan)
    drawn, counts = draws(len(both), both.shape[2], resamples, seed)
    counts = np.vstack([np.ones((1, both.shape[2]), dtype=counts.dtype), counts])  # first: as it is
    drawn = np.vstack([np.arange(len(both)), drawn])
    found = np.stack([[weighted_medians(row, counts) for row in one] for one in both])
    made = [
        10.0 ** reach(np.log10(sizes), *_curve(finite_means(found[seeds, :, i].T)))
        for i, seeds in enumerate(drawn)
    ]
    low, high = np.percentile(made[1:], PERCENTILES, method="inverted_cdf")
    value, low, high = (float(v) if np.isfinite(v) else np.nan for v in (made[0], low, high))
    return Estimate(value, low, high, int(np.isfinite(both).any(axis=(0, 1)).sum()))


def _curve(medians: Floats) -> tuple[Floats, float]:
    return medians[:-1], float(medians[-1])
