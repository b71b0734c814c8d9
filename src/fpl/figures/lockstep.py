"""Our SCE-UA beside SPOTPY's: the same places, the same count of runs, and known functions."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from fpl.figures import style
from fpl.figures.marks import in_powers, intervals
from fpl.terms import METHODS, Study

SEARCHES = ("lockstep", "sceua")
FUNCTIONS = ["sphere", "rosenbrock", "griewank", "ackley"]


def plot(tables: Mapping[str, pd.DataFrame], study: Study, settings: Mapping[str, Any]) -> Figure:
    """Draw ``lockstep``: best training error against runs, the paired difference, and the least
    value of known functions. Bars are 95 % intervals."""
    table = tables["lockstep"]
    figure = style.new(style.DOUBLE, 2.6)
    left, middle, right = figure.subplots(1, 3, width_ratios=[1, 1, 1.2])
    cells = table[(table["cells"] == "compared") & (table["period"] == "training")]
    for method in SEARCHES:
        rows = cells[(cells["method"] == method) & (cells["against"].fillna("") == "")]
        look = style.look(method) | {"markersize": 3.5}
        left.plot(rows["runs"], rows["value"], label=METHODS[method].label, **look)
    difference = cells[cells["against"] == "sceua"]
    scale, unit = in_powers(difference["value"], study.metric.unit_of(study.target))
    look = {"color": "0.2", "linestyle": "-"}
    intervals(middle, difference["runs"], difference, scale=scale, **look)
    middle.axhline(0.0, color="0.5", linewidth=0.8)
    left.set_ylabel(style.objective(study, "best training"))
    middle.set_ylabel(f"lockstep − SPOTPY,\n{style.objective_name(study)} ({unit})")
    for ax in (left, middle):
        ax.set_xlabel(f"model runs per {study.place}")
        ax.grid(visible=True)
    left.legend()
    known = table[table["statistic"] == "log10_least_value"]
    for offset, method in zip((-0.12, 0.12), SEARCHES, strict=True):
        rows = known[known["method"] == method].set_index("model").loc[FUNCTIONS]
        intervals(right, np.arange(len(FUNCTIONS)) + offset, rows, **style.look(method))
    right.set_xticks(range(len(FUNCTIONS)), [name.capitalize() for name in FUNCTIONS])
    right.set_ylabel("log$_{10}$ of the least value (-)")
    right.grid(visible=True, axis="y")
    style.letters([left, middle, right])
    places = study.places(int(difference["n"].max()))
    text = f"SCE-UA in lockstep beside SPOTPY's: {places}, known functions"
    style.title(figure, study, text)
    return figure
