"""True against estimated parameters, in a generated world: only there is the truth known."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fpl.errors import DataError
from fpl.figures import style
from fpl.terms import METHODS, Study
from fpl.terms.target import unit_text

SHOWN = ("fpl", "sceua")
MOST_COLUMNS = 5


def plot(tables: Mapping[str, pd.DataFrame], study: Study, settings: Mapping[str, Any]) -> Figure:
    """Draw ``recovery_cells`` with r of ``recovery``: a panel a parameter and method.

    Of each method the run on the largest sample is drawn at its lowest seed; r spans its seeds. The
    line is 1:1. ``settings``: samples.
    """
    cells, recovery = tables["recovery_cells"], tables["recovery"]
    runs = {m: style.largest(cells[cells["method"] == m], settings["samples"]) for m in SHOWN}
    runs = {method: run for method, run in runs.items() if not run.empty}
    if not runs:
        raise DataError("Recovery: expected rows of method fpl or sceua, got none.")
    names = list(dict.fromkeys(cells["parameter"]))
    columns = -(-len(names) // -(-len(names) // MOST_COLUMNS))  # as even as can be
    bands = [names[start : start + columns] for start in range(0, len(names), columns)]
    figure = style.new(style.DOUBLE, 0.4 + 1.5 * len(bands) * len(runs))
    axes = figure.subplots(len(bands) * len(runs), columns, squeeze=False)
    for ax in axes.flat:
        ax.set_axis_off()
    for number, (method, run) in enumerate(runs.items()):
        skill = recovery[(recovery["method"] == method) & recovery["sample"].isin(run["sample"])]
        for band, shown in enumerate(bands):
            row = axes[band * len(runs) + number]
            row[0].set_ylabel(f"{METHODS[method].label}, {run['sample'].iloc[0]}")
            _panels(row, run, skill, shown)
    places = study.places(cells["cell"].nunique())
    style.title(figure, study, f"true and estimated parameters, {places}, r over all seeds")
    return figure


def _panels(
    axes: Sequence[Axes], run: pd.DataFrame, skill: pd.DataFrame, names: Sequence[str]
) -> None:
    for ax, name in zip(axes, names, strict=False):
        here = run[run["parameter"] == name]
        ax.set_axis_on()
        if (here["transform"] == "log").any():
            ax.set(xscale="log", yscale="log")
        colour = METHODS[here["method"].iloc[0]].colour
        ax.plot(here["true"], here["estimate"], ".", color=colour, markersize=3, alpha=0.6)
        both = here[["true", "estimate"]]
        ends = [both.min().min(), both.max().max()]
        ax.plot(ends, ends, color="0.3", linewidth=0.6)
        ax.set_title(f"{name}: r {_span(skill.loc[skill['parameter'] == name, 'r'])}")
        ax.set_xlabel(f"true ({unit_text(here['unit'].iloc[0])})")


def _span(skill: pd.Series) -> str:
    if skill.isna().all():
        return "not defined"
    low, high = f"{skill.min():.2f}", f"{skill.max():.2f}"
    return low if low == high else f"{low} to {high}"
