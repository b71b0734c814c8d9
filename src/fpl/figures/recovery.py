"""True against found parameters, in a generated world: only there is the truth known."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fpl.errors import DataError
from fpl.figures import style

METHODS = ["fpl", "sceua"]
MOST_COLUMNS = 5


def plot(cells: pd.DataFrame, recovery: pd.DataFrame) -> Figure:
    """Draw tables/recovery_cells.csv with r of tables/recovery.csv: a panel a parameter and method.

    Of each method the densest run is drawn at its lowest seed; r spans its seeds. The line is 1:1.
    """
    runs = {method: style.densest(cells[cells["method"] == method]) for method in METHODS}
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
    for place, method in enumerate(runs):
        run = runs[method]
        skill = recovery[(recovery["method"] == method) & recovery["sample"].isin(run["sample"])]
        for band, shown in enumerate(bands):
            row = axes[band * len(runs) + place]
            row[0].set_ylabel(f"found by {_label(run)}")
            _panels(row, run, skill, shown)
    text = f"true and found parameters, {cells['cell'].nunique()} cells, r over all seeds"
    style.title(figure, text, cells["dataset"].iloc[0])
    return figure


def _panels(
    axes: Sequence[Axes], run: pd.DataFrame, skill: pd.DataFrame, names: Sequence[str]
) -> None:
    for ax, name in zip(axes, names, strict=False):
        here = run[run["parameter"] == name]
        ax.set_axis_on()
        if (here["transform"] == "log").any():
            ax.set(xscale="log", yscale="log")
        colour = style.METHOD_COLOURS[here["method"].iloc[0]]
        ax.plot(here["true"], here["found"], ".", color=colour, markersize=3, alpha=0.6)
        both = here[["true", "found"]]
        ends = [both.min().min(), both.max().max()]
        ax.plot(ends, ends, color="0.3", linewidth=0.6)
        ax.set_title(f"{name}: r {_span(skill.loc[skill['parameter'] == name, 'r'])}")
        ax.set_xlabel(f"true ({style.unit(here['unit'].iloc[0])})")


def _label(run: pd.DataFrame) -> str:
    return f"{style.METHOD_NAMES[run['method'].iloc[0]]} {run['sample'].iloc[0]}"


def _span(skill: pd.Series) -> str:
    if skill.isna().all():
        return "not defined"
    low, high = f"{skill.min():.2f}", f"{skill.max():.2f}"
    return low if low == high else f"{low} to {high}"
