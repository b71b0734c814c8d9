"""Cost and skill of fPL against the number of training cells, and what a continent would cost."""

from collections.abc import Iterator
from itertools import product

import numpy as np
import pandas as pd

from fpl.evaluation.bootstrap import Estimate, Floats
from fpl.evaluation.reach import log_sums
from fpl.evaluation.resampling import medians, of_medians, over_seeds, quotient
from fpl.evaluation.scaling import CONTINENT, SERIES, at_continent, members, slope
from fpl.tables import scaling_skill, statistics
from fpl.tables.cost import AGAINST, LEARNING, TEST, Runs, costs, row, thresholds, units
from fpl.tables.statistics import Row
from fpl.terms import Study

COLUMNS = [*statistics.COLUMNS, "training_cells"]


def build(
    lines: pd.DataFrame,
    searched: pd.DataFrame,
    judged: pd.DataFrame,
    continent: pd.DataFrame,
    regionalised: pd.DataFrame,
    study: Study,
) -> pd.DataFrame:
    """Tidy statistics of one model, over the samples that fPL was trained on.

    lines : :func:`fpl.tables.cost_curves.lines` of these runs and of SCE-UA's
    searched : :func:`fpl.tables.cost_curves.searched`, SCE-UA at the cells of the same samples
    judged : experiments/scaling.csv, every cell at the end of each run
    continent : the measured step (:func:`fpl.evaluation.continent.steps`)
    regionalised : experiments/regionalised.csv; empty if there is none

    Samples are of two series, ``random`` (nested, drawn by the seed) and ``lattices``; the largest
    ends both. Rows of a sample: cost until the thresholds on the curve of its own cells, test error
    at ``trained`` cells and at fixed ones (:func:`fpl.evaluation.scaling.fixed_cells`). Rows of a
    series: slopes (exponents) of the cost with the number of cells, that of SCE-UA on the same
    cells, which shows how much is due to the cells and not to their number, cost at 77,184 cells,
    the largest sample minus the smallest, and the share of the donors of the best regionalised
    SCE-UA with which fPL is as good as it at cells that neither was trained on.
    """
    known = judged[(judged["method"] == LEARNING) & judged["model"].isin(lines["model"])]
    sizes = known[known["period"] == "test"].groupby(["sample", "seed"])["trained"].sum()
    samples = {str(name): int(count) for name, count in sizes.groupby("sample").median().items()}
    rows = list(_searches(lines, study))
    for series in SERIES:
        own = members(samples, series)
        rows += list(_series(lines, series, own, study))
        rows += list(_control(lines, searched, series, own, study))
        rows += list(scaling_skill.levels(known, series, own, study))
        rows += list(
            scaling_skill.efficiency(known, regionalised, series, own, samples, study.objective)
        )
    rows += list(_measured(continent))
    table = pd.DataFrame(rows)
    first = {name: lines[name].iloc[0] for name in ("dataset", "model")}
    table = table.assign(**first).drop_duplicates([*statistics.KEYS, "statistic"])
    table["training_cells"] = table["sample"].map(samples)
    return table.reindex(columns=COLUMNS)


def _runs(lines: pd.DataFrame, method: str, sample: str) -> Runs:
    run = lines[(lines["method"] == method) & (lines["sample"] == sample)]
    return [curve.sort_values("step") for _, curve in run.groupby("seed", sort=True)]


def _points(
    lines: pd.DataFrame,
    method: str,
    own: list[str],
    name: str,
    limit: float,
    error: str = TEST,
) -> Floats:
    """Of each seed, ``(seed, 5)``, the sums of logarithms of the cells of each sample and of what
    the run cost until the limit."""
    points: dict[int, list[tuple[float, float]]] = {}
    for sample in own:
        for run in _runs(lines, method, sample):
            point = float(run["cells"].iloc[0]), costs([run], name, limit, error)[0]
            points.setdefault(int(run["seed"].iloc[0]), []).append(point)
    return np.array([log_sums(*zip(*seed, strict=True)) for seed in points.values()])


def _series(lines: pd.DataFrame, series: str, own: list[str], study: Study) -> Iterator[Row]:
    labels = {"method": LEARNING, "cells": "trained"}
    for name, unit in units(study).items():
        for threshold, limit in thresholds(study).items():
            for sample in own:
                marks = labels | {"sample": sample}
                spent = costs(_runs(lines, LEARNING, sample), name, limit)
                yield marks | row(f"{name}_to_{threshold}", of_medians(spent), unit)
                if name == "runs":
                    share = Estimate(float(np.isfinite(spent).mean()), n=len(spent))
                    yield marks | row(f"share_of_runs_to_{threshold}", share, "1")
            points = _points(lines, LEARNING, own, name, limit)
            marks = labels | {"sample": series}
            yield marks | row(f"slope_{name}_to_{threshold}", over_seeds([points], slope), "1")
            far = over_seeds([points], at_continent)
            yield marks | row(f"{name}_to_{threshold}_at_{CONTINENT}", far, unit)
    yield from _against(lines, series, own, study)


def _control(
    lines: pd.DataFrame, searched: pd.DataFrame, series: str, own: list[str], study: Study
) -> Iterator[Row]:
    """Slopes of the runs until a training error: of fPL, of SCE-UA on the same cells, and between
    them, seed by seed. SCE-UA searches each cell by itself, so that its slope is of the cells."""
    labels = {"sample": series, "cells": "trained"}
    for threshold, limit in thresholds(study).items():
        name, fpl = f"slope_runs_to_{threshold}", labels | {"method": LEARNING}
        ours = _points(lines, LEARNING, own, "runs", limit, "training_objective")
        yield fpl | row(name, over_seeds([ours], slope), "1", "training")
        for method in searched["method"].unique() if len(searched) else ():
            theirs = _points(searched, method, own, "runs", limit, "training_objective")
            alone = over_seeds([theirs], slope)
            yield labels | {"method": method} | row(name, alone, "1", "training")
            pairs = np.stack([ours, theirs], axis=-1)
            both = over_seeds([pairs], lambda p: slope(p[..., 0]) - slope(p[..., 1]))
            yield fpl | row(name, both, "1", "training", method)


def _against(lines: pd.DataFrame, series: str, own: list[str], study: Study) -> Iterator[Row]:
    """Cost at the continent, SCE-UA's over that of fPL: extrapolated to the thresholds, and whole
    runs, if as many steps were enough (ASSUME; a step costs the same however many cells there are,
    as measured)."""
    labels = {"method": LEARNING, "sample": series, "cells": "all"}
    whole = [float(run["core_seconds"].iloc[-1]) for run in _runs(lines, LEARNING, own[-1])]
    for other in AGAINST:
        searched = _runs(lines, other, own[-1])
        if not searched:
            continue
        for threshold, limit in thresholds(study).items():
            points = _points(lines, LEARNING, own, "core_seconds", limit)
            theirs = np.array([_each(run, limit) for run in searched])
            ratio = over_seeds([theirs, points], _over_learning)
            ending = "" if threshold == "threshold" else f"_to_{threshold}"
            name = f"core_seconds{ending}_at_{CONTINENT}_ratio"
            yield labels | row(name, ratio, "1", against=other)
        ends = [float(run["core_seconds"].iloc[-1]) * _times(run) for run in searched]
        name = f"core_seconds_whole_at_{CONTINENT}_ratio"
        yield labels | row(name, of_medians(ends, whole), "1", against=other)


def _searches(lines: pd.DataFrame, study: Study) -> Iterator[Row]:
    """SCE-UA on sparser and denser lattices, and at the continent: in proportion, cell by cell."""
    for method in AGAINST:
        known = {*lines.loc[lines["method"] == method, "sample"]}
        own = sorted(known, key=scaling_skill.number, reverse=True)
        for (threshold, limit), name in product(
            thresholds(study).items() if own else (), units(study)
        ):
            labels = {"method": method, "cells": "trained"}
            for sample in own:
                spent = of_medians(costs(_runs(lines, method, sample), name, limit))
                marks = labels | {"sample": sample}
                yield marks | row(f"{name}_to_{threshold}", spent, units(study)[name])
            labels["sample"] = "lattices"
            exponent = over_seeds([_points(lines, method, own, name, limit)], slope)
            yield labels | row(f"slope_{name}_to_{threshold}", exponent, "1")
            if name == "core_seconds":
                far = of_medians([_each(run, limit) for run in _runs(lines, method, own[-1])])
                yield labels | row(f"{name}_to_{threshold}_at_{CONTINENT}", far, "s")


def _measured(continent: pd.DataFrame) -> Iterator[Row]:
    """One step, as measured: of a batch from the dataset and from the continent, and of all."""
    for step in continent.to_dict("records"):
        marks = {"method": LEARNING, "sample": "", "cells": f"{step['step']}_of_{step['cells']}"}
        core, low, high = (step[f"core_seconds{end}"] for end in ("", "_min", "_max"))
        yield marks | row("step_core_seconds", Estimate(core, low, high, step["n"]), "s", "")
        yield marks | row("step_peak_memory", Estimate(float(step["peak_gb"])), "GB", "")


def _over_learning(theirs: Floats, sums: Floats) -> Floats:
    return quotient(medians(theirs), at_continent(sums))


def _each(run: pd.DataFrame, limit: float) -> float:
    """What a search until the limit costs for the continent, each cell by itself."""
    return costs([run], "core_seconds", limit)[0] * _times(run)


def _times(run: pd.DataFrame) -> float:
    return CONTINENT / float(run["cells"].iloc[0])
