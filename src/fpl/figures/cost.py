"""Skill against cost in units that are the same for all methods, in the manner of Fig. 2."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import LogLocator, NullFormatter

from fpl.errors import DataError
from fpl.figures import style
from fpl.figures.scaling import FUNCTIONAL_RMSE, RMSE_STEPS

COSTS = {
    "passes_per_cell": "forward passes of a year per cell (equivalent)",
    "core_seconds_per_cell": "compute time per cell (core s)",
}
ERRORS = {
    "test_rmse": "test RMSE (m$^3$ m$^{-3}$)",
    "training_rmse": "training RMSE (m$^3$ m$^{-3}$)",
}
SEARCHES: dict[str, dict[str, Any]] = {
    "sceua": {"color": "#009E73", "linestyle": "dashed", "label": "SCE-UA by SPOTPY"},
    "sceua_model_only": {
        "color": "#009E73",
        "linestyle": "dotted",
        "label": "SPOTPY, seconds of the model only",
    },
    "lockstep": {"color": "#0072B2", "linestyle": "dashed", "label": "SCE-UA in lockstep"},
}


def plot(curves: pd.DataFrame) -> Figure:
    """Draw tables/cost_curves.csv: medians over cells, lines for the median of seeds, bands from
    the lowest to the highest. SCE-UA is drawn on the densest sample that it has."""
    if "fpl" not in set(curves["method"]):
        raise DataError("Cost: expected curves of fpl, got none.")
    figure = style.new(style.DOUBLE, 5.4)
    axes = figure.subplots(2, 2, sharex="col", sharey=True)
    learned = curves[curves["method"] == "fpl"]
    for row, (error, label) in zip(axes, ERRORS.items(), strict=True):
        for ax, cost in zip(row, COSTS, strict=True):
            for sample, colour in style.SAMPLE_COLOURS.items():
                run = learned[learned["sample"] == sample]
                _line(ax, run, cost, error, {"color": colour, "linestyle": "solid"})
            for method, look in _searched(curves, cost).items():
                run = curves[curves["method"] == method]
                run = run[run["cells"] == run["cells"].max()]
                _line(ax, run, cost, error, look)
            _dress(ax)
        row[0].set_ylabel(label)
    for ax, label in zip(axes[-1], COSTS.values(), strict=True):
        ax.set_xlabel(label)
    style.letters(axes.flat)
    figure.legend(handles=_legend(curves), loc="outside lower center", ncols=4)
    text = "RMSE, median over the cells trained on, against cost; bands: range over seeds"
    style.title(figure, text, curves["dataset"].iloc[0])
    return figure


def _searched(curves: pd.DataFrame, cost: str) -> dict[str, dict[str, Any]]:
    """The searches that have lines: in passes, SPOTPY's with and without overhead are the same."""
    known = set(curves["method"]) - ({"sceua_model_only"} if cost == "passes_per_cell" else set())
    return {method: look for method, look in SEARCHES.items() if method in known}


def _line(ax: Axes, run: pd.DataFrame, cost: str, error: str, look: dict[str, Any]) -> None:
    run = run[run[cost] > 0]
    look = {name: value for name, value in look.items() if name != "label"}
    ax.plot(run[cost], run[error], **look)
    band = {"color": look["color"], "alpha": 0.22, "linewidth": 0}
    ax.fill_between(run[cost], run[f"{error}_min"], run[f"{error}_max"], **band)


def _dress(ax: Axes) -> None:
    ax.axhline(FUNCTIONAL_RMSE, color="0.3", linestyle="dotted", linewidth=0.9)
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.yaxis.set_major_locator(LogLocator(subs=RMSE_STEPS))
    ax.yaxis.set_major_formatter("{x:g}")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_minor_formatter(NullFormatter())
    ax.grid(visible=True)


def _legend(curves: pd.DataFrame) -> list[Line2D]:
    learned = curves[curves["method"] == "fpl"]
    handles = []
    for sample, colour in style.SAMPLE_COLOURS.items():
        run = learned[learned["sample"] == sample]
        if len(run):
            text = f"fPL, {sample}: {run['cells'].max()} cells, {_seeds(run)}"
            handles.append(Line2D([], [], color=colour, label=text))
    for method, look in SEARCHES.items():
        run = curves[curves["method"] == method]
        if len(run):
            text = f"{look['label']}, {_seeds(run)}"
            handles.append(Line2D([], [], **(look | {"label": text})))
    threshold = f"functional threshold {FUNCTIONAL_RMSE}"
    look = {"color": "0.3", "linestyle": "dotted", "linewidth": 0.9}
    return [*handles, Line2D([], [], **look, label=threshold)]


def _seeds(run: pd.DataFrame) -> str:
    count = int(run["seeds"].max())
    return "1 seed" if count == 1 else f"{count} seeds"
