"""Fluxes that no method was fitted to, of every method, beside estimates or a known truth."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from fpl.errors import DataError
from fpl.figures import style
from fpl.figures.marks import intervals
from fpl.terms import METHODS, Study

TOLERANCE_PERCENT = 15.0
# Kind of places: what a legend calls them, colour, marker
CELLS = {
    "towers": ("flux towers", style.ORANGE, "^"),
    "basins": ("gauged basins", style.BLUE, "o"),
    "pooled": ("towers and basins", "#000000", "s"),
    "truth": ("the truth", style.BLUE, "o"),
}
PANELS = {  # statistic: label of the axis
    "bias_percent": "bias of ET (%)",
    "r": "spatial r of ET (-)",
    "runoff_bias_percent": "bias of runoff (%)",
    "surface_share": "surface share of runoff (-)",
}
OFFSETS = {1: [0.0], 2: [-0.15, 0.15], 3: [-0.24, 0.0, 0.24]}
GAP = 0.6  # between models, in rows


def plot(tables: Mapping[str, pd.DataFrame], study: Study, settings: Mapping[str, Any]) -> Figure:
    """Draw ``et_methods``: a panel a statistic, a line a model and method.

    Points are means over seeds, bars 95 % intervals over cells and seeds; a vertical line is what
    the estimates (or the truth) have themselves.
    """
    table = tables["et_methods"]
    levels = table[table["against"].isna() & table["statistic"].isin(list(PANELS))]
    runs = levels[levels["method"] != "estimate"]
    if runs.empty:
        raise DataError(
            f"Fluxes: expected rows of the statistics {', '.join(PANELS)}, got none; make "
            "tables/et_methods.csv again"
        )
    places = _places(runs)
    figure = style.new(style.DOUBLE, 1.3 + 0.17 * len(places))
    axes = figure.subplots(1, len(PANELS), sharey=True)
    for ax, (statistic, label) in zip(axes, PANELS.items(), strict=True):
        here = levels[levels["statistic"] == statistic]
        _draw(ax, here, places)
        if label.endswith("(%)"):
            ax.axvspan(-TOLERANCE_PERCENT, TOLERANCE_PERCENT, color="0.92", zorder=0)
            ax.axvline(0.0, color="0.3", linewidth=0.8, zorder=1)
        ax.set(xlabel=label)
        ax.xaxis.set_major_locator(MaxNLocator(4))
        ax.grid(visible=True, axis="x")
    _name(axes[0], places)
    style.letters(axes)
    kinds = [kind for kind in CELLS if kind in set(runs["cells"])]
    counts = {kind: int(runs.loc[runs["cells"] == kind, "n"].max()) for kind in kinds}
    handles = [_handle(kind, study.places(count)) for kind, count in counts.items()]
    figure.legend(handles=handles, loc="outside lower center", ncols=len(kinds))
    beside = "the truth" if "truth" in kinds else "independent estimates"
    style.title(figure, study, f"Fluxes that no method has seen, both periods, against {beside}")
    return figure


def _handle(kind: str, places: str) -> Line2D:
    name, colour, marker = CELLS[kind]
    label = f"{name} ({places})"
    return Line2D([], [], linestyle="none", color=colour, marker=marker, markersize=4, label=label)


def _places(runs: pd.DataFrame) -> dict[tuple[str, str], float]:
    """Height of each model and method, models together, downwards."""
    order = list(METHODS)
    pairs = runs[["model", "method"]].drop_duplicates().itertuples(index=False)
    models = list(dict.fromkeys(runs["model"]))
    found = sorted(pairs, key=lambda pair: (models.index(pair[0]), order.index(pair[1])))
    return {
        (model, method): -(position + GAP * models.index(model))
        for position, (model, method) in enumerate(found)
    }


def _draw(ax: Axes, rows: pd.DataFrame, places: dict[tuple[str, str], float]) -> None:
    kinds = [kind for kind in CELLS if kind in set(rows["cells"])]
    for kind, offset in zip(kinds, OFFSETS[max(len(kinds), 1)], strict=False):
        _, colour, marker = CELLS[kind]
        here = rows[rows["cells"] == kind]
        known = here[here["method"] == "estimate"]
        for value in known["value"]:
            ax.axvline(value, color=colour, linewidth=0.8, linestyle="--", zorder=1)
        here = here[here["method"] != "estimate"]
        heights = [
            places[model, method] - offset
            for model, method in zip(here["model"], here["method"], strict=True)
        ]
        intervals(
            ax, heights, here, along="x", color=colour, marker=marker, markersize=3.2,
            markeredgecolor="white", markeredgewidth=0.3, elinewidth=0.7,
        )  # fmt: skip


def _name(ax: Axes, places: dict[tuple[str, str], float]) -> None:
    """Methods on the axis, models in bold above the first of their methods."""
    ax.set_yticks(list(places.values()), [METHODS[method].label for _, method in places])
    first: dict[str, float] = {}
    for (model, _), height in places.items():
        first.setdefault(model, height)
    for model, height in first.items():
        ax.annotate(
            model,
            (0.0, height + 0.5),
            xycoords=("axes fraction", "data"),
            xytext=(-4, 0),
            textcoords="offset points",
            ha="right",
            va="bottom",
            fontweight="bold",
            fontsize=6,
        )
    ax.set_ylim(min(places.values()) - 0.6, max(places.values()) + 1.1)
