"""Specification curves: each claim's statistic under every model, the choices below.

After Simonsohn, Simmons and Nelson (2020, Nat. Hum. Behav. 4, 1208-1214).
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from fpl.figures import style
from fpl.figures.claims import VERDICTS
from fpl.figures.marks import in_powers, intervals
from fpl.terms import METRICS, Study

LEAST = 2  # models, below which there is no curve
COLUMNS_OF_PANELS = 3
CURVE, DOT = 1.5, 0.16  # inches: height of a curve, and of a row of dots


def plot(tables: Mapping[str, pd.DataFrame], study: Study, settings: Mapping[str, Any]) -> Figure:
    """Draw ``multiverse``: a panel for each claim that several models answer, values sorted.

    A filled marker is the model that decides the claim; dots below say what each model is.
    """
    table = tables["multiverse"]
    count = table.groupby("claim", sort=False)["model"].transform("size")
    shown = table[count >= LEAST]
    names = list(dict.fromkeys(shown["claim"]))
    made = table.columns[table.columns.get_loc("verdict") + 1 :]  # the choices
    dots = [(choice, value) for choice in made for value in sorted(set(shown[choice]))]
    across = min(COLUMNS_OF_PANELS, max(1, len(names)))
    down = -(-max(1, len(names)) // across)
    below = DOT * len(dots)
    figure = style.new(style.DOUBLE, 0.9 + down * (CURVE + below + 0.5))
    grid = figure.add_gridspec(2 * down, across, height_ratios=[CURVE, max(below, DOT)] * down)
    for place, name in enumerate(names):
        row, column = divmod(place, across)
        curve = figure.add_subplot(grid[2 * row, column])
        matrix = figure.add_subplot(grid[2 * row + 1, column], sharex=curve)
        ordered = shown[shown["claim"] == name].sort_values("value", ignore_index=True)
        _curve(curve, ordered, name)
        _dots(matrix, ordered, dots, with_labels=column == 0)
    handles = [
        Line2D([], [], color=colour, marker=marker, linestyle="none", markersize=4, label=verdict)
        for verdict, (colour, marker) in VERDICTS.items()
        if verdict in set(shown["verdict"])
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=3)
    title = "Every claim under every model: filled markers decide, dashed lines are limits"
    style.title(figure, study, title if names else "No claim is answered by several models")
    return figure


def _curve(ax: Axes, rows: pd.DataFrame, name: str) -> None:
    """Values in rising order with intervals, coloured by verdict."""
    statistic, limit = str(rows["statistic"].iloc[0]), rows["limit"].iloc[0]
    sizes = pd.concat([rows["value"], rows["limit"]])
    scale, unit = in_powers(sizes, str(rows["unit"].iloc[0]))
    for at, row in rows.iterrows():
        colour, marker = VERDICTS[str(row["verdict"])]
        face = colour if row["decides"] else "white"
        mark = {"marker": marker, "markerfacecolor": face}
        intervals(ax, [at], rows.loc[[at]], "y", scale, color=colour, **mark)
    ax.axhline(scale * limit, color="0.4", linewidth=0.6, linestyle="--")
    if statistic.endswith("_ratio"):
        ax.set_yscale("log")
    words = METRICS[statistic].label if statistic in METRICS else statistic.replace("_", " ")
    ax.set_ylabel(f"{words} ({unit or '-'})", fontsize="x-small")
    ax.set_title(name.replace("_", " "), loc="left", fontsize="small")
    ax.tick_params(axis="x", bottom=False, labelbottom=False)


def _dots(ax: Axes, rows: pd.DataFrame, dots: list[tuple[str, str]], with_labels: bool) -> None:
    """A row for each choice and value, a dot where a model has it."""
    for y, (choice, value) in enumerate(dots):
        has = rows[choice] == value
        ax.plot(rows.index, [y] * len(rows), ".", color="0.85", markersize=4)
        ax.plot(rows.index[has], [y] * int(has.sum()), ".", color="0.15", markersize=5)
    labels = [f"{choice}: {value}" for choice, value in dots] if with_labels else []
    ax.set_yticks(range(len(dots)) if with_labels else [], labels, fontsize="x-small")
    ax.set_ylim(len(dots) - 0.5, -0.5)
    ax.set_xlim(-0.7, len(rows) - 0.3)
    ax.set_xticks([])
    for side in ax.spines.values():
        side.set_visible(False)
    ax.tick_params(length=0)
