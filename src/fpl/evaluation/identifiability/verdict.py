"""The rule by which calibrated parameters are chosen; its limits are in the configuration."""

import logging
from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fpl.evaluation.identifiability.linear import standard_errors
from fpl.evaluation.identifiability.quantities import ET, TARGET, agreement

Array = NDArray[np.float64]
log = logging.getLogger(__name__)
LEAST_EFFECT = 1e-4  # unit of the target: a smaller effect counts as this one


class Limits(Protocol):
    """What a parameter has to reach, each in the median over cells (or generated worlds)."""

    total_index: float
    standard_error: float
    rank_correlation: float
    et_percent: float


def et_per_target(sobol: pd.DataFrame, noise: float) -> pd.DataFrame:
    """By how much a parameter moves evapotranspiration, in percent of its mean, while it moves
    the target by the ``noise`` of a day's observation: ``(position, parameter)``."""
    table = sobol.pivot(index=["position", "parameter"], columns="quantity", values="effect")
    mean = sobol[sobol["quantity"] == ET].set_index(["position", "parameter"])["mean"]
    moved = 100.0 * table[ET] / mean.reindex(table.index)
    return (moved / (table[TARGET].clip(lower=LEAST_EFFECT) / noise)).unstack("parameter")


def verdicts(
    sobol: pd.DataFrame,
    products: Array,
    recovered: pd.DataFrame,
    names: Sequence[str],
    noise: float,
    limits: Limits,
) -> pd.DataFrame:
    """What the limits say of each parameter (index ``names``): three columns of truth values.

    constrained : its total index of the target is large enough, its standard error with all others
        free small enough, and generated truths are ranked well enough, all others free
    moves_et : it makes a large enough part of the variance of evapotranspiration, and moves that by
        more than the limit while it moves the target by its noise
    chosen : of a set that can be estimated together without moving evapotranspiration: see choose

    ``products`` is the information ``(cell, parameter, other)`` in the order of ``names``.
    """
    totals = sobol.groupby(["quantity", "parameter"])["total"].median()
    ranks = agreement(recovered).groupby("parameter")["rank_r"].median()
    errors = np.median(standard_errors(products, noise, range(len(names))), axis=0)
    table = pd.DataFrame(index=list(names))
    total, total_et = (totals[quantity].reindex(table.index) for quantity in (TARGET, ET))
    table["constrained"] = (
        (total >= limits.total_index)
        & (errors <= limits.standard_error)
        & (ranks.reindex(table.index) >= limits.rank_correlation)
    )
    ratio = et_per_target(sobol, noise).median().reindex(table.index)
    table["moves_et"] = (ratio > limits.et_percent) & (total_et >= limits.total_index)
    candidates = total[(total >= limits.total_index) & ~table["moves_et"]]
    order = [list(names).index(name) for name in candidates.sort_values(ascending=False).index]
    picked = {names[i] for i in choose(products, order, noise, limits.standard_error)}
    table["chosen"] = [name in picked for name in names]
    return table


def choose(products: Array, order: Sequence[int], noise: float, limit: float) -> list[int]:
    """Take parameters in ``order``, each that leaves every standard error of the set, in the median
    over cells, within the limit; all that are not taken stay at their priors."""
    taken: list[int] = []
    for candidate in order:
        errors = standard_errors(products, noise, [*taken, candidate])
        if (np.median(errors, axis=0) <= limit).all():
            taken.append(candidate)
    return taken


def warn(verdict: pd.DataFrame, sets: Mapping[str, Sequence[str]], name: str) -> list[str]:
    """Log which parameters of the calibrated set ``name`` the rule would leave out."""
    inside = verdict.loc[list(sets[name])]
    weak = inside[~inside["chosen"] & (~inside["constrained"] | inside["moves_et"])]
    for parameter, row in weak.iterrows():
        reason = "moves evapotranspiration" if row["moves_et"] else "is not constrained"
        log.warning(
            "calibrated_sets.%s holds %s, which %s by identifiability.limits; take it out or "
            "say in the configuration why it stays",
            name, parameter, reason,
        )  # fmt: skip
    return [str(parameter) for parameter in weak.index]
