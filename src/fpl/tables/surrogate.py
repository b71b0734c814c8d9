"""Table of the surrogate's route: skill by both judges, the surrogate's error, and the bill."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from fpl.tables.runs import IDENTITY, gather, identify

METRICS = ["rmse", "ubrmse", "r", "bias"]
ERRORS = {  # of the surrogate against the process model: column -> sets and output
    "moisture_error_held_out": ("held_out", "surface_soil_moisture"),
    "moisture_error_optimum": ("optimum", "surface_soil_moisture"),
    "evapotranspiration_error_held_out": ("held_out", "evapotranspiration"),
    "evapotranspiration_error_optimum": ("optimum", "evapotranspiration"),
}
RUNS = ["model_runs", "model_warmup_runs", "surrogate_runs"]
SECONDS = ["model_seconds", "training_seconds", "search_seconds"]
BILL = [*(f"{name}_per_cell" for name in RUNS), *SECONDS, "core_seconds"]
KEYS = ["dataset", "model", "route", "sample", "seed", "round", "method"]
COLUMNS = [*KEYS, "judged_by", "period", "cells", *METRICS, *ERRORS, *BILL]
Paths = Iterable[str | Path]


def build(
    metrics: Paths,
    errors: Paths,
    bills: Paths,
    direct_metrics: Paths,
    direct_curves: Paths,
    cells: np.ndarray,
) -> pd.DataFrame:
    """Medians over ``cells`` of both routes, with what each took until then.

    The paths of the surrogate's route are ``.../seedN/roundR/SEARCH/FILE``. Skill is m3 m-3 but
    for r. Errors are the surrogate's RMSE against the process model (m3 m-3 and mm d-1) in the same
    period. The bill is that of all rounds needed: fPL of round R needs the rounds before and its
    own, SCE-UA of round R the surrogate of that round and no fPL in it. Seconds are of processor,
    all cells together; judging and the runs that it takes are in none.
    """
    route = _stacked(metrics)
    told = route[route["cell"].isin(cells)]
    keys = ["round", "method", "judged_by", "period"]
    identity = told[["dataset", "model", "sample", "seed"]].iloc[0].to_dict()
    table = _medians(told, keys).merge(_errors(errors), on=["round", "method", "period"])
    bill = _cumulated(_stacked(bills), len(cells))
    table = table.merge(bill, on=["round", "method"], validate="m:1")
    table = table.assign(route="surrogate", **identity)
    parts = [table, *_direct(direct_metrics, direct_curves, cells, identity)]
    return pd.concat(parts, ignore_index=True)[COLUMNS]


def _stacked(paths: Paths) -> pd.DataFrame:
    """Files of rounds in one table, with their run, round and method."""
    parts = []
    for path in map(Path, paths):
        number = int(path.parts[-3].removeprefix("round"))
        known = identify(path.parents[1]) | {"round": number, "method": path.parts[-2]}
        parts.append(pd.read_csv(path).assign(**known))
    return pd.concat(parts, ignore_index=True)


def _medians(told: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """One row for each combination of ``keys``: the median over cells of each metric."""
    rows = told[told["metric"].isin(METRICS)].groupby([*keys, "metric"], sort=False)["value"]
    wide = rows.median().unstack("metric").reset_index()
    return wide.assign(cells=int(rows.count().max()))


def _errors(paths: Paths) -> pd.DataFrame:
    found = _stacked(paths).set_index(["round", "method", "period", "sets", "output"])["rmse"]
    columns = {name: found.xs(key, level=("sets", "output")) for name, key in ERRORS.items()}
    return pd.DataFrame(columns).reset_index()


def _cumulated(bills: pd.DataFrame, cells: int) -> pd.DataFrame:
    """What each search took, with all that had to be done before it."""
    rows = []
    for search in bills.to_dict("records"):
        fpl = bills[bills["method"] == "fpl"]
        before = fpl[fpl["round"] < search["round"]]
        here = fpl[fpl["round"] == search["round"]]
        made = ["model_runs", "model_warmup_runs", "model_seconds", "training_seconds"]
        total = before[[*RUNS, *SECONDS]].sum()
        total[made] += here[made].sum()
        total[["surrogate_runs", "search_seconds"]] += [
            search["surrogate_runs"],
            search["search_seconds"],
        ]
        rows.append(
            {name: search[name] for name in ("round", "method")}
            | {f"{name}_per_cell": total[name] / cells for name in RUNS}
            | {name: total[name] for name in SECONDS}
            | {"core_seconds": total[SECONDS].sum()}
        )
    return pd.DataFrame(rows)


def _direct(
    metrics: Paths, curves: Paths, cells: np.ndarray, identity: dict[str, object]
) -> list[pd.DataFrame]:
    """The same methods on the process model itself, at the same cells; each with its own seed."""
    paths = list(metrics)
    if not paths:
        return []
    told = gather(paths)
    table = _medians(told[told["cell"].isin(cells)], ["method", "seed", "period"])
    ends = gather(curves).sort_values("step").groupby(IDENTITY, sort=False).last().reset_index()
    ends["surrogate_runs_per_cell"] = 0.0
    bill = ends.rename(
        columns={
            "runs_per_cell": "model_runs_per_cell",
            "warmup_runs_per_cell": "model_warmup_runs_per_cell",
            "cpu_seconds": "core_seconds",
        }
    )
    # The model runs within the search: its seconds cannot be told from those of the search
    bill["search_seconds"] = bill["core_seconds"]
    kept = ["method", "seed", *(name for name in BILL if name in bill)]
    made = table.merge(bill[kept], on=["method", "seed"], validate="m:1").reindex(
        columns=[*table.columns, *BILL, *ERRORS]
    )
    shared = {name: value for name, value in identity.items() if name != "seed"}
    return [made.assign(route="direct", judged_by="vic", round=pd.NA, **shared)]
