"""Speed of the engines and of other packages, and where the time of the methods goes."""

from collections.abc import Mapping
from typing import Literal

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import NullFormatter

from fpl.errors import DataError
from fpl.figures import style

PANELS = {
    ("vic", 1): "VIC, 1 runoff sub-step a day",
    ("vic", 24): "VIC, 24 runoff sub-steps a day",
    ("snow_bucket", 1): "snow and bucket, HBV's size",
}
PEERS = {("vic", 1): ("jfuse", "jfuse VIC"), ("snow_bucket", 1): ("hydrodl2", "hydrodl2 HBV")}
# Okabe and Ito (2008)
EAGER, ONE_THREAD, MANY_THREADS = "#999999", "#56B4E9", "#0072B2"
PEER_COLOUR = "#D55E00"
BAR, BAR_COLOURS = 0.7, ("#009E73", "#E69F00")  # height of a part's bars
BACKWARD = "forward+backward"
LINES: dict[str, Literal["solid", "dashed"]] = {BACKWARD: "solid", "forward": "dashed"}


def plot(tables: Mapping[str, pd.DataFrame]) -> Figure:
    """Draw ``speed`` and, if it is there, ``split`` of the tables of ``make bench``.

    Above: cell-days a second against number of cells; dots are medians, bars reach from the least
    to the greatest. Below: seconds by part.
    """
    speed = tables["speed"]
    speed = speed[(speed["what"] == "speed") & speed["cell_days_per_second"].notna()]
    shown = [key for key in PANELS if len(_of(speed, key))]
    if not shown:
        raise DataError("Benchmarks: expected rows of VIC or snow_bucket in speed.csv, got none.")
    split = tables.get("split")
    figure = style.new(style.DOUBLE, 3.0 if split is None else 5.0)
    rows = 1 if split is None else 2
    halves = figure.subfigures(rows, 1, squeeze=False, height_ratios=[3, 2][:rows])[:, 0]
    axes = list(halves[0].subplots(1, len(shown), sharey=True, squeeze=False)[0])
    for ax, key in zip(axes, shown, strict=True):
        _speed(ax, speed, key)
    axes[0].set_ylabel("cell-days per second")
    halves[0].legend(handles=_legend(speed), loc="outside upper center", ncols=6)
    if split is not None:
        methods = list(split.groupby("what", sort=False))
        for ax, (what, parts) in zip(
            halves[1].subplots(1, len(methods), squeeze=False)[0], methods, strict=True
        ):
            _parts(ax, parts, str(what))
            axes.append(ax)
    style.letters(axes)
    return figure


def _of(speed: pd.DataFrame, key: tuple[str, int]) -> pd.DataFrame:
    return speed[(speed["model"] == key[0]) & (speed["substeps"] == key[1])]


def _speed(ax: Axes, speed: pd.DataFrame, key: tuple[str, int]) -> None:
    own = _of(speed, key)
    own = own[own["engine"].isin(["torch", "fused"])]
    for (colour, direction), line in own.groupby([own.apply(_colour, axis=1), "direction"]):
        line = line.sort_values("cells")
        ax.errorbar(
            line["cells"], line["cell_days_per_second"], yerr=_reach(line), color=colour,
            linestyle=LINES[direction], marker="o" if direction == BACKWARD else None,
            markersize=3, elinewidth=0.8,
        )  # fmt: skip
    if key in PEERS:
        engine, name = PEERS[key]
        peers = speed[(speed["engine"] == engine) & (speed["direction"] == BACKWARD)]
        best = peers.sort_values("cell_days_per_second").tail(1)
        if len(best):
            at = (best["cells"].iloc[0], best["cell_days_per_second"].iloc[0])
            ax.errorbar(*at, yerr=_reach(best), color=PEER_COLOUR, marker="D", markersize=4)
            ax.annotate(
                name, at, xytext=(6, -3), textcoords="offset points", fontsize=6, color=PEER_COLOUR
            )
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.set_xlabel("cells")
    ax.set_title(PANELS[key])
    ax.grid(visible=True)


def _colour(row: pd.Series) -> str:
    """That of its line: eager torch is one, with the threads that serve it best at each size."""
    if row["engine"] == "torch":
        return EAGER
    return ONE_THREAD if row["threads"] == 1 else MANY_THREADS


def _reach(line: pd.DataFrame) -> list[pd.Series]:
    """From the middle down to the slowest and up to the fastest repetition."""
    days = line["cells"] * line["days"]
    middle = line["cell_days_per_second"]
    low, high = days / line["seconds_max"], days / line["seconds_min"]
    return [(middle - low).clip(lower=0), (high - middle).clip(lower=0)]


def _parts(ax: Axes, rows: pd.DataFrame, what: str) -> None:
    """A bar for each part, the longest first; several numbers of cells side by side."""
    per_run = "microseconds_a_run" in rows and rows["microseconds_a_run"].notna().any()
    rows = rows[rows["part"].ne("whole") & rows["share"].notna()]
    value = rows["microseconds_a_run"] if per_run else 1e3 * rows["seconds_median"]
    table = rows.assign(value=value).pivot(index="part", columns="cells", values="value")
    table = table.sort_values(list(table.columns), na_position="first")
    height = BAR / len(table.columns)
    names = ["1 cell alone" if n == 1 else f"{n} cells together" for n in table.columns]
    for place, (cells, name) in enumerate(zip(table.columns, names, strict=True)):
        at = [row + (place - (len(names) - 1) / 2) * height for row in range(len(table))]
        ax.barh(at, table[cells], height=height, color=BAR_COLOURS[place % 2], label=name)
    ax.set_yticks(range(len(table)), [str(part) for part in table.index])
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel("microseconds for each run of a cell" if per_run else "milliseconds a step")
    ax.set_title(what if len(names) > 1 else f"{what}, {names[0]}")
    ax.grid(visible=True, axis="x")
    if len(names) > 1:
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.25), ncols=2)


def _legend(speed: pd.DataFrame) -> list[Line2D]:
    many = int(speed.loc[speed["engine"] == "fused", "threads"].max())
    names = {EAGER: "eager torch", ONE_THREAD: "fused, 1 thread"}
    if many > 1:
        names[MANY_THREADS] = f"fused, {many} threads"
    handles = [Line2D([], [], color=colour, label=name) for colour, name in names.items()]
    dotted = Line2D([], [], color="0.3", marker="o", markersize=3, label="forward and backward")
    return [*handles, dotted, Line2D([], [], color="0.3", linestyle="dashed", label="forward")]
