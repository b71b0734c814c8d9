"""Error against cost in units that are the same for all methods, in the manner of Fig. 2."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from fpl.errors import DataError
from fpl.figures import style
from fpl.figures.scaling import dress, threshold_handle
from fpl.terms import METHODS, Study

MODEL_ONLY = "sceua_model_only"  # SPOTPY's search with the seconds of its model runs only
SEARCHES: dict[str, dict[str, Any]] = {
    "sceua": {"color": METHODS["sceua"].colour, "linestyle": "dashed"},
    MODEL_ONLY: {"color": METHODS["sceua"].colour, "linestyle": "dotted"},
    "lockstep": {"color": METHODS["lockstep"].colour, "linestyle": "dashed"},
}


def label_of(search: str) -> str:
    """What a search is called; SPOTPY's with the seconds of the model only is no method."""
    return "SPOTPY, model seconds only" if search == MODEL_ONLY else METHODS[search].label


def plot(tables: Mapping[str, pd.DataFrame], study: Study, settings: Mapping[str, Any]) -> Figure:
    """Draw ``cost_curves``: medians over places, lines for the median of seeds, bands from the
    lowest to the highest. SCE-UA is drawn on the largest sample that it has."""
    curves = tables["cost_curves"]
    learned = curves[curves["method"] == "fpl"]
    if learned.empty:
        raise DataError("Cost: expected curves of fpl, got none.")
    sizes = learned.groupby("sample")["cells"].max().sort_values(kind="stable")
    colours = style.sample_colours(list(sizes.index))
    costs = {
        "passes_per_cell": f"forward passes of a year per {study.place} (equivalent)",
        "core_seconds_per_cell": f"compute time per {study.place} (core s)",
    }
    figure = style.new(style.DOUBLE, 5.4)
    axes = figure.subplots(2, 2, sharex="col", sharey=True)
    for row, period in zip(axes, ("test", "training"), strict=True):
        for ax, cost in zip(row, costs, strict=True):
            for sample, colour in colours.items():
                run = learned[learned["sample"] == sample]
                _line(ax, run, cost, period, {"color": colour, "linestyle": "solid"})
            for method, look in _searched(curves, cost).items():
                run = curves[curves["method"] == method]
                _line(ax, run[run["cells"] == run["cells"].max()], cost, period, look)
            dress(ax, study.thresholds[0])
        row[0].set_ylabel(style.objective(study, period))
    for ax, label in zip(axes[-1], costs.values(), strict=True):
        ax.set_xlabel(label)
    style.letters(axes.flat)
    handles = [*_legend(curves, colours, study), threshold_handle(study)]
    figure.legend(handles=handles, loc="outside lower center", ncols=4)
    over = f"median over the {study.place}s trained on"
    text = f"{style.objective_name(study)}, {over}, against cost; bands: range over seeds"
    style.title(figure, study, text)
    return figure


def _searched(curves: pd.DataFrame, cost: str) -> dict[str, dict[str, Any]]:
    """The searches that have lines: in passes, SPOTPY's with and without overhead are the same."""
    known = set(curves["method"]) - ({MODEL_ONLY} if cost == "passes_per_cell" else set())
    return {method: look for method, look in SEARCHES.items() if method in known}


def _line(ax: Axes, run: pd.DataFrame, cost: str, period: str, look: dict[str, Any]) -> None:
    run, error = run[run[cost] > 0], f"{period}_objective"
    ax.plot(run[cost], run[error], **look)
    band = {"color": look["color"], "alpha": 0.22, "linewidth": 0}
    ax.fill_between(run[cost], run[f"{error}_min"], run[f"{error}_max"], **band)


def _legend(curves: pd.DataFrame, colours: Mapping[str, str], study: Study) -> list[Line2D]:
    handles = []
    for sample, colour in colours.items():
        run = curves[(curves["method"] == "fpl") & (curves["sample"] == sample)]
        text = f"fPL, {sample}: {study.places(int(run['cells'].max()))}, {_seeds(run)}"
        handles.append(Line2D([], [], color=colour, label=text))
    for method, look in SEARCHES.items():
        run = curves[curves["method"] == method]
        if len(run):
            handles.append(Line2D([], [], **look, label=f"{label_of(method)}, {_seeds(run)}"))
    return handles


def _seeds(run: pd.DataFrame) -> str:
    return style.seeds(int(run["seeds"].max()))
