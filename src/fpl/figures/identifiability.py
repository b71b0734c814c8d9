"""What the target can tell of each parameter: three views of it, and what follows."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure

from fpl.errors import DataError
from fpl.figures import style
from fpl.figures.marks import intervals
from fpl.figures.style import BLUE, GREEN, ORANGE
from fpl.terms import Study

TARGET, ET = "total_index_target", "total_index_evapotranspiration"
ALONE, ALL = "standard_error_alone", "standard_error_all"
RECOVERY, RATIO = "recovery_rank_r", "et_per_target"
NEEDED = (TARGET, ET, ALONE, ALL, RECOVERY, RATIO)
NO_SET, QUARTILES = "none", ("q25", "q75")
GREY = "0.6"
UNKNOWN = 1.0 / np.sqrt(12.0)  # standard error of what is anywhere in its range
LEAST_RATIO = 0.1  # percent; what is less is drawn here


def plot(tables: Mapping[str, pd.DataFrame], study: Study, settings: Mapping[str, Any]) -> Figure:
    """Draw ``identifiability``, strongest on the target first. ``settings``: identifiability, whose
    ``limits`` are the dotted lines."""
    table, limits = tables["identifiability"], settings["identifiability"]["limits"]
    missing = set(NEEDED) - set(table["quantity"])
    if missing:
        raise DataError(
            f"Identifiability: expected rows of {', '.join(NEEDED)}, got none of "
            f"{', '.join(sorted(missing))}. Make tables/identifiability.csv again."
        )
    values = table.pivot(index="parameter", columns=["quantity", "statistic"], values="value")
    values = values.sort_values([(TARGET, "median"), (TARGET, "q75")])
    marks = table.drop_duplicates("parameter").set_index("parameter").loc[values.index]
    figure = style.new(style.DOUBLE, 1.1 + 0.16 * len(values))
    axes = figure.subplots(1, 5, sharey=True, width_ratios=[1.4, 1.2, 1.1, 1.15, 0.9])
    place = np.arange(len(values)) + 0.5  # as heatmap has its rows
    _indices(axes[0], place, values, limits["total_index"], study.target.label)
    _errors(axes[1], place, values, limits["standard_error"])
    _recovery(axes[2], place, values, limits["rank_correlation"])
    _ratios(axes[3], place, values, limits["et_percent"])
    _verdicts(axes[4], marks)
    axes[0].set_yticks(place, values.index)
    axes[0].set_ylim(-0.1, len(values) + 0.1)
    for ax in axes:
        ax.tick_params(axis="y", length=0)
    style.letters(axes)
    sampled = table.loc[table["quantity"] == TARGET, "n"].max()
    cells = table.loc[table["quantity"] == ALL, "n"].max()
    world = table.loc[table["quantity"] == RECOVERY, "basis"].iloc[0]
    counts = f"a and d: {study.places(int(sampled))}; b: {study.places(int(cells))}; c: {world}"
    style.title(figure, study, f"{table['model'].iloc[0]}, {counts}")
    return figure


def _indices(ax: Axes, place: np.ndarray, values: pd.DataFrame, limit: float, target: str) -> None:
    for quantity, colour, shift, label in (
        (TARGET, BLUE, 0.2, target),
        (ET, ORANGE, -0.2, "evapotranspiration"),
    ):
        ax.barh(place + shift, values[quantity]["median"], 0.38, color=colour, label=label)
        _dots(ax, place + shift, values[quantity], marker="", ecolor="0.2", elinewidth=0.5)
    _limit(ax, limit)
    ax.set_xlim(left=0)
    ax.set_xlabel("total Sobol' index (-)")
    ax.legend(loc="lower right")


def _errors(ax: Axes, place: np.ndarray, values: pd.DataFrame, limit: float) -> None:
    for quantity, colour, shift, label in (
        (ALONE, GREY, 0.15, "alone"),
        (ALL, BLUE, -0.15, "with all others"),
    ):
        _dots(ax, place + shift, values[quantity], color=colour, label=label)
    ax.axvline(UNKNOWN, color="black", linewidth=0.6)
    _limit(ax, limit)
    ax.set_xlim(0, 0.32)
    ax.set_xlabel("standard error\n(share of the range)")
    ax.legend(loc="lower left", frameon=True, framealpha=1.0, edgecolor="none", borderpad=0.2)


def _recovery(ax: Axes, place: np.ndarray, values: pd.DataFrame, limit: float) -> None:
    _dots(ax, place, values[RECOVERY], ("lowest", "highest"), color=BLUE)
    ax.axvline(0.0, color="black", linewidth=0.6)
    _limit(ax, limit)
    ax.set_xlim(-1.02, 1.02)
    ax.set_xlabel("rank correlation of\ntrue and learned (-)")


def _ratios(ax: Axes, place: np.ndarray, values: pd.DataFrame, limit: float) -> None:
    _dots(ax, place, values[RATIO].clip(lower=LEAST_RATIO), color=ORANGE)
    _limit(ax, limit)
    ax.set_xscale("log")
    ax.set_xlabel("evapotranspiration (%)\nmoved while the target\nmoves by its noise")


def _verdicts(ax: Axes, marks: pd.DataFrame) -> None:
    """A filled field where a parameter is in a set, or has a verdict."""
    named = sorted(marks["in_set"], key=lambda held: -held.count("+"))
    sets = [name for name in dict.fromkeys("+".join(named).split("+")) if name != NO_SET]
    columns = {name: [name in held.split("+") for held in marks["in_set"]] for name in sets}
    for name in ("constrained", "moves_et", "chosen"):
        columns[name.replace("_et", " ET")] = list(marks[name] == "yes")
    colours = [GREY] * len(sets) + [BLUE, ORANGE, GREEN]
    field = pd.DataFrame(columns, index=marks.index).astype(int) * np.arange(1, len(colours) + 1)
    sns.heatmap(
        field, ax=ax, cmap=ListedColormap(["0.95", *colours]), vmin=0, vmax=len(colours),
        cbar=False, linewidths=1.0, linecolor="white", yticklabels=False,
    )  # fmt: skip
    ax.set(xlabel="", ylabel="")


def _dots(
    ax: Axes,
    place: np.ndarray,
    values: pd.DataFrame,
    ends: tuple[str, str] = QUARTILES,
    **look: Any,
) -> None:
    """A dot at each median, with a line to both ends."""
    rows = values.rename(columns={"median": "value", ends[0]: "low", ends[1]: "high"})
    intervals(ax, place, rows, along="x", **{"markersize": 3, "elinewidth": 0.6} | look)


def _limit(ax: Axes, value: float) -> None:
    ax.axvline(value, color="black", linestyle=":", linewidth=0.9)
    ax.grid(visible=True, axis="x")
