"""How claims are judged: the row of a part, its verdict, the verdict of its claim."""

import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from statistics import NormalDist
from typing import Any

import pandas as pd

from fpl.errors import DataError
from fpl.evaluation.bootstrap import PERCENTILES

SUPPORTED, REFUTED, INCONCLUSIVE = "supported", "refuted", "inconclusive"
UNTESTABLE, REPORTED = "not testable here", "reported"
VERDICTS = (SUPPORTED, REFUTED, INCONCLUSIVE, UNTESTABLE)
LEVEL = 2.0 * PERCENTILES[0] / 100.0  # of the family of primary parts, as of each interval


def read(paths: Iterable[str | Path]) -> dict[str, pd.DataFrame]:
    """Tables of statistics by their name. Units are text, also where every unit of a table is 1."""
    return {Path(path).stem: pd.read_csv(path, dtype={"unit": str}) for path in paths}


def pick(table: pd.DataFrame, where: Mapping[str, str]) -> dict[str, Any] | None:
    """The one row of a table of statistics with these values in these columns; None if none has.

    An empty value asks for an empty cell. DataError if several rows have them.
    """
    if not set(where) <= set(table.columns):
        return None
    cells = table[list(where)].astype("object")
    asked = cells.where(cells.notna(), "").astype(str).to_numpy() == list(where.values())
    rows = table[asked.all(axis=1)]
    if len(rows) > 1:
        raise DataError(
            f"expected one row with {_spoken(where)}, got {len(rows)}; name more columns in "
            "`where` of the part (config/claims.yaml)"
        )
    return None if rows.empty else {str(k): v for k, v in rows.iloc[0].items()}


def missing(table: pd.DataFrame | None, name: str, where: Mapping[str, str]) -> str:
    """Why a part has no row: the table is not there, or what it lacks."""
    if table is None:
        return f"no table {name}.csv"
    lacks = [column for column in where if column not in table.columns]
    if lacks:
        return f"{name}.csv has no column {', '.join(lacks)}"
    return f"{name}.csv has no row with {_spoken(where)}"


def beyond(value: float, rule: str, limit: float) -> float:
    """How far a value lies on the right side of the limit, in its own unit; negative: wrong."""
    return limit - value if rule == "at_most" else value - limit


def verdict(value: float, low: float, high: float, rule: str, limit: float) -> str:
    """Judge a value with its 95 % interval by ``at_most`` or ``at_least`` a limit.

    Supported if the whole interval is on the right side (the limit itself is right), refuted if the
    whole interval is on the wrong side, else inconclusive, as without an interval. Where only one
    end is missing, the interval has no end there: what is counted is never reached.
    """
    if math.isnan(value):
        return UNTESTABLE
    if math.isnan(low) != math.isnan(high):
        low, high = (
            (-math.inf if math.isnan(low) else low),
            (math.inf if math.isnan(high) else high),
        )
    sides = [beyond(end, rule, limit) for end in (low, high)]
    if all(side >= 0 for side in sides):
        return SUPPORTED
    return REFUTED if all(side < 0 for side in sides) else INCONCLUSIVE


def p_value(value: float, low: float, high: float, limit: float) -> float:
    """Two-sided p of "the value is the limit", from the value's 95 % interval; NaN without one.

    ASSUME errors are normal with the width that the interval has on the limit's side; so p is below
    0.05 just where the limit lies outside the interval.
    """
    width = value - low if limit < value else high - value
    distance = abs(value - limit)
    if not (math.isfinite(value) and math.isfinite(width)):
        return math.nan
    if distance == 0.0 or width <= 0.0:
        return float(distance == 0.0)
    normal = NormalDist()
    return 2.0 * normal.cdf(normal.inv_cdf(LEVEL / 2.0) * distance / width)


def holm(p_values: Iterable[float]) -> list[float]:
    """p of each test of a family, adjusted so that the chance of any wrong rejection in the family
    stays at the level (Holm 1979, Scand. J. Statist. 6, 65-70). NaN are no tests, and stay."""
    values = list(p_values)
    order = sorted((p, place) for place, p in enumerate(values) if not math.isnan(p))
    least = 0.0
    for rank, (p, place) in enumerate(order):
        least = max(least, min(1.0, (len(order) - rank) * p))
        values[place] = least
    return values


def overall(primary: str, adjusted: float) -> str:
    """The verdict of a claim, from that of its primary part and its p adjusted by :func:`holm`: a
    part that is supported or refuted by itself, but not within the family, is inconclusive."""
    certain = primary in (SUPPORTED, REFUTED)
    return INCONCLUSIVE if certain and not adjusted <= LEVEL else primary


def _spoken(where: Mapping[str, str]) -> str:
    return ", ".join(f"{key} {value or 'empty'}" for key, value in where.items())
