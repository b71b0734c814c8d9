"""Cost and skill of fPL against the number of training cells."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from fpl.errors import DataError
from fpl.figures import style
from fpl.figures.cost import SEARCHES

CONTINENT = 77_184  # cells that costs are extrapolated to: 1/8 degree, as the paper's grid
LIMITS = {"threshold": "0.05", "0.04": "0.04"}  # name in the table: RMSE, m3 m-3
COLOURS = {"threshold": "#0072B2", "0.04": "#56B4E9"}
GROUPS = {
    "trained": ("#2F1163", "o", "cells of the sample itself"),
    "trained_in_all": ("#0072B2", "s", "cells trained in every sample"),
    "all": ("0.45", "D", "all cells"),
    "never_trained": ("#D55E00", "^", "cells trained in no sample but the largest"),
}
METRICS = {"rmse": "test RMSE (m$^3$ m$^{-3}$)", "r": "test correlation R (-)"}


def plot(scaling: pd.DataFrame) -> Figure:
    """Draw tables/scaling.csv: medians with 95 % intervals. Filled markers are nested random
    samples, empty ones lattices; lines are the fits whose exponents stand in the legends."""
    learned = scaling[scaling["method"] == "fpl"]
    if learned.empty:
        raise DataError("Scaling: expected rows of fpl, got none.")
    figure = style.new(style.DOUBLE, 6.0)
    axes = figure.subplots(2, 2)
    _costs(axes[0, 0], learned, "runs", far=False)
    axes[0, 0].set_ylabel("fPL: model runs per cell until RMSE (-)")
    _costs(axes[0, 1], learned, "core_seconds", far=True)
    _searches(axes[0, 1], scaling)
    axes[0, 1].set_ylabel("compute time of all cells until RMSE (core s)")
    for ax in axes[0]:
        ax.set_yscale("log")
        ax.legend(fontsize="x-small")
    for ax, (metric, label) in zip(axes[1], METRICS.items(), strict=True):
        _skill(ax, learned[learned["statistic"] == metric])
        ax.set_ylabel(label)
    for ax in axes.flat:
        ax.set_xscale("log")
        ax.set_xlabel("training cells")
        ax.grid(visible=True)
    axes[1, 0].legend(fontsize="x-small")
    sizes = sorted({int(n) for n in learned["training_cells"].dropna()})
    for ax in (axes[0, 0], *axes[1]):
        ax.set_xticks(_apart(sizes), [str(n) for n in _apart(sizes)])
        ax.xaxis.set_minor_locator(NullLocator())
    style.letters(axes.flat)
    text = "fPL against the number of training cells; medians, 95 % intervals"
    style.title(figure, text, scaling["dataset"].iloc[0])
    return figure


def _costs(ax: Axes, learned: pd.DataFrame, cost: str, far: bool) -> None:
    for name, limit in LIMITS.items():
        colour = COLOURS[name]
        rows = learned[learned["statistic"] == f"{cost}_to_{name}"].dropna(
            subset=["value", "training_cells"]
        )
        for random in (True, False):
            kept = rows[rows["sample"].str.startswith("random") == random]
            _bars(ax, kept, colour, "o" if random else "s", filled=random)
        slope = _only(learned, f"slope_{cost}_to_{name}")
        end = _only(learned, f"{cost}_to_{name}_at_{CONTINENT}")
        if slope is None or end is None or rows.empty:
            continue
        x = np.array([rows["training_cells"].min(), rows["training_cells"].max()])
        x = np.append(x, CONTINENT) if far else x
        line = end["value"] * (x / CONTINENT) ** slope["value"]
        text = f"fPL, RMSE {limit}: exponent {_interval(slope)}"
        ax.plot(x[:2], line[:2], color=colour, label=text)
        if far:
            ax.plot(x[1:], line[1:], color=colour, linestyle="dashed", linewidth=0.8)
            _bars(ax, end.to_frame().T.assign(training_cells=CONTINENT), colour, "*", filled=True)


def _searches(ax: Axes, scaling: pd.DataFrame) -> None:
    """SCE-UA until the first threshold, and in proportion from there on."""
    for method, look in SEARCHES.items():
        rows = scaling[
            (scaling["method"] == method) & (scaling["statistic"] == "core_seconds_to_threshold")
        ].dropna(subset=["value", "training_cells"])
        if rows.empty:
            continue
        rows = rows.sort_values("training_cells")
        seconds = rows["value"].iloc[-1] / rows["training_cells"].iloc[-1]
        x = np.array([rows["training_cells"].iloc[0], CONTINENT])
        style_: dict[str, Any] = {"color": look["color"], "linestyle": look["linestyle"]}
        ax.plot(x, seconds * x, linewidth=0.9, label=f"{look['label']}, RMSE 0.05", **style_)
        ax.plot(rows["training_cells"], rows["value"], "v", color=look["color"], markersize=4)


def _skill(ax: Axes, rows: pd.DataFrame) -> None:
    for group, (colour, marker, text) in GROUPS.items():
        here = rows[(rows["cells"] == group)].dropna(subset=["value", "training_cells"])
        random = here[here["sample"].str.startswith("random") | (here["sample"] == _densest(here))]
        random = random.sort_values("training_cells")
        if random.empty:
            continue
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


def _densest(rows: pd.DataFrame) -> str:
    return str(rows.loc[rows["training_cells"].idxmax(), "sample"]) if len(rows) else ""


def _bars(ax: Axes, rows: pd.DataFrame, colour: str, marker: str, filled: bool) -> None:
    value, low, high = (rows[name].astype(float) for name in ("value", "low", "high"))
    errors = [(value - low).clip(lower=0).fillna(0), (high - value).clip(lower=0).fillna(0)]
    ax.errorbar(
        rows["training_cells"].astype(float), value, yerr=errors, linestyle="none", marker=marker,
        markersize=7 if marker == "*" else 4, color=colour, elinewidth=0.7,
        markerfacecolor=colour if filled else "white",
    )  # fmt: skip


def _only(rows: pd.DataFrame, statistic: str) -> pd.Series | None:
    """The row of the random series, if it has a value."""
    found = rows[(rows["sample"] == "random") & (rows["statistic"] == statistic)]
    found = found.dropna(subset=["value"])
    return found.iloc[0] if len(found) else None


def _interval(row: pd.Series) -> str:
    return f"{row['value']:.2f} ({row['low']:.2f} to {row['high']:.2f})"
