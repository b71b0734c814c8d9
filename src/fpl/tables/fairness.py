"""Table of fairness: where a difference between parameter learning and SCE-UA comes from."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from fpl.evaluation.bootstrap import Estimate, Floats, estimate
from fpl.tables.runs import gather

UNITS = {
    "rmse": "m3 m-3",
    "ubrmse": "m3 m-3",
    "abs_bias": "m3 m-3",
    "r": "1",
    "evapotranspiration": "mm yr-1",
}
DEGRADATION = "rmse_degradation"  # of a cell: test minus training RMSE
FRACTIONS = (1 / 15, 2 / 15, 1 / 3, 2 / 3, 1.0)  # of the budget: 100, 200, 500, 1000 of 1500 runs
OURS, SEARCH, FREE, THROUGH = "fpl", "lockstep", "gradient", "fpl_surrogate"
TOLD = (OURS, FREE, SEARCH, "sceua")
RIVALS = {OURS: (SEARCH, "sceua", FREE), FREE: (SEARCH,)}
KEYS = ["dataset", "model", "method", "sample", "against", "cells", "period", "runs"]
COLUMNS = [*KEYS, "statistic", "value", "low", "high", "n", "unit"]
Paths = Iterable[str | Path]
Row = dict[str, Any]
Run = dict[tuple[str, str], pd.DataFrame]  # (period, statistic) -> values (seed, cell)


def build(
    judged: pd.DataFrame, models: Mapping[str, Mapping[str, Any]], sample: str, dataset: str
) -> pd.DataFrame:
    """Levels of each model and method trained on ``sample``, and paired differences.

    judged : rows of experiments, one a run, cell and period; repeated rows count once
    models : what the configuration says of each model: calibrated, observation, ...

    A level is the median over cells of a cell's mean over seeds; a difference the median over cells
    of the paired difference, ``method`` minus ``against``. fPL against gradient is the network
    alone (same engine, same optimiser), gradient against lockstep the optimiser alone. Where
    ``against`` is a model, both runs have the same method, and the models differ in one choice: the
    observation operator (rescaled minus identity), the calibrated set, or capillary rise (with
    minus without).
    evapotranspiration is a mean of the period: what the choice moves that no method has seen.
    """
    keys = ["model", "method", "sample", "seed", "cell", "period"]
    rows = judged[judged["sample"] == sample].drop_duplicates(keys)
    rows = rows[rows["method"].isin(TOLD)].assign(abs_bias=lambda found: found["bias"].abs())
    found = {
        (str(model), str(method)): _run(run)
        for (model, method), run in rows.groupby(["model", "method"])
    }
    made: list[Row] = []
    for (model, method), run in found.items():
        named = {"model": model, "method": method, "sample": sample, "cells": "all"}
        made += [named | {"against": ""} | row for row in _rows(run)]
        others = {rival: (model, rival) for rival in RIVALS.get(method, ())}
        if method in (OURS, SEARCH):
            others |= {one: (one, method) for one in models if _one_choice(models, model, one)}
        for against, key in others.items():
            if key in found:
                made += [named | {"against": against} | row for row in _rows(run, found[key])]
    return finished(made, dataset)


def _one_choice(models: Mapping[str, Mapping[str, Any]], first: str, second: str) -> bool:
    """Whether ``first`` is ``second`` with a*y + b for identity, with capillary rise, or with
    another calibrated set: each pair once, sets in the order of their names (extended - paper)."""
    one, other = models[first], models[second]
    differ = {key for key in one if one[key] != other[key]}
    if differ == {"observation"}:
        return bool(one["observation"] == "rescaled")
    if differ == {"capillary"}:
        return bool(one["capillary"])
    return differ == {"calibrated"} and one["calibrated"] < other["calibrated"]


def through_surrogate(
    told: pd.DataFrame, direct: pd.DataFrame, model: str, sample: str, dataset: str
) -> pd.DataFrame:
    """What the surrogate's route costs in skill, at the cells that both were trained on.

    told : metrics.csv of fPL's last round through the surrogate: cell, period, metric, value and
    judged_by (surrogate, or vic); direct : judged rows of fPL through the process model itself

    ``rmse_true_minus_told``: the RMSE by VIC minus what the surrogate says of the same parameters.
    """
    named = {"model": model, "method": THROUGH, "sample": sample, "cells": "trained"}
    errors = told[told["metric"] == "rmse"].pivot(
        index=["period", "judged_by"], columns="cell", values="value"
    )
    own = (direct["model"] == model) & (direct["method"] == OURS) & (direct["sample"] == sample)
    runs = direct[own & (direct["trained"] == 1)].drop_duplicates(["seed", "cell", "period"])
    made: list[Row] = []
    for period in ("test", "training"):
        labels = named | {"period": period}
        true, said = errors.loc[(period, "vic")], errors.loc[(period, "surrogate")]
        label = labels | {"against": ""}
        made.append(label | _row("rmse", estimate(true.to_numpy())))
        gap = estimate(true.to_numpy(), said.to_numpy())
        made.append(label | _row("rmse_true_minus_told", gap, "m3 m-3"))
        ours = runs[runs["period"] == period].pivot(index="seed", columns="cell", values="rmse")
        cells = ours.columns.intersection(true.index)
        if len(cells):
            pair = estimate(true[cells].to_numpy(), ours[cells].to_numpy())
            made.append(labels | {"against": OURS} | _row("rmse", pair))
    return finished(made, dataset)


def budgets(
    traces: Paths, curves: Paths, budget: int, model: str, sample: str, dataset: str
) -> pd.DataFrame:
    """Skill of SCE-UA in lockstep along its way, at FRACTIONS of its budget (column ``runs``).

    traces : trace.csv of each seed; curves : curve.csv of each seed, medians over cells

    ``rmse_so_far``: of the best training error until then; in the test year the median of the
    curve, mean over seeds, which has no interval. ``rmse_still_to_gain``: the training error then
    minus that at the full budget, in each cell.
    """
    best = {runs: _best(traces, runs) for runs in [round(part * budget) for part in FRACTIONS]}
    path = gather(curves).sort_values("runs_per_cell", kind="stable")
    named = {"model": model, "method": SEARCH, "sample": sample, "against": "", "cells": "all"}
    made: list[Row] = []
    for runs, errors in best.items():
        label = named | {"runs": runs, "period": "training"}
        made.append(label | _row("rmse_so_far", estimate(errors), "m3 m-3"))
        if runs < budget:
            gain = estimate(errors - best[budget])  # of the same search: seeds are paired too
            made.append(label | _row("rmse_still_to_gain", gain, "m3 m-3"))
        ends = path[path["runs_per_cell"] <= runs].groupby("seed")["test_rmse"].last()
        if len(ends):
            level = Estimate(float(ends.mean()), np.nan, np.nan, len(ends))
            made.append(label | {"period": "test"} | _row("rmse_so_far", level, "m3 m-3"))
    return finished(made, dataset)


def _best(traces: Paths, runs: int) -> Floats:
    """Lowest training RMSE after so many runs ``(seed, cell)``."""
    tables = [pd.read_csv(path, usecols=["cell", "run", "objective"]) for path in traces]
    lowest = [t[t["run"] <= runs].groupby("cell")["objective"].min().sort_index() for t in tables]
    return np.stack([table.to_numpy() for table in lowest])


def _run(rows: pd.DataFrame) -> Run:
    """Values (seed, cell) of every statistic in both periods; of the degradation in neither."""
    found: Run = {
        (str(period), name): part.pivot(index="seed", columns="cell", values=name)
        for period, part in rows.groupby("period")
        for name in UNITS
    }
    found["", DEGRADATION] = found["test", "rmse"] - found["training", "rmse"]
    return found


def _rows(run: Run, other: Run | None = None) -> Iterator[Row]:
    """A row for each statistic of the test year, of the training year for errors alone."""
    for (period, name), values in run.items():
        if period == "training" and name not in ("rmse", "ubrmse"):
            continue
        tables = [values] if other is None else [values, other[period, name]]
        cells = pd.concat([table.dropna(axis=1) for table in tables], join="inner").columns
        if len(cells):
            made = estimate(*[table[cells].to_numpy(float) for table in tables])
            yield {"period": period} | _row(name, made)


def _row(name: str, made: Estimate, unit: str = "") -> Row:
    return {"statistic": name, **vars(made), "unit": unit or UNITS.get(name, "m3 m-3")}


def finished(rows: list[Row], dataset: str) -> pd.DataFrame:
    """The rows with all columns, in their order."""
    table = pd.DataFrame(rows).assign(dataset=dataset).reindex(columns=COLUMNS)
    return table.astype({"runs": "Int64"})
