"""Table of the claims: each part with its statistic, interval, limit and verdict."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from fpl.config.claims import Ledger, Part
from fpl.evaluation.claims import (
    REPORTED,
    UNTESTABLE,
    beyond,
    holm,
    missing,
    overall,
    p_value,
    pick,
    verdict,
)
from fpl.tables.statistics import NUMBERS

COLUMNS = [
    *("dataset", "claim", "part", "primary", "table", *NUMBERS, "rule", "limit"),
    *("distance", "distance_low", "distance_high", "p", "p_family"),
    *("verdict", "claim_verdict", "reason"),
]
RATIO = "_ratio"  # ending of statistics that are compared with their limit in orders of magnitude


def build(ledger: Ledger, tables: Mapping[str, pd.DataFrame], dataset: str) -> pd.DataFrame:
    """One row for each part that is asked of the dataset.

    tables : the tables of statistics that are there, by name
    primary : 1 for the part that decides its claim, else 0
    distance, and its interval distance_low to distance_high: from the limit, positive on the right
    side, in sizes of the effect; of a ratio in orders of magnitude
    p : two-sided, of "the value is the limit"; p_family : of primary parts, adjusted for as many
    claims as have one (Holm)
    claim_verdict : of the primary part, within this family; the same in all rows of a claim
    reason : why a part is not testable, or has no interval
    """
    rows = [
        _judged(ledger, part, tables)
        | {"dataset": dataset, "claim": claim.id, "primary": int(dataset in part.primary)}
        for claim in ledger.claims
        for part in claim.parts
        if dataset in ledger.asked_of(part)
    ]
    primaries = [row for row in rows if row["primary"]]
    adjusted = holm(row["p"] for row in primaries)
    verdicts = {}
    for row, p_family in zip(primaries, adjusted, strict=True):
        row["p_family"] = p_family
        verdicts[row["claim"]] = overall(row["verdict"], p_family)
    for row in rows:
        row["claim_verdict"] = verdicts.get(row["claim"], UNTESTABLE)
    return pd.DataFrame(rows)[COLUMNS]


def _judged(ledger: Ledger, part: Part, tables: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """The row of a part, without what it shares with the rest of its claim."""
    row: dict[str, Any] = dict.fromkeys(COLUMNS, math.nan) | {
        "part": part.name,
        "table": part.table,
        "statistic": part.where["statistic"],
        "unit": ledger.unit(part) or "",
        "rule": part.rule,
        "limit": math.nan if part.limit is None else part.limit,
        "verdict": UNTESTABLE,
        "reason": "",
    }
    table = tables.get(part.table)
    picked = None if table is None else pick(table, part.where)
    if picked is None:
        return row | {"reason": missing(table, part.table, part.where)}
    if row["unit"] and picked["unit"] != row["unit"]:
        return row | {"reason": f"expected the unit {row['unit']}, got {picked['unit']}"}
    row |= {name: picked[name] for name in ("value", "low", "high", "n", "unit")}
    if math.isnan(row["value"]):
        return row | {"reason": f"{part.table}.csv has the row, but no value"}
    if part.limit is None:
        return row | {"verdict": REPORTED}
    row["verdict"] = verdict(row["value"], row["low"], row["high"], part.rule, part.limit)
    if math.isnan(row["low"]) and math.isnan(row["high"]):
        row["reason"] = "no interval, so inconclusive"
    return row | _against_limit(ledger, part, row)


def _against_limit(ledger: Ledger, part: Part, row: Mapping[str, Any]) -> dict[str, float]:
    """How far value and interval lie beyond the limit, and p of no distance."""
    limit, numbers = part.limit or 0.0, [row["value"], row["low"], row["high"]]
    size = ledger.effects[part.effect].size if part.effect else abs(limit) or 1.0
    if part.where["statistic"].endswith(RATIO):
        limit, numbers, size = math.log10(limit), [_log(number) for number in numbers], 1.0
    value, low, high = numbers
    ends = sorted(beyond(end, part.rule, limit) / size for end in (low, high))
    return {
        "distance": beyond(value, part.rule, limit) / size,
        "distance_low": ends[0],
        "distance_high": ends[1],
        "p": p_value(value, low, high, limit),
    }


def _log(ratio: float) -> float:
    if math.isnan(ratio):
        return ratio
    return math.log10(ratio) if ratio > 0 else -math.inf
