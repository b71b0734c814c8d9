"""Whether a replication agrees: run by run, with what both have, then verdict by verdict."""

import numpy as np
import pandas as pd
import pytest

from fpl.tables.agreement import of_runs, summary
from fpl.tables.compare import Tolerance

METRICS = {"rmse": 0.034, "r": 0.80, "kge": np.nan}


def skill(seeds=(0, 1), **changes):
    """Rows of skill.csv; ``changes``: (seed, metric) as "seed0_rmse" -> value."""
    rows = [
        {
            "dataset": "smap", "model": "vic", "method": "fpl", "sample": "s4", "seed": seed,
            "period": "test", "cells": "s4", "metric": metric, "statistic": statistic,
            "value": changes.get(f"seed{seed}_{metric}", value), "n": 411,
        }
        for seed in seeds
        for metric, value in METRICS.items()
        for statistic in ("median", "mean")
    ]  # fmt: skip
    return pd.DataFrame(rows)


def claims(verdict, part="R"):
    return pd.DataFrame(
        {"dataset": ["smap"], "claim": ["skill"], "part": [part], "verdict": [verdict]}
    )


def agreement(new, old, **tolerance):
    runs = of_runs(new, old, Tolerance(**tolerance))
    return dict(zip(runs["seed"], runs["agreement"], strict=True))


def test_only_runs_that_both_have_are_compared_and_seeds_are_kept_apart():
    new = skill(seeds=(0, 1), seed1_rmse=0.0341)
    assert agreement(new, skill(seeds=(0, 1, 2, 3, 4))) == {0: "same digits", 1: "within tolerance"}


def test_the_worst_number_of_a_run_decides():
    new = skill(seed0_rmse=0.0341, seed0_r=0.9)
    assert agreement(new, skill()) == {0: "beyond", 1: "same digits"}
    assert agreement(new, skill(), absolute=0.2)[0] == "within tolerance"
    assert of_runs(new, skill()).set_index("seed").loc[0, "metric"] == "r"


def test_a_number_that_is_lost_is_beyond_any_tolerance():
    assert agreement(skill(seed0_r=np.nan), skill())[0] == "beyond"


def test_tables_from_before_columns_were_renamed_are_understood():
    old = skill().rename(columns={"sample": "density"})
    assert set(agreement(skill(), old).values()) == {"same digits"}


def test_summary_says_it_in_a_few_lines():
    new = {"skill": skill(seed1_r=0.5), "claims": claims("refuted")}
    text, agrees = summary(new, {"skill": skill(), "claims": claims("supported")})
    assert not agrees
    assert text.splitlines() == [
        "Runs that both have, seed by seed, by their medians: "
        "1 same digits, 0 within tolerance, 1 beyond",
        "  smap/vic/fpl/s4/1: r differs by 0.3",
        "Verdicts of parts: 0 of 1 the same",
        "  skill, R: supported, now refuted",
    ]
    assert summary({"skill": skill()}, {"skill": skill()})[1]


@pytest.mark.parametrize("new", [{}, {"skill": skill(seeds=(7,))}])
def test_nothing_in_common_is_no_agreement(new):
    agrees = summary(new, {"skill": skill()})[1]
    assert agrees == (not new)  # a case without skill.csv has nothing to say
