"""Error against model runs and against compute time, in the manner of the paper's Fig. 2."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import LogLocator, NullFormatter

from fpl.errors import DataError
from fpl.figures import style
from fpl.terms import METHODS, Study

STEPS = [1, 2, 3, 4, 5, 6, 8]  # ticks in a decade, those within the limits of the lines
DASHES = {"fpl": "", "sceua": (4, 2)}
THRESHOLD: dict[str, Any] = {"color": "0.3", "linestyle": "dotted", "linewidth": 0.9}


def plot(tables: Mapping[str, pd.DataFrame], study: Study, settings: Mapping[str, Any]) -> Figure:
    """Draw the test error (median over places) of ``curves``, two panels for each process model.

    A line is the median over seeds at each step of the curve, a band the range over seeds. Steps
    without cost, before the first model run, have no room on a logarithmic axis. ``settings``:
    samples, the smallest first.
    """
    curves = tables["curves"]
    curves = curves[curves["method"].isin(list(DASHES))]
    if curves.empty:
        raise DataError("Curves: expected rows of method fpl or sceua, got none.")
    costs = {
        "runs_per_cell": f"model runs per {study.place}",
        "cpu_seconds_per_cell": f"compute time per {study.place} (core s)",
    }
    colours = style.sample_colours([s for s in settings["samples"] if s in set(curves["sample"])])
    models = list(dict.fromkeys(curves["model"]))
    figure = style.new(style.DOUBLE, 0.8 + 2.2 * len(models))
    axes = figure.subplots(len(models), 2, sharex="col", sharey=True, squeeze=False)
    for row, model in zip(axes, models, strict=True):
        for ax, (cost, label) in zip(row, costs.items(), strict=True):
            _draw(ax, curves[curves["model"] == model], cost, colours)
            dress(ax, study.thresholds[0])
            ax.set_xlabel(label if model == models[-1] else "")
        row[0].set_ylabel(f"{model}\n{style.objective(study, 'test')}")
    style.letters(axes.flat)
    figure.legend(handles=_legend(curves, colours, study), loc="outside lower center", ncols=6)
    seeds = style.count_seeds(curves[curves["method"] == "fpl"])
    name = style.objective_name(study)
    text = f"Test {name}, median over {study.place}s, against cost; fPL: {seeds} (median and range)"
    style.title(figure, study, text)
    return figure


def _draw(ax: Axes, curves: pd.DataFrame, cost: str, colours: Mapping[str, str]) -> None:
    """Seeds share their steps, and almost their seconds: the band is drawn over their median."""
    kept = curves[(curves[cost] > 0) & curves["sample"].isin(list(colours))]
    middle = kept.groupby(["method", "sample", "step"])[cost].transform("median")
    sns.lineplot(
        kept.assign(cost=middle), x="cost", y="test_objective", hue="sample", style="method",
        palette=dict(colours), dashes=DASHES, style_order=list(DASHES), estimator="median",
        errorbar=("pi", 100), err_kws={"alpha": 0.25, "linewidth": 0}, legend=False, ax=ax,
    )  # fmt: skip


def dress(ax: Axes, threshold: float) -> None:
    """Logarithmic axes with plain numbers, a grid, and the threshold as a dotted line."""
    ax.axhline(threshold, **THRESHOLD)
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.yaxis.set_major_locator(LogLocator(subs=STEPS))
    ax.yaxis.set_major_formatter("{x:g}")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_minor_formatter(NullFormatter())
    ax.grid(visible=True)


def _legend(curves: pd.DataFrame, colours: Mapping[str, str], study: Study) -> list[Line2D]:
    lines: dict[str, Any] = {"fpl": "solid", "sceua": "dashed"}
    handles = [
        Line2D([], [], color="0.3", linestyle=line, label=METHODS[method].label)
        for method, line in lines.items()
    ]
    for sample, colour in colours.items():
        places = study.places(int(curves.loc[curves["sample"] == sample, "cells"].max()))
        handles.append(Line2D([], [], color=colour, label=f"{sample}: {places}"))
    return [*handles, threshold_handle(study)]


def threshold_handle(study: Study) -> Line2D:
    """The legend's entry of the dotted line, the first threshold of the case."""
    return Line2D([], [], **THRESHOLD, label=f"threshold {study.thresholds[0]:g}")
