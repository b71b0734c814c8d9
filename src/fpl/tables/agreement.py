"""Whether a replication agrees with the committed one, in a few lines: run by run, then verdicts.

A short run has fewer seeds than the committed one, so its intervals and its tables over seeds have
to differ. What must agree is each run by itself, and what is concluded.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from fpl.tables.compare import Tolerance, renamed
from fpl.terms import Run

RUN = list(Run._fields)
NUMBER = [*RUN, "period", "cells", "metric", "statistic"]
PART = ["dataset", "claim", "part"]
AGREEMENT = ("same digits", "within tolerance", "beyond")
LISTED = 8  # runs, or parts, that are named; more are counted


def of_runs(
    new: pd.DataFrame, committed: pd.DataFrame, tolerance: Tolerance | None = None
) -> pd.DataFrame:
    """The runs that both tables have, with the greatest difference of any of their numbers.

    new, committed : tables/skill.csv

    Columns of :class:`~fpl.terms.Run`, then ``difference`` (of the numbers with the greatest excess
    over the tolerance) and ``agreement``: "same digits", "within tolerance" or "beyond".
    """
    tolerance = tolerance or Tolerance()
    pairs = new.merge(renamed(committed, new.columns), on=NUMBER, suffixes=("_new", "_old"))
    pairs = pairs[(pairs["statistic"] == "median") & pairs["value_old"].notna()]
    pairs["difference"] = (pairs["value_new"] - pairs["value_old"]).abs().fillna(np.inf)
    allowed = tolerance.absolute + tolerance.relative * pairs["value_old"].abs()
    pairs["excess"] = pairs["difference"] / allowed
    worst = pairs.sort_values("excess").groupby(RUN, sort=False).tail(1)
    close = [worst["difference"] == 0, worst["excess"] <= 1]
    names = np.select(close, AGREEMENT[:2], AGREEMENT[2])
    return worst.assign(agreement=names)[[*RUN, "metric", "difference", "agreement"]]


def of_verdicts(new: pd.DataFrame, committed: pd.DataFrame) -> pd.DataFrame:
    """The parts of claims that both tables/claims.csv have and judge, with both verdicts."""
    pairs = new.merge(renamed(committed, new.columns), on=PART, suffixes=("_new", "_old"))
    return pairs[[*PART, "verdict_old", "verdict_new"]]


def summary(new: dict[str, pd.DataFrame], committed: dict[str, pd.DataFrame]) -> tuple[str, bool]:
    """A few lines for people, and whether every run agrees within the tolerance.

    new, committed : tables by name, with ``skill`` and, if a case has it, ``claims``
    """
    lines, agrees = [], True
    if "skill" in new and "skill" in committed:
        runs = of_runs(new["skill"], committed["skill"])
        said = ", ".join(f"{(runs['agreement'] == name).sum()} {name}" for name in AGREEMENT)
        lines.append(f"Runs that both have, seed by seed, by their medians: {said}")
        beyond = runs[runs["agreement"] == "beyond"].sort_values("difference", ascending=False)
        agrees = beyond.empty and not runs.empty
        lines += _first(
            [
                f"  {'/'.join(str(getattr(row, name)) for name in RUN)}: "
                f"{row.metric} differs by {row.difference:.2g}"
                for row in beyond.itertuples(index=False)
            ]
        )
    if "claims" in new and "claims" in committed:
        parts = of_verdicts(new["claims"], committed["claims"])
        other = parts[parts["verdict_old"] != parts["verdict_new"]]
        lines.append(f"Verdicts of parts: {len(parts) - len(other)} of {len(parts)} the same")
        lines += _first(
            [
                f"  {row.claim}, {row.part}: {row.verdict_old}, now {row.verdict_new}"
                for row in other.itertuples(index=False)
            ]
        )
    return "\n".join(lines), agrees


def _first(lines: Sequence[str]) -> list[str]:
    more = len(lines) - LISTED
    return [*lines[:LISTED], *([f"  and {more} more"] if more > 0 else [])]
