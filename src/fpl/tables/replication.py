"""REPLICATION.md: each claim with its source, our statistics, the verdict and its limits."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from fpl.config.claims import Claim, Ledger
from fpl.evaluation.claims import UNTESTABLE, VERDICTS
from fpl.tables.markdown import table
from fpl.tables.multiverse import sentence, share
from fpl.tables.replication_prose import (
    DIFFERENCES,
    GENERATED,
    GENERATED_WORLD,
    HISTORY,
    INTRODUCTION,
)
from fpl.terms import Study

TAGS = {"V": "read in the source", "S": "reported by a third party", "I": "our inference"}
RULES = {"at_most": "at most", "at_least": "at least"}
DECIMALS = {"1": 3, "%": 1}
LEAST_P = 0.001  # smaller ones are of a tail that nobody has seen


def build(
    ledger: Ledger,
    claims: pd.DataFrame,
    published: pd.DataFrame,
    history: pd.DataFrame,
    multiverse: pd.DataFrame,
    facts: Mapping[str, str],
    figures: Collection[str],
    study: Study,
) -> str:
    """The whole page, as markdown.

    claims : of :func:`fpl.tables.claims.build`; published : config/published.csv; history :
        config/claims_history.csv; multiverse : of :func:`fpl.tables.multiverse.build`
    facts : what fills the fields of DIFFERENCES
    figures : names of the figures that exist; others are not linked. Links are to figures/ beside
        the page, where the figures are both in results/{dataset} and in the repository.
    """
    numbers = published.set_index("id")
    parts = [
        "# Replication of Tsai et al. (2021), claim by claim",
        *([GENERATED] if study.generated else []),
    ]
    parts.append(INTRODUCTION)
    parts += ["## Verdicts", summary(ledger, claims, multiverse)]
    if "claims" in figures:
        parts.append(_image("Every part against its limit", "claims"))
    if "multiverse" in figures:
        parts.append(_image("Every claim under every model", "multiverse"))
    for number, claim in enumerate(ledger.claims, start=1):
        rows = claims[claims["claim"] == claim.id]
        if not rows.empty:
            holds = sentence(multiverse, claim.id)
            parts.append(_claim(number, claim, ledger, rows, numbers, holds, figures))
    parts += ["## What could not be tested", _untested(claims)]
    differs = GENERATED_WORLD if study.generated else DIFFERENCES
    parts += ["## Data and periods: what differs", differs.format(**facts)]
    parts += ["## Sizes that matter", _effects(ledger)]
    parts += ["## History of the ledger", HISTORY, _history(history)]
    return "\n\n".join(parts) + "\n"


def facts(settings: Mapping[str, Any], groups: Mapping[str, Sequence[int]]) -> dict[str, str]:
    """What fills DIFFERENCES, from the configuration and the cells of each sample."""
    sizes = [f"{len(groups[name])} of {name}" for name in settings["samples"] if name in groups]
    periods = {
        name: f"{period['start']} to {period['end']}"
        for name, period in settings["periods"].items()
    }
    seeds = [f"{name}: {len(numbers)}" for name, numbers in settings["seeds"].items()]
    return periods | {
        "cells": ", ".join(sizes),
        "seeds": ", ".join(seeds),
        "substeps": _substeps(settings),
        "headline": settings["headline"],
        "budget": f"{settings['calibration']['budget']:,}",
    }


def _substeps(settings: Mapping[str, Any]) -> str:
    """How a day is cut into steps of runoff, for process models that have these."""
    process = settings["models"][settings["headline"]]["process"]
    steps = settings["processes"][process].get("runoff_steps")
    return f", with {steps} runoff sub-steps a day" if steps else ""


def summary(ledger: Ledger, claims: pd.DataFrame, multiverse: pd.DataFrame) -> str:
    """Table of claims: verdict, the part that decides, with how many models its interval says the
    same, and the verdicts of the other parts."""
    lines = []
    for claim in ledger.claims:
        rows = claims[claims["claim"] == claim.id]
        if rows.empty:
            continue
        deciding = [f"{row['part']}: {stated(row)}" for row in _primary(rows)]
        whole = f"**{rows['claim_verdict'].iloc[0]}**"
        alike, count = share(multiverse, claim.id)
        models = f"{alike} of {count}" if count > 1 else "-"
        lines.append([claim.claim, whole, *(deciding or ["-"]), models, _counts(rows) or "-"])
    heads = ["claim", "verdict", "decided by", "models that agree", "its other parts"]
    return table(heads, lines)


def _primary(rows: pd.DataFrame) -> list[dict[Hashable, Any]]:
    """The part that decides, if the claim has one in this case."""
    return rows[rows["primary"] == 1].to_dict("records")


def stated(row: Mapping[Hashable, Any]) -> str:
    """Value, interval and unit of a part, as text; "-" without a value."""
    if pd.isna(row["value"]):
        return "-"
    unit = "" if row["unit"] == "1" else f" {row['unit']}"
    text = _number(row, "value")
    if not (pd.isna(row["low"]) or pd.isna(row["high"])):
        text += f" ({_number(row, 'low')} to {_number(row, 'high')})"
    elif not pd.isna(row["low"]):  # in some resamples it is never reached
        text += f" (at least {_number(row, 'low')})"
    return text + unit


def _number(row: Mapping[Hashable, Any], name: str) -> str:
    value = float(row[name])
    if str(row["statistic"]).endswith("_ratio") or (
        row["unit"] not in DECIMALS and abs(value) >= 1
    ):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2g}"
    return f"{value:z.{DECIMALS.get(row['unit'], 4)}f}"  # z: no minus zero


def _counts(rows: pd.DataFrame) -> str:
    """How many of the parts that do not decide have which verdict."""
    others = rows.loc[rows["primary"] == 0, "verdict"]
    counts = [(sum(others == name), name) for name in VERDICTS]
    return ", ".join(f"{count} {name}" for count, name in counts if count)


def _claim(
    number: int,
    claim: Claim,
    ledger: Ledger,
    rows: pd.DataFrame,
    published: pd.DataFrame,
    holds: str,
    figures: Collection[str],
) -> str:
    source = claim.source
    words = f'"{source.quote}"' if source.quote else f"{source.gist} (in our words)"
    who = "The paper" if claim.asked_by == "paper" else "A reviewer would ask"
    lines = [
        f"## {number}. {claim.claim}",
        f"**{rows['claim_verdict'].iloc[0].capitalize()}**{_family(rows)}",
        f"**{who}**: {words}; {source.where} ({TAGS[source.tag]}).",
        "**The paper's number**: " + _published(claim, published),
        _table(ledger, claim, rows),
        f"**How far it holds**: {holds}",
        f"**How to read it**: {claim.limits_of_reading}",
    ]
    if claim.figure in figures:
        lines.append(_image(claim.claim, claim.figure))
    return "\n\n".join(lines)


def _family(rows: pd.DataFrame) -> str:
    """By which p a claim is decided, and what its other parts say, in brackets."""
    found = [
        f"p {_p(row['p'])}, {_p(row['p_family'])} among all claims"
        for row in _primary(rows)
        if not pd.isna(row["p"])
    ]
    others = _counts(rows)
    found += [f"other parts: {others}"] if others else []
    return f" ({'; '.join(found)})" if found else ""


def _p(value: float) -> str:
    return f"{value:.2g}" if value >= LEAST_P else f"below {LEAST_P}"


def _published(claim: Claim, published: pd.DataFrame) -> str:
    said = [
        f"{row['what']}: {row['value']:g} {row['unit']} ({row['source']}; {TAGS[row['tag']]})"
        for row in published.loc[list(claim.published)].to_dict("records")
    ]
    return "; ".join(said) + "." if said else "not sourced."


def _table(ledger: Ledger, claim: Claim, rows: pd.DataFrame) -> str:
    lines = []
    parts = {part.name: part for part in claim.parts}
    for row in rows.to_dict("records"):
        why = ledger.why(parts[row["part"]]) or "-"
        limit = f"{RULES[row['rule']]} {row['limit']:g}" if row["rule"] in RULES else "-"
        count = "-" if pd.isna(row["n"]) else f"{row['n']:.0f}"
        name = f"**{row['part']}** (decides)" if row["primary"] else row["part"]
        lines.append([name, stated(row), count, limit, why, row["verdict"]])
    return table(["statistic", "ours (95 % interval)", "n", "limit", "why", "verdict"], lines)


def _untested(claims: pd.DataFrame) -> str:
    rows = claims[claims["verdict"] == UNTESTABLE]
    lines = [
        f"- {row['part']} ({row['claim']}): {row['reason']}." for row in rows.to_dict("records")
    ]
    return "\n".join(lines) or "Every part could be tested."


def _effects(ledger: Ledger) -> str:
    lines = []
    for effect in ledger.effects.values():
        unit = "" if effect.unit == "1" else f" {effect.unit}"
        lines.append([f"{effect.size:g}{unit}", effect.of, effect.why])
    return table(["size", "of", "why"], lines)


def _history(history: pd.DataFrame) -> str:
    said = history.fillna("").astype(str)
    said["claim"] = said["claim"].str.replace("_", " ")
    asked = ["date", "commit", "claim", "what", "before", "after", "known"]
    return table([*asked[:-1], "what was known"], said[asked].to_numpy().tolist())


def _image(text: str, name: str) -> str:
    return f"![{text}](figures/{name}.png)"
