"""Table of our SCE-UA beside SPOTPY's: on the cells that both searched, and on known functions."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from fpl.calibration.checkpoints import checkpoints
from fpl.errors import DataError
from fpl.evaluation.bootstrap import Estimate, estimate
from fpl.evaluation.search_functions import TOLERANCE
from fpl.tables.runs import lowest
from fpl.tables.statistics import KEYS, NUMBERS, Row, objective_unit, reported
from fpl.terms import Run, Study

POINTS = 5  # of the search, the last ones, at which the best so far are compared
COLUMNS = [*KEYS, "runs", *NUMBERS]


def build(
    traces: Iterable[str | Path], functions: pd.DataFrame, budget: int, study: Study
) -> pd.DataFrame:
    """Levels of both methods and differences, paired over cells, of the best training error after
    so many runs; core seconds of a run; and of known functions, how often the lowest point is
    reached, after how many runs (a search that fails counts as the budget), and the least value.

    traces : trace.csv of SPOTPY's SCE-UA and of ours, of one model and sample
    functions : as :func:`fpl.evaluation.search_functions.compare` gives it
    """
    searched: dict[str, list[pd.DataFrame]] = {"lockstep": [], "sceua": []}
    runs: list[Run] = []
    for path in traces:
        run = Run.parse(path)
        searched[run.method].append(pd.read_csv(path, keep_default_na=False))
        runs.append(run)
    if not searched["lockstep"] or not searched["sceua"]:
        raise DataError(
            "expected traces of lockstep and of sceua, got "
            f"{[run.method for run in runs]}; add both to `methods` of the model"
        )
    keys: Row = dict.fromkeys(KEYS, "") | {"dataset": study.name, "runs": budget}
    compared = keys | {"model": runs[0].model, "sample": runs[0].sample, "cells": "compared"}
    rows = []
    for at in checkpoints(budget)[-POINTS:]:
        best = {method: lowest(tables, at) for method, tables in searched.items()}
        statistic = f"{study.objective}_at_budget" if at == budget else f"{study.objective}_so_far"
        for method, against in (("lockstep", ""), ("sceua", ""), ("lockstep", "sceua")):
            error = estimate(best[method], best.get(against))
            key = compared | {"method": method, "against": against, "period": "training"}
            rows.append(reported(key | {"runs": at}, statistic, error, objective_unit(study)))
    for method, tables in searched.items():
        cost = np.array([_core_seconds(table) for table in tables])
        spent = Estimate(float(np.median(cost)), float(cost.min()), float(cost.max()), len(cost))
        rows.append(reported(compared | {"method": method}, "core_seconds_per_run", spent, "s"))
    for (function, method), group in functions.groupby(["function", "method"], sort=False):
        values = group["value"].to_numpy()
        key = keys | {"model": function, "method": method}
        hits = (values < TOLERANCE).astype(float) * 100.0
        rows.append(reported(key, "success", estimate(hits, statistic=np.mean), "%"))
        until = group["runs"].fillna(budget).to_numpy(dtype=float)
        rows.append(reported(key, "runs_to_tolerance", estimate(until), "1"))
        logs = np.log10(np.maximum(values, 1e-12))
        rows.append(reported(key, "log10_least_value", estimate(logs), "1"))
    return pd.DataFrame(rows, columns=COLUMNS)


def _core_seconds(trace: pd.DataFrame) -> float:
    ends = trace[trace["stop"] != ""]
    return float(ends["cpu_seconds"].sum() / ends["run"].sum())
