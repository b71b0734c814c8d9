"""Table of each claim under every model that was run: does its verdict hang on a choice?

After Steegen et al. (2016, Perspect. Psychol. Sci. 11, 702-712): where several choices can be
defended, the statistic is computed under all of them and not under one.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from fpl.config.claims import Ledger, Part
from fpl.evaluation.claims import pick, verdict
from fpl.tables.statistics import NUMBERS

COLUMNS = ["dataset", "claim", "part", "model", "decides", *NUMBERS, "rule", "limit", "verdict"]
Models = Mapping[str, Mapping[str, Any]]


def build(
    ledger: Ledger, tables: Mapping[str, pd.DataFrame], models: Models, dataset: str
) -> pd.DataFrame:
    """The primary part of each claim, with every model of the case for which its table has a row.

    models : what the configuration says of each: process, calibrated set, operator, ...
    decides : 1 for the model by which the claim is decided, else 0; it comes first
    verdict : by the interval of that model alone, with the limit of the part

    Beside COLUMNS there is one column for each choice in which the models differ.
    """
    rows = [
        row
        for claim in ledger.claims
        for part in claim.parts
        if dataset in part.primary and part.table in tables and "model" in part.where
        for row in _of_part(part, tables[part.table], models, {"claim": claim.id})
    ]
    made = pd.DataFrame(rows, columns=[name for name in COLUMNS if name != "dataset"])
    made.insert(0, "dataset", dataset)
    for choice in choices(models):
        made[choice] = [spoken(models[model][choice]) for model in made["model"]]
    return made


def choices(models: Models) -> list[str]:
    """The keys in which the models of a case differ."""
    keys = dict.fromkeys(key for model in models.values() for key in model)
    differ = [key for key in keys if len({spoken(model.get(key)) for model in models.values()}) > 1]
    return differ or list(keys)[:1]


def spoken(choice: Any) -> str:
    """A choice as a word of a table."""
    if isinstance(choice, bool):
        return "yes" if choice else "no"
    return ", ".join(choice) or "none" if isinstance(choice, list | tuple) else str(choice)


def _of_part(
    part: Part, table: pd.DataFrame, models: Models, labels: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    own = part.where["model"]
    for model in sorted(models, key=lambda name: name != own):
        row = pick(table, part.where | {"model": model})
        if row is None or math.isnan(row["value"]) or part.limit is None:
            continue
        numbers = {name: row[name] for name in NUMBERS}
        said = verdict(row["value"], row["low"], row["high"], part.rule, part.limit)
        judged = {"rule": part.rule, "limit": part.limit, "verdict": said}
        named = {"part": part.name, "model": model, "decides": int(model == own)}
        yield {**labels, **named, **numbers, **judged}


def share(table: pd.DataFrame, claim: str) -> tuple[int, int]:
    """How many models have the verdict that the deciding one has by its interval, and how many
    there are; no models if the deciding one is not among them."""
    rows = table[table["claim"] == claim]
    deciding = rows.loc[rows["decides"] == 1, "verdict"]
    if deciding.empty:
        return 0, 0
    return int((rows["verdict"] == deciding.iloc[0]).sum()), len(rows)


def sentence(table: pd.DataFrame, claim: str) -> str:
    """How far the answer holds, and with which models it is another."""
    rows = table[table["claim"] == claim]
    alike, count = share(table, claim)
    if count < 2:
        return "It was computed with one model only, so how far it holds is not known."
    deciding = rows.loc[rows["decides"] == 1, "verdict"].iloc[0]
    others = rows[rows["verdict"] != deciding]
    said = f"By its interval alone it is {deciding} with {alike} of {count} models"
    if others.empty:
        return said + "."
    named = [
        f"{name} with {', '.join(group['model'])}"
        for name, group in others.groupby("verdict", sort=False)
    ]
    return f"{said}; {'; '.join(named)}."
