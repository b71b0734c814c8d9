"""Where a difference between parameter learning and SCE-UA comes from, one choice at a time."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator, NullLocator

from fpl.errors import DataError
from fpl.figures import style
from fpl.figures.marks import in_powers, present, rows_on_axis
from fpl.terms import METHODS, Study

PERIODS = {  # colour, marker, what it is called
    "training": (style.YELLOW, "s", "training period"),
    "test": (style.BLUE, "o", "test period"),
    "": (style.GREEN, "D", "test − training period"),
}
RIVALS = ("lockstep", "sceua", "gradient")
LEVELS = ("fpl", "lockstep", "sceua")


class Difference(NamedTuple):
    """A row of panel a: its group, what it is called, and its rows of the table, by period."""

    group: str
    name: str
    rows: pd.DataFrame


def plot(tables: Mapping[str, pd.DataFrame], study: Study, settings: Mapping[str, Any]) -> Figure:
    """Draw ``fairness``: differences of methods (a) and, on another scale, of models (c); levels of
    all models (b); budgets (d). ``settings``: headline, models."""
    rows = tables["fairness"].fillna({"against": "", "period": ""})
    names = {name: short(name, **settings) for name in rows["model"].unique()}
    shown = list(_differences(rows, study.objective, names))
    if not shown:
        raise DataError(
            f"fairness: expected differences of {study.objective} in tables/fairness.csv, got "
            "none; make the table again with snakemake"
        )
    choices = [one for one in shown if one.group == "models"]
    others = [one for one in shown if one.group != "models"]
    heights = [max(len(others), 8), max(len(choices), 5)]
    figure = style.new(style.DOUBLE, 1.3 + 0.17 * sum(heights))
    grid = figure.subplot_mosaic(
        [["a", "b"], ["c", "d"]], width_ratios=[1.0, 1.1], height_ratios=heights
    )
    _draw_differences(grid["a"], others, study)
    _draw_levels(grid["b"], rows, study, names)
    _draw_differences(grid["c"], choices, study)
    _legend(figure, present(rows["method"], LEVELS))
    _draw_budgets(grid["d"], rows, study)
    style.letters(grid.values())
    style.title(figure, study, "Where differences come from")
    return figure


def _differences(rows: pd.DataFrame, metric: str, names: Mapping[str, str]) -> Iterator[Difference]:
    """Every paired difference: of methods, of the surrogate's route, of models, in time."""
    paired = rows[(rows["statistic"] == metric) & (rows["against"] != "")]
    keys = ["model", "method", "against"]
    for (model, method, against), part in paired.groupby(keys, sort=False):
        if against in RIVALS:
            name = f"{_brief(method)} − {_brief(against)}, {names[model]}"
            yield Difference("methods", name, part)
    through = paired[paired["method"] == "fpl_surrogate"]
    if len(through):
        yield Difference("surrogate", "fPL through surrogate − direct", through)
    gap = rows[rows["statistic"] == f"{metric}_true_minus_told"]
    if len(gap):
        yield Difference("surrogate", "scored by model − by surrogate", gap)
    models = paired[paired["against"].isin(list(names))]
    for (model, method, against), part in models.groupby(keys, sort=False):
        name = f"{names[model]} − {names[against]}, {_brief(method)}"
        yield Difference("models", name, part)
    worse = rows[
        (rows["statistic"] == f"{metric}_degradation")
        & (rows["method"] == "fpl")
        & (rows["against"] == "lockstep")
    ]
    for model, part in worse.groupby("model", sort=False):
        name = f"{_brief('fpl')} − {_brief('lockstep')}, {names[model]}"
        yield Difference("time", name, part)


def _brief(method: str) -> str:
    """A method's label up to its first comma; of a variant of fPL, what makes it one."""
    first, _, rest = METHODS[method].label.partition(", ")
    return rest if rest and first == METHODS["fpl"].label else first


def short(model: str, headline: str, models: Mapping[str, Mapping[str, Any]]) -> str:
    """A model by its calibrated set, the operator if it is a*y + b, and the switches in which it
    differs from the headline model."""
    if model not in models:
        return model
    own, main = models[model], models.get(headline, {})
    words = [str(own["calibrated"])] + ["a·y+b"] * (own.get("observation") == "rescaled")
    for name, value in own.items():
        if isinstance(value, bool) and value != main.get(name, value):
            words.append(name if value else f"no {name}")
    return f"[{', '.join(words)}]"


def _draw_differences(ax: Axes, shown: list[Difference], study: Study) -> None:
    if not shown:
        ax.text(0.5, 0.5, "no two models differ in one choice", ha="center", transform=ax.transAxes)
        ax.set_axis_off()
        return
    values = pd.concat([one.rows["value"] for one in shown])
    scale, unit = in_powers(values, study.metric.unit_of(study.target))
    for place, one in enumerate(shown):
        if place and one.group != shown[place - 1].group:
            ax.axhline(place - 0.5, color="0.6", linewidth=0.4)
        for _, row in one.rows.iterrows():
            colour, marker, _ = PERIODS[row["period"]]
            here = place + {"training": 0.16, "test": -0.16, "": 0.0}[row["period"]]
            ax.plot([scale * row["low"], scale * row["high"]], [here, here], color=colour)
            ax.plot(scale * row["value"], here, marker, color=colour, markersize=3)
    ax.axvline(0.0, color="0.4", linewidth=0.6)
    rows_on_axis(ax, [one.name for one in shown])
    ax.set_xlabel(f"difference of {study.metric.label} ({unit})")


def _legend(figure: Figure, methods: list[str]) -> None:
    """What colours mean, below all panels: periods on the left, methods on the right."""
    for_all = [
        Line2D([], [], linestyle="", marker=marker, color=colour, markersize=3, label=name)
        for colour, marker, name in PERIODS.values()
    ]
    figure.legend(handles=for_all, loc="outside lower left", ncols=3, columnspacing=1.0)
    of_levels = [
        Line2D([], [], linestyle="", marker="o", color=METHODS[method].colour, markersize=3,
               label=f"{METHODS[method].label} (b)")
        for method in methods
    ]  # fmt: skip
    figure.legend(handles=of_levels, loc="outside lower right", ncols=3, columnspacing=1.0)


def _draw_levels(ax: Axes, table: pd.DataFrame, study: Study, names: Mapping[str, str]) -> None:
    """Test and training errors of each model, medians with intervals."""
    levels = table[
        (table["statistic"] == study.objective)
        & (table["against"] == "")
        & table["method"].isin(LEVELS)
    ]
    models = list(dict.fromkeys(levels["model"]))
    for (model, method, period), rows in levels.groupby(["model", "method", "period"]):
        row = rows.iloc[0]
        place = models.index(model) + 0.2 * (LEVELS.index(method) - 1)
        colour = METHODS[method].colour
        face = colour if period == "test" else "white"
        ax.plot([place, place], [row["low"], row["high"]], color=colour, linewidth=0.8)
        ax.plot(place, row["value"], "o", color=colour, markerfacecolor=face, markersize=3)
    words = [names[model].strip("[]") for model in models]
    ax.set_xticks(range(len(models)), words, rotation=50, ha="right", rotation_mode="anchor")
    ax.set_xlabel("calibrated set, operator")
    ax.set_ylabel(style.axis(study, study.objective))
    ax.margins(x=0.1)
    ax.grid(visible=True, axis="y")


def _draw_budgets(ax: Axes, table: pd.DataFrame, study: Study) -> None:
    """Errors of SCE-UA after so many runs; fPL's level as lines."""
    path = table[table["statistic"] == f"{study.objective}_so_far"]
    for period, rows in path.groupby("period"):
        colour, marker, _ = PERIODS[str(period)]
        rows = rows.sort_values("runs")
        ax.plot(rows["runs"], rows["value"], marker + "-", color=colour, markersize=3)
        ax.fill_between(rows["runs"], rows["low"], rows["high"], color=colour, alpha=0.2, lw=0)
        own = table[
            table["model"].isin(rows["model"])
            & (table["method"] == "fpl")
            & (table["against"] == "")
            & (table["statistic"] == study.objective)
            & (table["period"] == period)
        ]
        for value in own["value"]:
            ax.axhline(value, color=colour, linestyle="--", linewidth=0.8)
    ax.plot([], [], "-", color="0.3", label=f"{METHODS['lockstep'].label}, so far")
    ax.plot([], [], "--", color="0.3", label="fPL, end")
    ax.set_xscale("log")
    runs = sorted(path["runs"].astype(int).unique())
    shown = [run for run in runs if run == runs[-1] or run < runs[-1] / 2]
    ax.set_xticks(shown, [f"{run:,}" for run in shown])
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xlabel(f"model runs per {study.place} of SCE-UA")
    ax.set_ylabel(style.objective(study))
    ax.yaxis.set_major_locator(MaxNLocator(5))
    ax.grid(visible=True, axis="y")
    ax.legend(loc="best")
