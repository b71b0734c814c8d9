"""Cost and skill of fPL against the number of training places."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from fpl.errors import DataError
from fpl.figures import style
from fpl.figures.cost import SEARCHES, label_of
from fpl.figures.marks import intervals
from fpl.terms import Study

GROUPS = {  # colour, marker, what they are
    "trained": ("#2F1163", "o", "{place}s of the sample itself"),
    "trained_in_all": (style.BLUE, "s", "{place}s trained in every sample"),
    "all": ("0.45", "D", "all {place}s"),
    "never_trained": (style.ORANGE, "^", "{place}s trained in no sample but the largest"),
}


def plot(tables: Mapping[str, pd.DataFrame], study: Study, settings: Mapping[str, Any]) -> Figure:
    """Draw ``scaling``: medians with 95 % intervals. Filled markers are nested random samples,
    empty ones lattices; lines are the fits whose exponents stand in the legends."""
    scaling = tables["scaling"]
    learned = scaling[scaling["method"] == "fpl"]
    if learned.empty:
        raise DataError("Scaling: expected rows of fpl, got none.")
    name, places = style.objective_name(study), f"{study.place}s"
    far = _far(learned)
    figure = style.new(style.DOUBLE, 6.0)
    axes = figure.subplots(2, 2)
    _costs(axes[0, 0], learned, "runs", study)
    axes[0, 0].set_ylabel(f"fPL: model runs per {study.place} until {name} (-)")
    _costs(axes[0, 1], learned, "core_seconds", study, far)
    if far:
        _searches(axes[0, 1], scaling, study, far)
    axes[0, 1].set_ylabel(f"compute time of all {places} until {name} (core s)")
    for ax in axes[0]:
        ax.set_yscale("log")
        ax.legend(fontsize="x-small")
    for ax, metric in zip(axes[1], (study.objective, "r"), strict=True):
        _skill(ax, learned[learned["statistic"] == metric], study)
        ax.set_ylabel(style.axis(study, metric, "test"))
    for ax in axes.flat:
        ax.set_xscale("log")
        ax.set_xlabel(f"training {places}")
        ax.grid(visible=True)
    axes[1, 0].legend(fontsize="x-small")
    sizes = _apart(sorted({int(n) for n in learned["training_cells"].dropna()}))
    for ax in (axes[0, 0], *axes[1]):
        ax.set_xticks(sizes, [str(n) for n in sizes])
        ax.xaxis.set_minor_locator(NullLocator())
    style.letters(axes.flat)
    text = f"fPL against the number of training {places}; medians, 95 % intervals"
    style.title(figure, study, text)
    return figure


def limits(study: Study) -> dict[str, str]:
    """Thresholds as the table names them, and their values in words: the first is ``threshold``."""
    names = ["threshold", *(f"{value:g}" for value in study.thresholds[1:])]
    return {n: f"{value:g}" for n, value in zip(names, study.thresholds, strict=True)}


def _far(learned: pd.DataFrame) -> int:
    """The number of places that costs are extrapolated to, as statistics are named; 0: none."""
    known = learned["statistic"].str.extract(r"^core_seconds_to_threshold_at_(\d+)$")[0].dropna()
    return int(known.iloc[0]) if len(known) else 0


def _costs(ax: Axes, learned: pd.DataFrame, cost: str, study: Study, far: int = 0) -> None:
    """Cost until each threshold, and its fit; to ``far`` places if there are so many."""
    count = _far(learned)
    for (name, limit), colour in zip(limits(study).items(), (style.BLUE, style.SKY), strict=False):
        rows = learned[learned["statistic"] == f"{cost}_to_{name}"]
        rows = rows.dropna(subset=["value", "training_cells"])
        for random in (True, False):
            kept = rows[rows["sample"].str.startswith("random") == random]
            _bars(ax, kept, colour, "o" if random else "s", filled=random)
        slope = _only(learned, f"slope_{cost}_to_{name}")
        end = _only(learned, f"{cost}_to_{name}_at_{count}")
        if slope is None or end is None or rows.empty:
            continue
        x = np.array([rows["training_cells"].min(), rows["training_cells"].max()])
        x = np.append(x, far) if far else x
        line = end["value"] * (x / count) ** slope["value"]
        text = f"fPL, {style.objective_name(study)} {limit}: exponent {_interval(slope)}"
        ax.plot(x[:2], line[:2], color=colour, label=text)
        if far:
            ax.plot(x[1:], line[1:], color=colour, linestyle="dashed", linewidth=0.8)
            _bars(ax, end.to_frame().T.assign(training_cells=far), colour, "*", filled=True)


def _searches(ax: Axes, scaling: pd.DataFrame, study: Study, far: int) -> None:
    """SCE-UA until the first threshold, and in proportion from there on."""
    for method, look in SEARCHES.items():
        rows = scaling[
            (scaling["method"] == method) & (scaling["statistic"] == "core_seconds_to_threshold")
        ].dropna(subset=["value", "training_cells"])
        if rows.empty:
            continue
        rows = rows.sort_values("training_cells")
        seconds = rows["value"].iloc[-1] / rows["training_cells"].iloc[-1]
        x = np.array([rows["training_cells"].iloc[0], far])
        text = f"{label_of(method)}, {style.objective_name(study)} {study.thresholds[0]:g}"
        ax.plot(x, seconds * x, linewidth=0.9, label=text, **look)
        ax.plot(rows["training_cells"], rows["value"], "v", color=look["color"], markersize=4)


def _skill(ax: Axes, rows: pd.DataFrame, study: Study) -> None:
    for group, (colour, marker, words) in GROUPS.items():
        here = rows[(rows["cells"] == group)].dropna(subset=["value", "training_cells"])
        random = here[here["sample"].str.startswith("random") | (here["sample"] == _largest(here))]
        random = random.sort_values("training_cells")
        if random.empty:
            continue
        text = words.format(place=study.place)
        ax.plot(random["training_cells"], random["value"], color=colour, label=text)
        _bars(ax, random, colour, marker, filled=True)
        if group == "all":
            lattices = here[~here["sample"].isin(random["sample"])]
            _bars(ax, lattices, colour, marker, filled=False)


def _apart(sizes: list[int]) -> list[int]:
    """Sizes that leave room for their labels on a logarithmic axis, the largest first."""
    kept: list[int] = []
    for size in reversed(sizes):
        if not kept or size < kept[-1] / 1.4:
            kept.append(size)
    return kept


def _largest(rows: pd.DataFrame) -> str:
    return str(rows.loc[rows["training_cells"].idxmax(), "sample"]) if len(rows) else ""


def _bars(ax: Axes, rows: pd.DataFrame, colour: str, marker: str, filled: bool) -> None:
    intervals(
        ax, rows["training_cells"].astype(float), rows, color=colour, marker=marker,
        markersize=7 if marker == "*" else 4, elinewidth=0.7,
        markerfacecolor=colour if filled else "white",
    )  # fmt: skip


def _only(rows: pd.DataFrame, statistic: str) -> pd.Series | None:
    """The row of the random series, if it has a value."""
    found = rows[(rows["sample"] == "random") & (rows["statistic"] == statistic)]
    found = found.dropna(subset=["value"])
    return found.iloc[0] if len(found) else None


def _interval(row: pd.Series) -> str:
    return f"{row['value']:.2f} ({row['low']:.2f} to {row['high']:.2f})"
