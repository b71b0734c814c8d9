"""Table of fairness: where a difference between parameter learning and SCE-UA comes from."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from fpl.evaluation.bootstrap import Estimate, estimate
from fpl.tables.runs import gather, lowest
from fpl.tables.statistics import (
    KEYS,
    NUMBERS,
    RUN,
    Row,
    by_seed_and_cell,
    objective_unit,
    of_metrics,
    paired,
    reported,
    scores,
    with_size_of_bias,
)
from fpl.terms import Study

METRICS = ("rmse", "ubrmse", "abs_bias", "r")
ET, ET_UNIT = "evapotranspiration", "mm yr-1"
FRACTIONS = (1 / 15, 2 / 15, 1 / 3, 2 / 3, 1.0)  # of the budget: 100, 200, 500, 1000 of 1500 runs
OURS, SEARCH, FREE, THROUGH = "fpl", "lockstep", "gradient", "fpl_surrogate"
CONTROL = "shuffled"  # attributes of other places: what passes with these passes with anything
METHODS = (OURS, FREE, SEARCH, "sceua", CONTROL)
RIVALS = {OURS: (SEARCH, "sceua", FREE, CONTROL), FREE: (SEARCH,), CONTROL: (SEARCH,)}
COLUMNS = [*KEYS, "runs", *NUMBERS]
Paths = Iterable[str | Path]


def build(
    judged: pd.DataFrame, models: Mapping[str, Mapping[str, Any]], sample: str, study: Study
) -> pd.DataFrame:
    """Levels of each model and method trained on ``sample``, and paired differences.

    judged : rows of experiments, each of a run, cell and period; repeated rows count once
    models : what the configuration says of each model: calibrated, observation, ...

    A level is the median over cells of a cell's mean over seeds; a difference the median over cells
    of the paired difference, ``method`` minus ``against``. fPL against gradient is the network
    alone (same engine, same optimiser), gradient against lockstep the optimiser alone; shuffled
    against lockstep is the negative control of equivalence. Where
    ``against`` is a model, both runs have the same method, and the models differ in one choice: the
    observation operator (rescaled minus identity), the calibrated set, or capillary rise (with
    minus without).
    evapotranspiration is a mean of the period: what the choice moves that no method has seen.
    """
    rows = judged[judged["sample"] == sample].drop_duplicates([*RUN, "seed", "cell", "period"])
    rows = with_size_of_bias(rows[rows["method"].isin(METHODS)])
    degradation = f"{study.objective}_degradation"
    runs = dict(iter(_with_degradation(rows, degradation, study).groupby(["model", "method"])))
    names = scores(study, METRICS)
    asked = [("test", name) for name in (*names, ET)]
    errors = (study.objective, "rmse", "ubrmse")  # of the training period no more
    asked += [("training", name) for name in names if name in errors]
    asked.append(("", degradation))
    units = {ET: ET_UNIT, degradation: objective_unit(study)}
    table: list[Row] = []
    for (model, method), run in runs.items():
        rivals = {rival: (model, rival) for rival in RIVALS.get(method, ())}
        if method in (OURS, SEARCH):
            alike = [other for other in models if _one_choice(models, model, other)]
            rivals |= {other: (other, method) for other in alike}
        others = {"": None} | {name: runs[key] for name, key in rivals.items() if key in runs}
        for against, other in others.items():
            named = {"model": model, "method": method, "sample": sample}
            named |= {"cells": "all", "against": against}
            table += [named | row for row in of_metrics(run, other, asked, study, units)]
    return finished(table, study)


def _one_choice(models: Mapping[str, Mapping[str, Any]], first: str, second: str) -> bool:
    """Whether ``first`` is ``second`` with a*y + b for identity, with capillary rise, or with
    another calibrated set: each pair once, sets in the order of their names (extended - paper)."""
    own, other = models[first], models[second]
    differ = {key for key in own if own[key] != other[key]}
    if differ == {"observation"}:
        return bool(own["observation"] == "rescaled")
    if differ == {"capillary"}:
        return bool(own["capillary"])
    return differ == {"calibrated"} and own["calibrated"] < other["calibrated"]


def through_surrogate(
    route: pd.DataFrame, direct: pd.DataFrame, model: str, sample: str, study: Study
) -> pd.DataFrame:
    """What the surrogate's route costs in skill, at the cells that both were trained on.

    route : metrics.csv of fPL's last round through the surrogate: cell, period, metric, value and
    judged_by (surrogate, or model); direct : judged rows of fPL through the process model itself

    ``..._true_minus_told``: the error by the process model minus that by the surrogate, of the same
    parameters.
    """
    named = {"model": model, "method": THROUGH, "sample": sample, "cells": "trained"}
    errors = route[route["metric"] == study.objective].pivot(
        index=["period", "judged_by"], columns="cell", values="value"
    )
    own = (direct["model"] == model) & (direct["method"] == OURS) & (direct["sample"] == sample)
    runs = direct[own & (direct["trained"] == 1)].drop_duplicates(["seed", "cell", "period"])
    rows: list[Row] = []
    unit = objective_unit(study)
    for period in ("test", "training"):
        true, told = (errors.loc[[(period, judge)]] for judge in ("model", "surrogate"))
        ours = by_seed_and_cell(runs[runs["period"] == period], study.objective)
        for against, statistic, value in (
            ("", study.objective, paired(true)),
            ("", f"{study.objective}_true_minus_told", paired(true, told)),
            (OURS, study.objective, paired(true, ours)),
        ):
            if value is not None:
                labels = named | {"period": period, "against": against}
                rows.append(reported(labels, statistic, value, unit))
    return finished(rows, study)


def budgets(
    traces: Paths, curves: Paths, budget: int, model: str, sample: str, study: Study
) -> pd.DataFrame:
    """Skill of SCE-UA in lockstep along its way, at FRACTIONS of its budget (column ``runs``).

    traces : trace.csv of each seed; curves : curve.csv of each seed, medians over cells

    ``..._so_far``: of the best training error until then; in the test year the median of the
    curve, mean over seeds, which has no interval. ``..._still_to_gain``: the training error then
    minus that at the full budget, in each cell.
    """
    tables = [pd.read_csv(path, usecols=["cell", "run", "objective"]) for path in traces]
    best = {runs: lowest(tables, runs) for runs in (round(part * budget) for part in FRACTIONS)}
    path = gather(curves).sort_values("runs_per_cell", kind="stable")
    named = {"model": model, "method": SEARCH, "sample": sample, "against": "", "cells": "all"}
    rows: list[Row] = []
    unit, so_far = objective_unit(study), f"{study.objective}_so_far"
    for runs, errors in best.items():
        label = named | {"runs": runs, "period": "training"}
        rows.append(reported(label, so_far, estimate(errors), unit))
        if runs < budget:
            gain = estimate(errors - best[budget])  # of the same search: seeds are paired too
            rows.append(reported(label, f"{study.objective}_still_to_gain", gain, unit))
        ends = path[path["runs_per_cell"] <= runs].groupby("seed")["test_objective"].last()
        if len(ends):
            level = Estimate(float(ends.mean()), n=len(ends))
            rows.append(reported(label | {"period": "test"}, so_far, level, unit))
    return finished(rows, study)


def _with_degradation(rows: pd.DataFrame, name: str, study: Study) -> pd.DataFrame:
    """The rows, and of each run and cell one of neither period: test minus training error."""
    errors = rows.pivot(
        index=["model", "method", "seed", "cell"], columns="period", values=study.objective
    )
    change = (errors["test"] - errors["training"]).rename(name)
    return pd.concat([rows, change.reset_index().assign(period="")], ignore_index=True)


def finished(rows: list[Row], study: Study) -> pd.DataFrame:
    """The rows with all columns, in their order."""
    table = pd.DataFrame(rows).assign(dataset=study.name).reindex(columns=COLUMNS)
    return table.astype({"runs": "Int64"})
