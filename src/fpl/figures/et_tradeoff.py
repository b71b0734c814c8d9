"""Is the target right for the right reasons? Its error against evapotranspiration's bias."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from fpl.errors import DataError
from fpl.figures import style
from fpl.figures.marks import present
from fpl.terms import METHODS, Study

TOLERANCE_PERCENT = 15.0
PERIOD = "both"
SOURCES = {"tower": "flux towers", "water_balance": "basins, P - Q"}


def plot(tables: Mapping[str, pd.DataFrame], study: Study, settings: Mapping[str, Any]) -> Figure:
    """Draw ``evapotranspiration``: a column a process model, a row a kind of estimate.

    Bias of evapotranspiration (both periods) with its interval over places, against the test error
    of the target; a marker a run. Towers and basins are apart: they disagree where a place has
    both. ``settings``: samples, the smallest first.
    """
    summary = tables["evapotranspiration"]
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
    markers = dict(zip(reversed(settings["samples"]), style.MARKERS, strict=False))
    figure = style.new(width, 4.9)
    rows = figure.subplots(len(SOURCES), len(models), sharex=True, sharey=True, squeeze=False)
    for row, (source, name) in zip(rows, SOURCES.items(), strict=True):
        for ax, model in zip(row, models, strict=True):
            here = chosen[(chosen["model"] == model) & (chosen["source"] == source)]
            _draw(ax, here, study.objective, markers)
            cells = f", {study.places(int(here['cells'].max()))}" if len(here) else ""
            ax.set(title=f"{model}, {name}{cells}")
        row[0].set_ylabel("bias of evapotranspiration (%)")
    for ax in rows[-1]:
        ax.set(xlabel=style.axis(study, study.objective, "test"))
    style.letters(rows.ravel())
    columns = 4 if len(models) > 1 else 2
    figure.legend(handles=_legend(chosen, markers), loc="outside lower center", ncols=columns)
    text = f"Error of {study.target.label} against bias of evapotranspiration, which no method saw"
    style.title(figure, study, text)
    return figure


def _draw(ax: Axes, runs: pd.DataFrame, metric: str, markers: Mapping[str, str]) -> None:
    ax.axhspan(-TOLERANCE_PERCENT, TOLERANCE_PERCENT, color="0.92", zorder=0)
    ax.axhline(0.0, color="0.3", linewidth=0.8, zorder=1)
    for run in runs.to_dict("records"):
        bias = run["bias_percent"]
        ax.errorbar(
            run[f"test_{metric}"],
            bias,
            yerr=[[bias - run["bias_low"]], [run["bias_high"] - bias]],
            color=METHODS[run["method"]].colour,
            marker=markers[run["sample"]],
            markersize=5,
            markeredgecolor="white",
            markeredgewidth=0.4,
            elinewidth=0.8,
            linestyle="none",
        )
    ax.margins(x=0.1)
    ax.grid(visible=True)


def _legend(runs: pd.DataFrame, markers: Mapping[str, str]) -> list[Line2D | Patch]:
    handles: list[Line2D | Patch] = [
        Line2D(
            [], [], linestyle="none", marker="o", color=METHODS[m].colour, label=METHODS[m].label
        )
        for m in present(runs["method"])
    ]
    handles += [
        Line2D([], [], linestyle="none", marker=marker, color="0.3", label=f"fitted on {sample}")
        for sample, marker in markers.items()
        if sample in set(runs["sample"])
    ]
    return [*handles, Patch(color="0.92", label=f"within {TOLERANCE_PERCENT:g} %")]
