"""What each method costs until it has some skill, and how many times as much SCE-UA costs."""

from collections.abc import Iterator

import pandas as pd

from fpl.evaluation.bootstrap import Estimate, estimate
from fpl.evaluation.reach import NEAR_END, error_at, reach
from fpl.evaluation.resampling import middle, of_medians
from fpl.tables.cost_curves import COSTS, ERRORS, MODEL_ONLY
from fpl.tables.statistics import COLUMNS, Row, as_error, by_seed_and_cell, objective_unit, reported
from fpl.terms import Study

BUDGETS = (50, 100, 200, 500, 1000, 1500)  # runs a cell: the first runs of a longer search
LEARNING = "fpl"
AGAINST = ("sceua", MODEL_ONLY, "lockstep")
GROUP = ["dataset", "model", "method", "sample"]
TEST = "test_objective"
Runs = list[pd.DataFrame]


def build(
    lines: pd.DataFrame,
    judged: pd.DataFrame,
    parts: pd.DataFrame,
    surrogate: pd.DataFrame,
    study: Study,
    headline: str,
) -> pd.DataFrame:
    """Tidy statistics of cost and skill of fPL and of SCE-UA, at the cells trained on.

    lines : :func:`fpl.tables.cost_curves.lines`
    judged : experiments/main.csv, every cell of it at its end
    parts : what passes of the headline model cost. ASSUME those of other models cost as much: the
        runs of these are exact, their passes and seconds of the model alone are not
    surrogate : tables/surrogate.csv, the bill of the paper's route

    For each method and sample, the cost until the median test error of these cells is first at a
    threshold of the study (``threshold``: the first; others by their value), until it is within
    1 % of its last (``own_end``), and of the whole run (``whole``); the skill at the end; SCE-UA's
    error after so many runs. As ``..._ratio``, SCE-UA's cost (``against``) over that of fPL, until
    the thresholds and until both have the skill of the worst end of any seed of both
    (``common_skill``, in the training year ``common_training_skill``). Values are medians over
    seeds, intervals from resampling seeds; those of the skill at the end from cells and seeds. What
    is never reached is empty.
    """
    groups = {key: _runs(run) for key, run in lines.groupby(GROUP, sort=False)}
    largest = lines.loc[lines["cells"].idxmax(), "sample"]
    every = judged["cell"].nunique()
    rows: list[Row] = []
    for key, runs in groups.items():
        own: list[Row] = []
        if key[2] == LEARNING:
            own = [*_own(runs, COSTS, study)]
            own += _of_learning(parts) if key[1:] == (headline, LEARNING, largest) else []
            for other in AGAINST:
                searched = groups.get((key[0], key[1], other, key[3]))
                own += _ratios(runs, searched, other, study) if searched else []
        elif key[2] in AGAINST:
            own = [*_own(runs, COSTS if key[2] != MODEL_ONLY else COSTS[-1:], study)]
            own += _budgets(runs, study) if key[3] == largest else []
        ends = _ends(judged, *key[1:], study=study) if own else []
        cells = "all" if runs[0]["cells"].iloc[0] == every else "trained"
        labels = dict(zip(GROUP, key, strict=True)) | {"cells": cells}
        rows += [labels | each for each in [*own, *ends]]
    if len(surrogate):  # a case need not have a surrogate
        rows += _surrogate(surrogate, groups, study)
    return pd.DataFrame(rows)[COLUMNS]


def thresholds(study: Study) -> dict[str, float]:
    """Values of the objective that costs are counted until: the first, ``threshold``, and others by
    their value."""
    first, *others = study.thresholds
    return {"threshold": first} | {f"{value:g}": value for value in others}


def units(study: Study) -> dict[str, str]:
    """The unit of each cost."""
    place = f"per {study.place}"
    return {"runs": f"runs {place}", "passes": f"forward passes {place}", "core_seconds": "s"}


def row(statistic: str, value: Estimate, unit: str, period: str = "test", against: str = "") -> Row:
    """The columns beside those of the group."""
    return reported({"against": against, "period": period}, statistic, value, unit)


def costs(runs: Runs, cost: str, limit: float, error: str = TEST) -> list[float]:
    """What each run has cost when its error is first at a limit."""
    return [reach(run[cost], run[error], limit) for run in runs]


def _runs(lines: pd.DataFrame) -> Runs:
    """The curve of each seed."""
    return [run.sort_values("step") for _, run in lines.groupby("seed", sort=True)]


def _own(runs: Runs, asked: list[str], study: Study) -> Iterator[Row]:
    for cost, unit in ((name, units(study)[name]) for name in asked):
        for name, limit in thresholds(study).items():
            yield row(f"{cost}_to_{name}", of_medians(costs(runs, cost, limit)), unit)
        near = [reach(r[cost], r[TEST], NEAR_END * r[TEST].iloc[-1]) for r in runs]
        yield row(f"{cost}_to_own_end", of_medians(near), unit)
        yield row(f"{cost}_whole", of_medians(_last(runs, cost)), unit, period="")


def _budgets(runs: Runs, study: Study) -> Iterator[Row]:
    """The errors and seconds of searches that had stopped after so many runs of each cell."""
    most = max(_last(runs, "runs"))
    for budget in (b for b in BUDGETS if b <= most * 1.001):
        at = {
            name: of_medians([error_at(run["runs"], run[name], budget) for run in runs])
            for name in (*ERRORS, "core_seconds")
        }
        for name in ERRORS:
            period, unit = name.removesuffix("_objective"), objective_unit(study)
            yield row(f"{study.objective}_at_{budget}_runs", at[name], unit, period)
        yield row(f"core_seconds_at_{budget}_runs", at["core_seconds"], "s", "")


def _of_learning(parts: pd.DataFrame) -> Iterator[Row]:
    """The parts of a step of learning, as measured; the interval is lowest to highest of n."""
    for part, unit in {"backward_per_forward": "forward passes", "network_share": "1"}.items():
        value, low, high, n = parts.set_index("part").loc[part, ["value", "low", "high", "n"]]
        yield row(part, Estimate(value, low, high, int(n)), unit, period="")


def _ratios(learned: Runs, searched: Runs, other: str, study: Study) -> Iterator[Row]:
    limits = {f"to_{name}": (TEST, limit) for name, limit in thresholds(study).items()}
    for error, name in {TEST: "skill", "training_objective": "training_skill"}.items():
        worse = max(_last(learned, error) + _last(searched, error))
        limits[f"to_common_{name}"] = (error, worse)
    for name, (error, limit) in limits.items():
        for cost in COSTS:
            theirs, ours = (costs(runs, cost, limit, error) for runs in (searched, learned))
            ratio, period = of_medians(theirs, ours), error.removesuffix("_objective")
            yield row(f"{cost}_{name}_ratio", ratio, "1", period, other)


def _last(runs: Runs, column: str) -> list[float]:
    return [float(run[column].iloc[-1]) for run in runs]


def _ends(
    judged: pd.DataFrame, model: str, method: str, sample: str, *, study: Study
) -> Iterator[Row]:
    """Skill at the end of the runs, if they are in the experiment: the median over cells."""
    run = (judged["model"] == model) & (judged["method"] == method) & (judged["sample"] == sample)
    for period, here in judged[run & (judged["trained"] == 1)].groupby("period", sort=False):
        values = as_error(by_seed_and_cell(here, study.objective), study).to_numpy()
        end = f"{study.objective}_at_end"
        yield row(end, estimate(values), objective_unit(study), str(period))


def _surrogate(
    table: pd.DataFrame, groups: dict[tuple[str, ...], Runs], study: Study
) -> Iterator[Row]:
    """The whole bill of fPL through the surrogate, with every round that it needs, and that of
    SCE-UA in lockstep on the process model at the same cells as a ratio. One seed: no interval."""
    asked = {"route": "surrogate", "judged_by": "model", "method": LEARNING, "period": "test"}
    rounds = table[(table[list(asked)] == list(asked.values())).all(axis=1)]
    for route in rounds[rounds["round"] == rounds["round"].max()].to_dict("records"):
        run = {"dataset": route["dataset"], "model": route["model"]}
        labels = run | {"method": "fpl_surrogate", "sample": route["sample"], "cells": "trained"}
        bill = {
            "core_seconds_whole": ("core_seconds", "s"),
            "runs_whole": ("model_runs_per_cell", units(study)["runs"]),
            "surrogate_runs_whole": ("surrogate_runs_per_cell", units(study)["runs"]),
        }
        for name, (column, unit) in bill.items():
            yield labels | row(name, Estimate(float(route[column])), unit, period="")
        end = Estimate(float(route[study.objective]))
        yield labels | row(f"{study.objective}_at_end", end, objective_unit(study))
        searched = groups.get((*run.values(), "lockstep", route["sample"]), [])
        if searched:
            ratio = Estimate(middle(_last(searched, "core_seconds")) / route["core_seconds"])
            yield labels | row("core_seconds_to_end_ratio", ratio, "1", against="lockstep")
