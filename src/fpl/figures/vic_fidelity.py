"""How far our VIC is from the real one: differences by test, snow and evapotranspiration by run."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from fpl.errors import DataError
from fpl.figures import style
from fpl.terms import Study
from fpl.terms.target import unit_text

TESTS = {"soil column": "soil column alone", "evaporation": "evaporation from VIC's states"}
FREE, SNOWY, WITHOUT_SNOW = "free-running", 1, 2
LEAST_SNOW = 0.01  # mm, where the axis begins
FILES = {"vic_exact": ("#0072B2", "o"), "vic_reference": ("#D55E00", "s")}
FILE_NAMES = {"vic_exact": "4 runs, unrounded", "vic_reference": "120 runs, 5 to 6 digits"}
GROUPS = {0: ("warm", "#E69F00"), 1: ("snowy", "#0072B2"), 2: ("snow switched off", "#999999")}
SMALLEST = 1e-16  # what agrees to the last bit is drawn here
COMPONENTS = ("evapotranspiration", "canopy_evaporation", "transpiration", "bare_evaporation")
SHOWN = {
    "soil column": ("w1", "w2", "w3", "runoff", "baseflow"),
    "evaporation": (*COMPONENTS, "throughfall", "canopy_water", "net_radiation", "ground_heat"),
    FREE: ("w1", "w2", "w3", "evapotranspiration", "runoff", "baseflow"),
}
LAYER = {f"w{layer}": f"moisture {layer}" for layer in (1, 2, 3)}


def plot(tables: Mapping[str, pd.DataFrame], study: Study, settings: Mapping[str, Any]) -> Figure:
    """Draw ``vic_fidelity`` and ``vic_fidelity_runs``."""
    table = tables["vic_fidelity"].astype({"ok": object, "judged": object})
    table, of_runs = table.fillna({"ok": "", "judged": ""}), tables["vic_fidelity_runs"]
    if table.empty or of_runs.empty:
        raise DataError("VIC's fidelity: expected rows of tests and of runs, got none.")
    figure = style.new(style.DOUBLE, 4.6)
    grid = figure.add_gridspec(2, 2, width_ratios=[1.5, 1.0])
    axes = [figure.add_subplot(grid[:, 0]), *(figure.add_subplot(grid[row, 1]) for row in (0, 1))]
    _differences(axes[0], table[table["cover"] == "all"])
    runs = of_runs[of_runs["file"] == "vic_reference"]
    runs = runs if len(runs) else of_runs
    _annual(axes[1], runs)
    _snow(axes[2], runs)
    style.letters(axes)
    count = table[table["ok"] != ""]
    kept = (count["ok"] == "yes").sum()
    text = f"Our VIC against VIC 5.1: {kept} of {len(count)} tolerances are kept"
    style.title(figure, study, text)
    return figure


def _differences(ax: Axes, table: pd.DataFrame) -> None:
    labels, heads, row = [], [], 0
    for test, variables in SHOWN.items():
        heads.append((row, TESTS.get(test, "free-running for 3 years, snow switched off")))
        labels.append((row, ""))
        row += 1
        of_test = table[table["test"] == test]
        if test == FREE:
            of_test = of_test[of_test["group"] == WITHOUT_SNOW]
        for variable in variables:
            rows = of_test[of_test["variable"] == variable]
            unit = unit_text(rows["unit"].iloc[0]) if len(rows) else ""
            name = LAYER.get(variable, variable.replace("_", " "))
            labels.append((row, f"{name} ({unit})"))
            for file, (colour, marker) in FILES.items():
                found = rows[rows["file"] == file]
                if len(found):
                    worst = found.loc[found["max_abs"].idxmax()]
                    size = max(worst["max_abs"], SMALLEST)
                    ax.plot(size, row, marker, color=colour, markersize=3.5)
                    if worst["judged"] == "max_abs":
                        ax.plot(worst["tolerance"], row, "|", color=colour, markersize=8)
            row += 1
    for at, head in heads:
        ax.text(1.5 * SMALLEST, at, head, va="center", fontweight="bold")
    ax.set_xscale("log")
    ax.set_xlim(0.3 * SMALLEST, 0.1)
    ax.set_ylim(row - 0.5, -0.7)
    ax.set_yticks([at for at, label in labels if label], [label for _, label in labels if label])
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x", linewidth=0.3)
    ax.set_xlabel("greatest difference of a day (unit of the variable)")
    keys = [
        Line2D([], [], color=colour, marker=marker, linestyle="", label=FILE_NAMES[file])
        for file, (colour, marker) in FILES.items()
    ]
    keys.append(Line2D([], [], color="black", marker="|", linestyle="", label="tolerance"))
    ax.legend(handles=keys, loc="upper center", bbox_to_anchor=(0.4, -0.12), ncols=3)


def _annual(ax: Axes, runs: pd.DataFrame) -> None:
    """Error of annual evapotranspiration, by run."""
    _scatter(ax, runs[runs["variable"] == "evapotranspiration"], error=True)
    ax.axhline(0.0, color="black", linewidth=0.5, zorder=0)
    ax.set_xlabel("VIC: evapotranspiration (mm yr$^{-1}$)")
    ax.set_ylabel("ours − VIC (mm yr$^{-1}$)")
    ax.set_xlim(left=0.0)
    ax.legend(loc="upper right", fontsize="x-small")


def _snow(ax: Axes, runs: pd.DataFrame) -> None:
    """Mean snow water of the runs with snow, ours and VIC's."""
    rows = runs[(runs["variable"] == "snow_water_equivalent") & (runs["group"] == SNOWY)]
    _scatter(ax, rows, error=False)
    ends = [LEAST_SNOW, 2.0 * max(rows[["vic", "ours"]].max().max(), 1.0)]
    ax.plot(ends, ends, color="black", linewidth=0.5, zorder=0)
    ax.set(xscale="log", yscale="log", xlim=ends, ylim=ends)
    ax.set_xlabel("VIC: mean snow water (mm)")
    ax.set_ylabel("ours (mm)")


def _scatter(ax: Axes, rows: pd.DataFrame, *, error: bool) -> None:
    for group, (label, colour) in GROUPS.items():
        part = rows[rows["group"] == group]
        if len(part):
            values = part["ours"] - part["vic"] if error else part["ours"]
            look: dict[str, Any] = {"color": colour, "markersize": 3, "alpha": 0.7}
            ax.plot(
                part["vic"],
                values,
                "o",
                label=f"{label}: {len(part)} runs",
                markeredgewidth=0,
                **look,
            )
