"""Table of the surrogate's route: skill scored by both, the surrogate's error, and the bill."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from fpl.tables.runs import IDENTITY, gather
from fpl.tables.statistics import scores
from fpl.terms import Run, Study

METRICS = ["rmse", "ubrmse", "r", "bias"]
TARGET, ET, SETS = "target", "evapotranspiration", ("held_out", "optimum")
# Of the surrogate against the process model
ERRORS = [f"{output}_error_{sets}" for output in (TARGET, ET) for sets in SETS]
RUNS = ["model_runs", "model_warmup_runs", "surrogate_runs"]
SECONDS = ["model_seconds", "training_seconds", "search_seconds"]
BILL = [*(f"{name}_per_cell" for name in RUNS), *SECONDS, "core_seconds"]
KEYS = ["dataset", "model", "route", "sample", "seed", "round", "method"]
Paths = Iterable[str | Path]


def build(
    metrics: Paths,
    errors: Paths,
    bills: Paths,
    direct_metrics: Paths,
    direct_curves: Paths,
    cells: np.ndarray,
    study: Study,
) -> pd.DataFrame:
    """Medians over ``cells`` of both routes, with what each took until then.

    The paths of the surrogate's route are ``.../seedN/roundR/SEARCH/FILE``. Errors are
    the surrogate's RMSE against the process model, of the target and of evapotranspiration, in the
    same period. The bill is that of all rounds needed: fPL of round R needs the rounds before and
    its own, SCE-UA of round R the surrogate of that round and no fPL in it. Seconds are of
    processor, all cells together; judging and the runs that it takes are in none.
    """
    route = _stacked(metrics)
    scored = route[route["cell"].isin(cells)]
    names = scores(study, METRICS)
    keys = ["round", "method", "judged_by", "period"]
    identity = scored[["dataset", "model", "sample", "seed"]].iloc[0].to_dict()
    table = _medians(scored, keys, names).merge(
        _errors(errors, study), on=["round", "method", "period"]
    )
    bill = _cumulated(_stacked(bills), len(cells))
    table = table.merge(bill, on=["round", "method"], validate="m:1")
    table = table.assign(route="surrogate", **identity)
    parts = [table, *_direct(direct_metrics, direct_curves, cells, identity, names)]
    columns = [*KEYS, "judged_by", "period", "cells", *names, *ERRORS, *BILL]
    return pd.concat(parts, ignore_index=True)[columns]


def _stacked(paths: Paths) -> pd.DataFrame:
    """Files of rounds in one table, with their run, round and method."""
    parts = []
    for path in map(Path, paths):
        number = int(path.parts[-3].removeprefix("round"))
        run = Run.parse(path.parents[1])
        known = run._asdict() | {"round": number, "method": path.parts[-2]}
        parts.append(pd.read_csv(path).assign(**known))
    return pd.concat(parts, ignore_index=True)


def _medians(scored: pd.DataFrame, keys: list[str], metrics: tuple[str, ...]) -> pd.DataFrame:
    """One row for each combination of ``keys``: the median over cells of each metric."""
    rows = scored[scored["metric"].isin(metrics)].groupby([*keys, "metric"], sort=False)["value"]
    wide = rows.median().unstack("metric").reset_index()
    return wide.assign(cells=int(rows.count().max()))


def _errors(paths: Paths, study: Study) -> pd.DataFrame:
    rmse = _stacked(paths).set_index(["round", "method", "period", "sets", "output"])["rmse"]
    outputs = {TARGET: study.target.output, ET: ET}
    columns = {
        f"{name}_error_{sets}": rmse.xs((sets, output), level=("sets", "output"))
        for name, output in outputs.items()
        for sets in SETS
    }
    return pd.DataFrame(columns).reset_index()


def _cumulated(bills: pd.DataFrame, cells: int) -> pd.DataFrame:
    """What each search took, with all that had to be done before it."""
    rows, fpl = [], bills[bills["method"] == "fpl"]
    shared = ["model_runs", "model_warmup_runs", "model_seconds", "training_seconds"]
    own = ["surrogate_runs", "search_seconds"]
    for search in bills.to_dict("records"):
        total = fpl.loc[fpl["round"] < search["round"], [*RUNS, *SECONDS]].sum()
        total[shared] += fpl.loc[fpl["round"] == search["round"], shared].sum()
        total[own] += [search[name] for name in own]
        rows.append(
            {name: search[name] for name in ("round", "method")}
            | {f"{name}_per_cell": total[name] / cells for name in RUNS}
            | {name: total[name] for name in SECONDS}
            | {"core_seconds": total[SECONDS].sum()}
        )
    return pd.DataFrame(rows)


def _direct(
    metrics: Paths,
    curves: Paths,
    cells: np.ndarray,
    identity: dict[str, object],
    names: tuple[str, ...],
) -> list[pd.DataFrame]:
    """The same methods on the process model itself, at the same cells; each with its own seed."""
    paths = list(metrics)
    if not paths:
        return []
    scored = gather(paths)
    scored = scored[scored["cell"].isin(cells)]
    table = _medians(scored, ["method", "seed", "period"], names)
    ends = gather(curves).sort_values("step").groupby(IDENTITY, sort=False).last().reset_index()
    bill = ends[["method", "seed"]].assign(
        model_runs_per_cell=ends["runs_per_cell"],
        model_warmup_runs_per_cell=ends["warmup_runs_per_cell"],
        surrogate_runs_per_cell=0.0,
        # The model runs within the search: its seconds cannot be separated from those of the search
        search_seconds=ends["cpu_seconds"],
        core_seconds=ends["cpu_seconds"],
    )
    both = table.merge(bill, on=["method", "seed"], validate="m:1")
    both = both.reindex(columns=[*table.columns, *BILL, *ERRORS])
    shared = {name: value for name, value in identity.items() if name != "seed"}
    return [both.assign(route="direct", judged_by="model", round=pd.NA, **shared)]
