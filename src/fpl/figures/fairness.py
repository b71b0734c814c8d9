"""Where a difference between parameter learning and SCE-UA comes from, one choice at a time."""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator, NullLocator

from fpl.errors import DataError
from fpl.figures import style

SCALE = 1e3  # differences are drawn in 1e-3 m3 m-3
LOOKS = {"training": ("#E69F00", "s"), "test": ("#0072B2", "o"), "": ("#009E73", "D")}
PERIODS = ("training year", "test year", "test − training year")
METHODS = {"fpl": "fPL", "lockstep": "SCE-UA", "gradient": "gradient"}
RIVALS = {"lockstep": "SCE-UA", "sceua": "SCE-UA (SPOTPY)", "gradient": "gradient"}
LEVELS = ("fpl", "lockstep", "sceua")


class Difference(NamedTuple):
    """A row of panel a: its group, what it is called, and its rows of the table, by period."""

    group: str
    name: str
    rows: pd.DataFrame


def plot(table: pd.DataFrame) -> Figure:
    """Draw tables/fairness.csv: differences of methods (a) and, on another scale, of models (c);
    levels of all models (b); budgets (d)."""
    told = table.fillna({"against": "", "period": ""})
    shown = list(_differences(told))
    if not shown:
        raise DataError(
            "fairness: expected differences of RMSE in tables/fairness.csv, got none; make the "
            "table again with snakemake"
        )
    choices = [one for one in shown if one.group == "models"]
    others = [one for one in shown if one.group != "models"]
    heights = [max(len(others), 8), max(len(choices), 5)]
    figure = style.new(style.DOUBLE, 1.3 + 0.17 * sum(heights))
    grid = figure.subplot_mosaic(
        [["a", "b"], ["c", "d"]], width_ratios=[1.25, 1.0], height_ratios=heights
    )
    _draw_differences(grid["a"], others)
    _draw_levels(grid["b"], told)
    _draw_differences(grid["c"], choices)
    _legend(figure)
    _draw_budgets(grid["d"], told)
    style.letters(grid.values())
    style.title(figure, "Where differences come from", table["dataset"].iloc[0])
    return figure


def _differences(told: pd.DataFrame) -> Iterator[Difference]:
    """Every paired difference of RMSE: of methods, of the surrogate's route, of models, in time."""
    paired = told[(told["statistic"] == "rmse") & (told["against"] != "")]
    keys = ["model", "method", "against"]
    for (model, method, against), rows in paired.groupby(keys, sort=False):
        if against in RIVALS:
            name = f"{METHODS[method]} − {RIVALS[against]}, {short(model)}"
            yield Difference("methods", name, rows)
    through = paired[paired["method"] == "fpl_surrogate"]
    if len(through):
        yield Difference("surrogate", "fPL through surrogate − direct", through)
    gap = told[told["statistic"] == "rmse_true_minus_told"]
    if len(gap):
        yield Difference("surrogate", "told by VIC − by surrogate", gap)
    models = paired[paired["against"].isin(set(told["model"]))]
    for (model, method, against), rows in models.groupby(keys, sort=False):
        name = f"{short(model)} − {short(against)}, {METHODS[method]}"
        yield Difference("models", name, rows)
    worse = told[
        (told["statistic"] == "rmse_degradation")
        & (told["method"] == "fpl")
        & (told["against"] == "lockstep")
    ]
    for model, rows in worse.groupby("model", sort=False):
        yield Difference("time", f"fPL − SCE-UA, {short(model)}", rows)


def short(model: str) -> str:
    """A model by the number of its calibrated parameters, and the operator if it is a*y + b."""
    known = {
        "vic_extended": "[8]",
        "vic_paper": "[5, a·y+b]",
        "vic_extended_rescaled": "[8, a·y+b]",
        "vic_paper_identity": "[5]",
        "vic5_extended": "[8, VIC 5]",
    }
    return known.get(model, model)


def _draw_differences(ax: Axes, shown: list[Difference]) -> None:
    if not shown:
        ax.text(0.5, 0.5, "no two models differ in one choice", ha="center", transform=ax.transAxes)
        ax.set_axis_off()
        return
    for place, one in enumerate(shown):
        if place and one.group != shown[place - 1].group:
            ax.axhline(place - 0.5, color="0.6", linewidth=0.4)
        for _, row in one.rows.iterrows():
            colour, marker = LOOKS[row["period"]]
            here = place + {"training": 0.16, "test": -0.16, "": 0.0}[row["period"]]
            ax.plot([SCALE * row["low"], SCALE * row["high"]], [here, here], color=colour)
            ax.plot(SCALE * row["value"], here, marker, color=colour, markersize=3)
    ax.axvline(0.0, color="0.4", linewidth=0.6)
    ax.set_yticks(range(len(shown)), [one.name for one in shown])
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=True, axis="x")
    ax.set_xlabel("difference of RMSE (10$^{-3}$ m$^3$ m$^{-3}$)")


def _legend(figure: Figure) -> None:
    """What colours mean, below all panels."""
    for_all = [
        Line2D([], [], linestyle="", marker=marker, color=colour, markersize=3, label=name)
        for (colour, marker), name in zip(LOOKS.values(), PERIODS, strict=True)
    ]
    figure.legend(handles=for_all, loc="outside lower left", ncols=3, columnspacing=1.0)


def _draw_levels(ax: Axes, told: pd.DataFrame) -> None:
    """Test and training RMSE of each model, medians with intervals."""
    levels = told[
        (told["statistic"] == "rmse") & (told["against"] == "") & told["method"].isin(LEVELS)
    ]
    models = list(dict.fromkeys(levels["model"]))
    for (model, method, period), rows in levels.groupby(["model", "method", "period"]):
        row = rows.iloc[0]
        place = models.index(model) + 0.2 * (LEVELS.index(method) - 1)
        colour = style.METHOD_COLOURS[method]
        face = colour if period == "test" else "white"
        ax.plot([place, place], [row["low"], row["high"]], color=colour, linewidth=0.8)
        ax.plot(place, row["value"], "o", color=colour, markerfacecolor=face, markersize=3)
    for method in LEVELS:
        if method in set(levels["method"]):
            colour = style.METHOD_COLOURS[method]
            ax.plot([], [], "o", color=colour, label=style.METHOD_NAMES[method], markersize=3)
    ax.set_xticks(range(len(models)), [short(model).strip("[]") for model in models])
    ax.set_xlabel("calibrated parameters, operator")
    ax.set_ylabel(style.METRIC_LABELS["rmse"])
    ax.margins(x=0.1)
    ax.grid(visible=True, axis="y")
    ax.legend(loc="lower right", ncols=3, columnspacing=0.8, handletextpad=0.2, borderaxespad=0.0)
    low, high = ax.get_ylim()
    ax.set_ylim(low - 0.18 * (high - low), high)


def _draw_budgets(ax: Axes, told: pd.DataFrame) -> None:
    """RMSE of SCE-UA after so many runs; fPL's level as lines."""
    path = told[told["statistic"] == "rmse_so_far"]
    for period, rows in path.groupby("period"):
        colour, marker = LOOKS[period]
        rows = rows.sort_values("runs")
        ax.plot(rows["runs"], rows["value"], marker + "-", color=colour, markersize=3)
        ax.fill_between(rows["runs"], rows["low"], rows["high"], color=colour, alpha=0.2, lw=0)
        own = told[
            told["model"].isin(rows["model"])
            & (told["method"] == "fpl")
            & (told["against"] == "")
            & (told["statistic"] == "rmse")
            & (told["period"] == period)
        ]
        for value in own["value"]:
            ax.axhline(value, color=colour, linestyle="--", linewidth=0.8)
    ax.plot([], [], "-", color="0.3", label="SCE-UA (lockstep), so far")
    ax.plot([], [], "--", color="0.3", label="fPL, end")
    ax.set_xscale("log")
    runs = sorted(path["runs"].astype(int).unique())
    ax.set_xticks(runs, [f"{run:,}" for run in runs])
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xlabel("model runs per cell of SCE-UA")
    ax.set_ylabel(style.METRIC_LABELS["rmse"])
    ax.yaxis.set_major_locator(MaxNLocator(5))
    ax.grid(visible=True, axis="y")
    ax.legend(loc="upper right")
