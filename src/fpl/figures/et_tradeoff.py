"""Is soil moisture right for the right reasons? Its error against evapotranspiration's bias."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from fpl.errors import DataError
from fpl.figures import style

TOLERANCE_PERCENT = 15.0
MARKERS = {"s16": "v", "s8": "s", "s4": "o"}
PERIOD = "both"
SOURCES = {"tower": "flux towers", "water_balance": "basins, P - Q"}


def plot(summary: pd.DataFrame) -> Figure:
    """Draw tables/evapotranspiration.csv: a column a process model, a row a kind of estimate.

    Bias of evapotranspiration (both years) with its interval over cells, against the test RMSE of
    soil moisture; a marker a run. Towers and basins are apart: they disagree where a cell has both.
    """
    chosen = summary[
        (summary["period"] == PERIOD)
        & summary["source"].isin(list(SOURCES))
        & (summary["quantity"] == "et")
    ]
    if set(chosen["source"]) != set(SOURCES):
        raise DataError(
            f"Evapotranspiration: expected rows of {', '.join(SOURCES)} for the period {PERIOD!r}, "
            f"got {sorted(set(chosen['source']))}; make tables/evapotranspiration.csv again"
        )
    models = list(dict.fromkeys(chosen["model"]))
    width = style.DOUBLE if len(models) > 1 else style.SINGLE
    figure = style.new(width, 4.9)
    rows = figure.subplots(len(SOURCES), len(models), sharex=True, sharey=True, squeeze=False)
    for row, (source, name) in zip(rows, SOURCES.items(), strict=True):
        for ax, model in zip(row, models, strict=True):
            here = chosen[(chosen["model"] == model) & (chosen["source"] == source)]
            _draw(ax, here)
            cells = f", {here['cells'].max()} cells" if len(here) else ""
            ax.set(title=f"{model}, {name}{cells}")
        row[0].set_ylabel("bias of evapotranspiration (%)")
    for ax in rows[-1]:
        ax.set(xlabel="test RMSE of soil moisture (m$^3$ m$^{-3}$)")
    style.letters(rows.ravel())
    columns = 4 if len(models) > 1 else 2
    figure.legend(handles=_legend(chosen), loc="outside lower center", ncols=columns)
    text = "Error of soil moisture against bias of evapotranspiration, which no method saw"
    style.title(figure, text, chosen["dataset"].iloc[0])
    return figure


def _draw(ax: Axes, runs: pd.DataFrame) -> None:
    ax.axhspan(-TOLERANCE_PERCENT, TOLERANCE_PERCENT, color="0.92", zorder=0)
    ax.axhline(0.0, color="0.3", linewidth=0.8, zorder=1)
    for run in runs.to_dict("records"):
        bias = run["bias_percent"]
        ax.errorbar(
            run["test_rmse"],
            bias,
            yerr=[[bias - run["bias_low"]], [run["bias_high"] - bias]],
            color=style.METHOD_COLOURS[run["method"]],
            marker=MARKERS[run["sample"]],
            markersize=5,
            markeredgecolor="white",
            markeredgewidth=0.4,
            elinewidth=0.8,
            linestyle="none",
        )
    ax.margins(x=0.1)
    ax.grid(visible=True)


def _legend(runs: pd.DataFrame) -> list[Line2D | Patch]:
    handles: list[Line2D | Patch] = [
        Line2D([], [], linestyle="none", marker="o", color=colour, label=style.METHOD_NAMES[method])
        for method, colour in style.METHOD_COLOURS.items()
        if method in set(runs["method"])
    ]
    handles += [
        Line2D([], [], linestyle="none", marker=marker, color="0.3", label=f"fitted on {sample}")
        for sample, marker in MARKERS.items()
        if sample in set(runs["sample"])
    ]
    return [*handles, Patch(color="0.92", label=f"within {TOLERANCE_PERCENT:g} %")]
