"""Skill against model runs and against compute time, in the manner of the paper's Fig. 2."""

from typing import Literal

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import LogLocator, NullFormatter

from fpl.errors import DataError
from fpl.figures import style

# The dotted line of the paper's Fig. 2: "below which a model is considered functional" (caption)
FUNCTIONAL_RMSE = 0.05
RMSE_STEPS = [1, 2, 3, 4, 5, 6, 8]  # ticks in a decade, those within the limits of the lines
COSTS = {
    "runs_per_cell": "model runs per cell",
    "cpu_seconds_per_cell": "compute time per cell (core s)",
}
LINES: dict[str, Literal["solid", "dashed"]] = {"fpl": "solid", "sceua": "dashed"}


def plot(curves: pd.DataFrame) -> Figure:
    """Draw test RMSE (median over cells) of tables/curves.csv, two panels for each process model.

    A line is the median over seeds at each step of the curve, a band the range over seeds. Steps
    without cost, before the first model run, have no place on a logarithmic axis.
    """
    if not set(LINES) & set(curves["method"]):
        raise DataError("Curves: expected rows of method fpl or sceua, got none.")
    models = list(dict.fromkeys(curves["model"]))
    figure = style.new(style.DOUBLE, 0.8 + 2.2 * len(models))
    axes = figure.subplots(len(models), 2, sharex="col", sharey=True, squeeze=False)
    for row, model in zip(axes, models, strict=True):
        for ax, cost in zip(row, COSTS, strict=True):
            _draw(ax, curves[curves["model"] == model], cost)
        row[0].set_ylabel(f"{model}\ntest RMSE (m$^3$ m$^{{-3}}$)")
    for ax, label in zip(axes[-1], COSTS.values(), strict=True):
        ax.set_xlabel(label)
    style.letters(axes.flat)
    figure.legend(handles=_legend(curves), loc="outside lower center", ncols=6)
    seeds = style.count_seeds(curves[curves["method"] == "fpl"])
    text = f"Test RMSE, median over cells, against cost; fPL: {seeds} (median and range)"
    style.title(figure, text, curves["dataset"].iloc[0])
    return figure


def _draw(ax: Axes, curves: pd.DataFrame, cost: str) -> None:
    for method, line in LINES.items():
        for sample, colour in style.SAMPLE_COLOURS.items():
            run = curves[(curves["method"] == method) & (curves["sample"] == sample)]
            steps = run[run[cost] > 0].groupby("step")
            # Seeds share their steps, and almost their seconds: the band is drawn over the median
            middle, rmse = steps[cost].median(), steps["test_rmse"]
            ax.plot(middle, rmse.median(), color=colour, linestyle=line)
            ax.fill_between(middle, rmse.min(), rmse.max(), color=colour, alpha=0.25, linewidth=0)
    ax.axhline(FUNCTIONAL_RMSE, color="0.3", linestyle="dotted", linewidth=0.9)
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.yaxis.set_major_locator(LogLocator(subs=RMSE_STEPS))
    ax.yaxis.set_major_formatter("{x:g}")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_minor_formatter(NullFormatter())
    ax.grid(visible=True)


def _legend(curves: pd.DataFrame) -> list[Line2D]:
    handles = [
        Line2D([], [], color="0.3", linestyle=line, label=style.METHOD_NAMES[method])
        for method, line in LINES.items()
    ]
    for sample, colour in style.SAMPLE_COLOURS.items():
        cells = curves.loc[curves["sample"] == sample, "cells"]
        if not cells.empty:
            handles.append(Line2D([], [], color=colour, label=f"{sample}: {cells.max()} cells"))
    threshold = f"functional threshold {FUNCTIONAL_RMSE}"
    return [*handles, Line2D([], [], color="0.3", linestyle="dotted", label=threshold)]
