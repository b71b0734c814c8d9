"""The surrogate's route: skill scored by both, the surrogate's error, and the bill."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from fpl.errors import DataError
from fpl.figures import style
from fpl.terms import METHODS, Study
from fpl.terms.target import unit_text

JUDGES: dict[str, dict[str, Any]] = {
    "surrogate": {"linestyle": "dashed", "marker": "o", "markerfacecolor": "white"},
    "model": {"linestyle": "solid", "marker": "o"},
}
JUDGE_NAMES = {"surrogate": "scored by the surrogate", "model": "scored by the model"}
ERRORS = {
    "target_error_held_out": ("Latin hypercube", style.PURPLE),
    "target_error_optimum": ("near fPL's estimates", style.BLUE),
}
PARTS = {
    "model_seconds": ("runs of the model", style.GREEN),
    "training_seconds": ("training the surrogate", style.YELLOW),
    "search_seconds": ("search, its runs included", style.SKY),
}
PERIOD = "test"


def plot(tables: Mapping[str, pd.DataFrame], study: Study, settings: Mapping[str, Any]) -> Figure:
    """Draw ``surrogate``: test error by surrogate and process model against rounds, with the direct
    route; the surrogate's error against the process model; processor seconds of each way."""
    surrogate = tables["surrogate"]
    table = surrogate[surrogate["period"] == PERIOD]
    route = table[table["route"] == "surrogate"]
    if route.empty:
        raise DataError(
            "Surrogate: expected test rows of route surrogate, got none. "
            "Make tables/surrogate.csv again."
        )
    direct = table[table["route"] == "direct"]
    figure = style.new(style.DOUBLE, 3.0)
    axes = figure.subplots(1, 3, width_ratios=[1.15, 1.0, 1.25])
    _skill(axes[0], route, direct, study)
    _error(axes[1], route[route["method"] == "fpl"], study)
    _bill(axes[2], route, direct)
    style.letters(axes)
    handles, _ = axes[0].get_legend_handles_labels()
    figure.legend(handles=handles, loc="outside lower center", ncols=3)
    first = table.iloc[0]
    text = (
        f"{first['model']} through an LSTM surrogate: {study.places(int(first['cells']))} "
        f"({first['sample']}), test period, medians over {study.place}s"
    )
    style.title(figure, study, text)
    return figure


def _skill(ax: Axes, route: pd.DataFrame, direct: pd.DataFrame, study: Study) -> None:
    for method in dict.fromkeys(route["method"]):
        colour = METHODS[method].colour
        for judge, look in JUDGES.items():
            rows = route[(route["method"] == method) & (route["judged_by"] == judge)]
            rows = rows.sort_values("round")
            label = f"{METHODS[method].label}, {JUDGE_NAMES[judge]}"
            ax.plot(
                rows["round"],
                rows[study.objective],
                color=colour,
                label=label,
                markersize=4,
                **look,
            )
    for row in direct.to_dict("records"):
        label = f"{METHODS[row['method']].label} on the model itself"
        colour = METHODS[row["method"]].colour
        ax.axhline(
            row[study.objective], color=colour, linestyle="dotted", linewidth=1.0, label=label
        )
    ax.set_ylabel(style.axis(study, study.objective, "test"))
    _rounds(ax)


def _error(ax: Axes, fpl: pd.DataFrame, study: Study) -> None:
    rows = fpl[fpl["judged_by"] == "model"].sort_values("round")
    for column, (label, colour) in ERRORS.items():
        ax.plot(rows["round"], rows[column], color=colour, marker="o", markersize=4, label=label)
    ax.set_ylabel(f"RMSE against the model ({unit_text(study.target.unit)})")
    _rounds(ax)
    ax.set_ylim(0.0, 1.45 * ax.get_ylim()[1])
    ax.legend(loc="upper right", title="parameter sets")


def _bill(ax: Axes, route: pd.DataFrame, direct: pd.DataFrame) -> None:
    rows = pd.concat([route[route["judged_by"] == "model"], direct], ignore_index=True)
    rows = rows.sort_values(["method", "round"], na_position="last").reset_index(drop=True)
    names = [
        f"{METHODS[row['method']].label}, "
        + ("direct" if pd.isna(row["round"]) else f"round {row['round']:.0f}")
        for row in rows.to_dict("records")
    ]
    left = pd.Series(0.0, index=rows.index)
    for column, (label, colour) in PARTS.items():
        seconds = rows[column].fillna(0.0)
        ax.barh(names, seconds, left=left, color=colour, label=label, height=0.7)
        left = left + seconds
    for place, total in enumerate(left):
        ax.annotate(
            f"{total:,.0f}",
            (total, place),
            xytext=(2, 0),
            textcoords="offset points",
            va="center",
            fontsize=6,
        )
    ax.margins(x=0.14)
    ax.set_ylim(len(rows) + 1.6, -0.6)  # room for the legend
    ax.set_xlabel("compute time until then (core s)")
    ax.legend(loc="lower right")


def _rounds(ax: Axes) -> None:
    ax.set_xlabel("rounds of refinement")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.grid(visible=True, axis="y")
