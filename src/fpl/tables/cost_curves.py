"""Skill against cost along each run, with what a run costs counted in the same units for all."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import xarray as xr

from fpl.data.samples import cells_of_sample
from fpl.evaluation.reach import DIFFERENTIATED, passes
from fpl.tables.runs import gather
from fpl.terms import METHODS, Run

RUN = ["dataset", "model", "method", "sample", "seed"]
SEARCHES = tuple(name for name, method in METHODS.items() if method.kind == "calibrated")
MODEL_ONLY = "sceua_model_only"  # SCE-UA by SPOTPY with the seconds of its model runs only
COSTS = ["runs", "passes", "core_seconds"]  # each per cell, but for the seconds of all cells
ERRORS = ["training_objective", "test_objective"]
PER_CELL = ["runs_per_cell", "passes_per_cell", "core_seconds_per_cell"]
PLOTTED = ("fpl", "sceua", MODEL_ONLY, "lockstep")


def lines(curves: Iterable[str | Path], parts: pd.DataFrame, places: xr.Dataset) -> pd.DataFrame:
    """The curves of runs, a row a point, with ``cells`` of the run and costs until then.

    parts : what passes cost (:func:`fpl.evaluation.passes.measure`)
    places : all cells of the dataset, from which samples are drawn

    ``runs`` a cell are passages of training, as counted; ``passes`` add the cycles of warm-up and,
    where there is a gradient, the way back at its measured cost, in forward passes;
    ``core_seconds`` are those of all cells together. Judging along the way is in none of them.
    SCE-UA by SPOTPY has its lines again as ``sceua_model_only``: its passes at the measured seconds
    of the model alone, so that nothing of SPOTPY's is in them.
    """
    seconds = parts.set_index("part")["value"]
    table = gather(curves).rename(columns={"runs_per_cell": "runs"})
    sizes = {
        run: int(cells_of_sample(places, *run).sum())
        for run in table[["sample", "seed"]].drop_duplicates().itertuples(index=False, name=None)
    }
    table["cells"] = [sizes[run] for run in zip(table["sample"], table["seed"], strict=True)]
    gradient = ~table["method"].isin(SEARCHES) * DIFFERENTIATED
    warmup = table["warmup_runs_per_cell"]
    table["passes"] = passes(table["runs"], warmup, seconds["backward_per_forward"], gradient)
    alone = table[table["method"] == "sceua"].assign(method=MODEL_ONLY)
    table["core_seconds"] = table["cpu_seconds"]
    alone["core_seconds"] = alone["passes"] * alone["cells"] * seconds["search"]
    return pd.concat([table, alone], ignore_index=True)[[*RUN, "cells", "step", *COSTS, *ERRORS]]


def searched(
    traces: Iterable[str | Path], samples: pd.DataFrame, places: xr.Dataset
) -> pd.DataFrame:
    """Lines of SCE-UA at the cells of each of the ``samples`` (columns sample, seed), from the
    improvements of its trace: the median over cells of the best ``training_objective`` until so
    many ``runs``. Each sample has the search of its seed, or of the lowest."""
    methods: dict[str, dict[int, pd.DataFrame]] = {}
    for path in traces:
        run = Run.parse(path)
        best = pd.read_csv(path, usecols=["cell", "run", "objective"])
        wide = best.groupby(["run", "cell"])["objective"].min().unstack("cell").cummin().ffill()
        methods.setdefault(run.method, {})[run.seed] = wide
    parts = []
    for sample, seed in samples.drop_duplicates().itertuples(index=False, name=None):
        cells = places["cell"].values[cells_of_sample(places, sample, seed)]
        for method, searches in methods.items():
            error = searches.get(seed, searches[min(searches)])[cells].median(axis=1)
            line = {"method": method, "sample": sample, "seed": seed, "cells": len(cells)}
            curve = {"runs": error.index, "step": error.index, "training_objective": error.array}
            parts.append(pd.DataFrame(line | curve))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def build(curves: pd.DataFrame) -> pd.DataFrame:
    """Medians over seeds at each point of :func:`lines`, with the lowest and highest seed of each
    error: what the figure of cost draws. Costs are per cell."""
    kept = curves[curves["method"].isin(PLOTTED)]
    each = kept.assign(
        runs_per_cell=kept["runs"],
        passes_per_cell=kept["passes"],
        core_seconds_per_cell=kept["core_seconds"] / kept["cells"],
    ).groupby([*RUN[:-1], "step"], sort=False)
    table = each[[*PER_CELL, *ERRORS]].median()
    for error in ERRORS:
        table[f"{error}_min"], table[f"{error}_max"] = each[error].min(), each[error].max()
    table.insert(0, "cells", each["cells"].max())
    table.insert(1, "seeds", each["seed"].nunique())
    return table.reset_index()
