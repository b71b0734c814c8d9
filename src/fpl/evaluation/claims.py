"""How a claim is judged: the row of a part, the verdict of a part, the verdict of a claim."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from fpl.errors import DataError

SUPPORTED, IN_PART, NOT = "supported", "supported in part", "not supported"
UNTESTABLE, REPORTED = "not testable here", "reported"
VERDICTS = (SUPPORTED, IN_PART, NOT, UNTESTABLE)


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

    Supported if the whole interval is on the right side (the limit itself is right); in part if
    the value is, but the interval is not, or there is none; else not supported.
    """
    if math.isnan(value):
        return UNTESTABLE
    if beyond(value, rule, limit) < 0:
        return NOT
    worst = high if rule == "at_most" else low
    certain = not (math.isnan(low) or math.isnan(high)) and beyond(worst, rule, limit) >= 0
    return SUPPORTED if certain else IN_PART


def overall(parts: Iterable[str]) -> str:
    """The verdict of a claim from those of its parts.

    Parts that are only reported, or not testable, do not count; if nothing else is left the claim
    is not testable. Supported if every part is, not supported if none is, not even in part.
    """
    judged = [part for part in parts if part not in (REPORTED, UNTESTABLE)]
    if not judged:
        return UNTESTABLE
    if all(part == SUPPORTED for part in judged):
        return SUPPORTED
    return NOT if all(part == NOT for part in judged) else IN_PART


def _spoken(where: Mapping[str, str]) -> str:
    return ", ".join(f"{key} {value or 'empty'}" for key, value in where.items())
