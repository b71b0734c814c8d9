"""Speed of the engines and of other packages, and where the time of the methods goes."""

from collections.abc import Mapping
from typing import Literal

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

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
PART_COLOURS = ("#0072B2", "#56B4E9", "#009E73", "#F0E442", "#E69F00", "#D55E00", "#CC79A7")
REST_COLOUR = "0.75"
BACKWARD = "forward+backward"
LINES: dict[str, Literal["solid", "dashed"]] = {BACKWARD: "solid", "forward": "dashed"}
LEAST_SHARE = 0.03  # smaller parts are drawn as one


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
    figure = style.new(style.DOUBLE, 2.9 if split is None else 4.7)
    grid = figure.add_gridspec(
        1 if split is None else 2, 1, height_ratios=[2.6, 1.5][: 1 + (split is not None)]
    )
    top = grid[0].subgridspec(1, len(shown)).subplots(sharey=True, squeeze=False)[0]
    for ax, key in zip(top, shown, strict=True):
        _speed(ax, speed, key)
    top[0].set_ylabel("cell-days per second")
    axes = [*top]
    if split is not None:
        axes += list(grid[1].subgridspec(1, split["what"].nunique()).subplots(squeeze=False)[0])
        for ax, (what, rows) in zip(
            axes[len(shown) :], split.groupby("what", sort=False), strict=True
        ):
            _parts(ax, rows, str(what))
    style.letters(axes)
    figure.legend(handles=_legend(speed), loc="outside upper center", ncols=6)
    return figure


def _of(speed: pd.DataFrame, key: tuple[str, int]) -> pd.DataFrame:
    return speed[(speed["model"] == key[0]) & (speed["substeps"] == key[1])]


def _speed(ax: Axes, speed: pd.DataFrame, key: tuple[str, int]) -> None:
    own = _of(speed, key)
    own = own[own["engine"].isin(["torch", "fused"])]
    for (engine, threads, direction), line in own.groupby(["engine", "threads", "direction"]):
        line = line.sort_values("cells")
        colour = _colour(engine, threads)
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
    ax.set_xlabel("cells")
    ax.set_title(PANELS[key])
    ax.grid(visible=True)


def _colour(engine: str, threads: int) -> str:
    if engine == "torch":
        return EAGER
    return ONE_THREAD if threads == 1 else MANY_THREADS


def _reach(line: pd.DataFrame) -> list[pd.Series]:
    """From the middle down to the slowest and up to the fastest repetition."""
    days = line["cells"] * line["days"]
    middle = line["cell_days_per_second"]
    low, high = days / line["seconds_max"], days / line["seconds_min"]
    return [(middle - low).clip(lower=0), (high - middle).clip(lower=0)]


def _parts(ax: Axes, rows: pd.DataFrame, what: str) -> None:
    """A bar for each number of cells, cut into parts; a run or a step of the method."""
    per_run = "microseconds_a_run" in rows and rows["microseconds_a_run"].notna().any()
    rows = rows[rows["part"].ne("whole") & rows["share"].notna()]
    value = rows["microseconds_a_run"] if per_run else 1e3 * rows["seconds_median"]
    table = rows.assign(value=value).pivot_table(
        index="cells", columns="part", values="value", sort=False
    )
    small = table.div(table.sum(axis=1), axis=0).max() < LEAST_SHARE
    table = (
        table.assign(**{"other parts": table.loc[:, small].sum(axis=1)}) if small.any() else table
    )
    table = table.loc[:, ~small.reindex(table.columns, fill_value=False)]
    left = table.iloc[:, 0] * 0.0
    names = [f"{cells:,}" for cells in table.index]
    for place, part in enumerate(table.columns):
        colour = REST_COLOUR if part == "other parts" else PART_COLOURS[place % len(PART_COLOURS)]
        ax.barh(names, table[part], left=left.to_numpy(), color=colour, label=part, height=0.6)
        left = left + table[part].fillna(0.0)
    ax.set_xlabel("microseconds a model run of a cell" if per_run else "milliseconds a step")
    ax.set_ylabel("cells at once")
    ax.tick_params(axis="y", length=0)
    ax.set_title(what)
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.35), ncols=2)


def _legend(speed: pd.DataFrame) -> list[Line2D | Patch]:
    known = speed[speed["engine"].isin(["torch", "fused"])]
    pairs = sorted(set(zip(known["engine"], known["threads"], strict=True)), reverse=True)
    handles: list[Line2D | Patch] = []
    for engine, threads in pairs:
        name = (
            "eager torch"
            if engine == "torch"
            else f"fused, {int(threads)} thread" + "s" * int(threads > 1)
        )
        handles.append(Line2D([], [], color=_colour(engine, threads), label=name))
    handles.append(
        Line2D([], [], color="0.3", marker="o", markersize=3, label="forward and backward")
    )
    handles.append(Line2D([], [], color="0.3", linestyle=LINES["forward"], label="forward"))
    return handles
