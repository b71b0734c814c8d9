"""What ensembles over seeds say of their own error, and how far their members differ."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.typing import LineStyleType

from fpl.figures import style
from fpl.figures.marks import intervals, present, shifts
from fpl.terms import METHODS, Study
from fpl.terms.target import unit_text

LEVELS = [50, 80, 90, 95]  # %
KINDS: dict[str, tuple[str, LineStyleType]] = {
    "range_and_residual": ("seeds and residuals", "-"),
    "range_and_gaussian": ("seeds and Gaussian residuals", ":"),
    "residual": ("residuals, one seed", "--"),
}
INTERVALS = {
    "of_range": "range of seeds",
    "90_residual": "residuals,\none seed, 90 %",
    "90_range_and_residual": "seeds and\nresiduals, 90 %",
}
FLUXES = {"evapotranspiration": "evapo-\ntranspiration", "runoff": "runoff"}


def plot(tables: Mapping[str, pd.DataFrame], study: Study, settings: Mapping[str, Any]) -> Figure:
    """Draw ``uncertainty``, test period, levels of each method: (a) coverage minus nominal
    coverage, (b) widths of intervals and what they hold, (c) spread of fluxes."""
    uncertainty = tables["uncertainty"]
    test = uncertainty[
        (uncertainty["period"] == "test") & (uncertainty["against"].fillna("") == "")
    ].dropna(subset="value")
    table = test.set_index(["method", "statistic"])
    methods = present(test["method"])
    figure = style.new(style.DOUBLE, 3.1)
    axes = figure.subplots(1, 3, width_ratios=(1.25, 1.25, 0.8))
    _reliability(axes[0], table, methods)
    _widths(axes[1], table, methods)
    axes[1].set_xlabel(f"mean width ({unit_text(study.target.unit)})")
    _fluxes(axes[2], table, methods)
    style.letters(axes)
    _legend(figure, methods)
    seeds = " and ".join(
        f"{test.loc[test['method'] == m, 'seeds'].iloc[0]} ({METHODS[m].label})" for m in methods
    )
    members = test["statistic"] == f"{study.objective}_member"
    places = study.places(int(test.loc[members, "n"].max()))
    text = f"What seeds know of their error: test period, {places}; seeds: {seeds}"
    style.title(figure, study, text)
    return figure


def _reliability(ax: Axes, table: pd.DataFrame, methods: list[str]) -> None:
    moved = shifts([f"{m}/{kind}" for m in methods for kind in KINDS])
    for method in methods:
        for kind, (_, line) in KINDS.items():
            keys = [(method, f"coverage_{level}_{kind}") for level in LEVELS]
            if not set(keys) <= set(table.index):
                continue
            rows = table.loc[keys]
            place = [i + 0.6 * moved[f"{method}/{kind}"] for i in range(len(LEVELS))]
            held = rows[["value", "low", "high"]].sub(LEVELS, axis=0)
            look = style.look(method) | {"linestyle": line, "markersize": 3, "linewidth": 0.8}
            intervals(ax, place, held, **look)
    ax.axhline(0, color="0.4", linewidth=0.6)
    ax.set_xticks(range(len(LEVELS)), [str(level) for level in LEVELS])
    ax.set_xlabel("interval should hold (% of days)")
    ax.set_ylabel("held minus nominal (percentage points)")
    ax.grid(visible=True, axis="y")


def _widths(ax: Axes, table: pd.DataFrame, methods: list[str]) -> None:
    for method, shift in shifts(methods).items():
        for place, name in enumerate(INTERVALS):
            if (method, f"width_{name}") not in table.index:
                continue
            keys = [(method, f"{what}_{name}") for what in ("width", "coverage")]
            width, held = table.loc[keys, "value"]
            ax.barh(place + shift, width, height=0.32, color=METHODS[method].colour)
            ax.text(width, place + shift, f" holds {held:.1f} %", va="center", fontsize=6)
    ax.set_yticks(range(len(INTERVALS)), list(INTERVALS.values()))
    ax.set_ylim(len(INTERVALS) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    ax.margins(x=0.35)
    ax.set_xlim(0, None)


def _fluxes(ax: Axes, table: pd.DataFrame, methods: list[str]) -> None:
    drawn = set(table.index.get_level_values("statistic"))
    names = [name for name in FLUXES if f"{name}_seed_spread" in drawn]
    for method, shift in shifts(methods).items():
        keys = [(method, f"{name}_seed_spread") for name in names]
        if not names or not set(keys) <= set(table.index):
            continue
        rows = table.loc[keys]
        at = [i + shift / 2 for i in range(len(names))]
        intervals(ax, at, rows, **style.look(method))
    if not names:
        ax.text(0.5, 0.5, "no method has\ntwo seeds", ha="center", transform=ax.transAxes)
    ax.set_xticks(range(len(names)), [FLUXES[name] for name in names])
    ax.set_xlim(-0.5, max(len(names), 1) - 0.5)
    ax.set_ylim(0, None)
    ax.tick_params(axis="x", length=0)
    ax.set_ylabel("deviation over seeds (mm yr$^{-1}$)")
    ax.grid(visible=True, axis="y")


def _legend(figure: Figure, methods: list[str]) -> None:
    """Colour and marker tell the method, the line what the interval is made of."""
    handles = [
        Line2D([], [], label=METHODS[m].label, linestyle="none", markersize=4, **style.look(m))
        for m in methods
    ]
    handles += [
        Line2D([], [], color="0.3", linestyle=line, linewidth=0.8, label=f"{name} (a)")
        for name, line in KINDS.values()
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=len(handles))
