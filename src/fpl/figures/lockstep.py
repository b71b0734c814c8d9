"""Our SCE-UA beside SPOTPY's: the same cells, the same count of runs, and known functions."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from fpl.figures import style

MARKERS = {"lockstep": "o", "sceua": "s"}
SIZE = 3.5  # of a marker, in points: intervals stay in sight
FUNCTIONS = ["sphere", "rosenbrock", "griewank", "ackley"]


def plot(lockstep: pd.DataFrame) -> Figure:
    """Draw tables/lockstep.csv: best training RMSE against runs, the paired difference, and the
    least value found of known functions. Bars are 95 % intervals."""
    figure = style.new(style.DOUBLE, 2.6)
    left, middle, right = figure.subplots(1, 3, width_ratios=[1, 1, 1.2])
    cells = lockstep[lockstep["cells"] == "compared"]
    cells = cells[cells["statistic"].str.startswith("rmse")]
    for method in MARKERS:
        rows = cells[(cells["method"] == method) & (cells["against"].fillna("") == "")]
        colour, label = style.METHOD_COLOURS[method], style.METHOD_NAMES[method]
        dots = {"color": colour, "marker": MARKERS[method], "markersize": SIZE}
        left.plot(rows["runs"], rows["value"], label=label, **dots)
    difference = cells[cells["against"] == "sceua"]
    bars = np.abs(difference[["low", "high"]].to_numpy().T - difference["value"].to_numpy())
    middle.errorbar(
        difference["runs"],
        1e3 * difference["value"],
        yerr=1e3 * bars,
        color="0.2",
        fmt="o-",
        markersize=SIZE,
    )
    middle.axhline(0.0, color="0.5", linewidth=0.8)
    left.set_ylabel("best training RMSE (m$^3$ m$^{-3}$)")
    middle.set_ylabel("lockstep minus SPOTPY\n(10$^{-3}$ m$^3$ m$^{-3}$)")
    for ax in (left, middle):
        ax.set_xlabel("model runs per cell")
        ax.grid(visible=True)
    left.legend()
    known = lockstep[lockstep["statistic"] == "log10_least_value"]
    for offset, method in zip((-0.12, 0.12), MARKERS, strict=True):
        rows = known[known["method"] == method].set_index("model").loc[FUNCTIONS]
        bars = np.abs(rows[["low", "high"]].to_numpy().T - rows["value"].to_numpy())
        right.errorbar(
            np.arange(len(FUNCTIONS)) + offset,
            rows["value"],
            yerr=bars,
            fmt=MARKERS[method],
            markersize=SIZE,
            color=style.METHOD_COLOURS[method],
        )
    right.set_xticks(range(len(FUNCTIONS)), [name.capitalize() for name in FUNCTIONS])
    right.set_ylabel("log$_{10}$ of the least value")
    right.grid(visible=True, axis="y")
    style.letters([left, middle, right])
    n = int(difference["n"].max())
    text = f"SCE-UA in lockstep beside SPOTPY's: {n} cells, known functions"
    style.title(figure, text, lockstep["dataset"].iloc[0])
    return figure
