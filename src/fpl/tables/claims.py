"""Table of the claims: each part with its statistic, interval, limit and verdict."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from fpl.config.claims import Ledger, Part
from fpl.evaluation.claims import REPORTED, UNTESTABLE, beyond, missing, overall, pick, verdict
from fpl.tables.statistics import NUMBERS

COLUMNS = [
    *("dataset", "claim", "part", "table", *NUMBERS, "rule", "limit"),
    *("distance", "distance_low", "distance_high", "verdict", "claim_verdict", "reason"),
]
RATIO = "_ratio"  # ending of statistics whose distance to the limit is in orders of magnitude


def build(ledger: Ledger, tables: Mapping[str, pd.DataFrame], dataset: str) -> pd.DataFrame:
    """One row for each part that is asked of the dataset.

    tables : the tables of statistics that are there, by name
    distance, and its interval distance_low to distance_high: from the limit, positive on the right
    side, in sizes of the effect; of a ratio in orders of magnitude
    claim_verdict : the same in all rows of a claim
    reason : why a part is not testable, or cannot be more than supported in part
    """
    rows = []
    for claim in ledger.claims:
        parts = [part for part in claim.parts if dataset in ledger.asked_of(part)]
        judged = [_judged(ledger, part, tables) for part in parts]
        whole = overall(str(row["verdict"]) for row in judged)
        shared = {"dataset": dataset, "claim": claim.id, "claim_verdict": whole}
        rows += [row | shared for row in judged]
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
    if math.isnan(row["low"]) or math.isnan(row["high"]):
        row["reason"] = "no interval, so not more than in part"
    return row | _distances(ledger, part, row)


def _distances(ledger: Ledger, part: Part, row: Mapping[str, Any]) -> dict[str, float]:
    """How far value and interval lie beyond the limit."""
    limit = part.limit or 0.0
    ends = [row["value"], *sorted((row["low"], row["high"]), reverse=part.rule == "at_most")]
    if part.where["statistic"].endswith(RATIO):
        distances = [beyond(_log(end), part.rule, math.log10(limit)) for end in ends]
    else:
        size = ledger.effects[part.effect].size if part.effect else abs(limit) or 1.0
        distances = [beyond(end, part.rule, limit) / size for end in ends]
    return dict(zip(("distance", "distance_low", "distance_high"), distances, strict=True))


def _log(ratio: float) -> float:
    if math.isnan(ratio):
        return ratio
    return math.log10(ratio) if ratio > 0 else -math.inf
