"""Maps of parameters by learning, by a search place by place, and by learning from attributes of
other places."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from fpl.errors import DataError
from fpl.figures import maps, style
from fpl.terms import METHODS, Study
from fpl.terms.target import unit_text

COLUMNS = (("truth",), ("fpl",), ("lockstep", "sceua"), ("shuffled",))  # the first that is there


def plot(tables: Mapping[str, pd.DataFrame], study: Study, settings: Mapping[str, Any]) -> Figure:
    """Draw ``parameter_maps`` of the headline model: a row a parameter, a column a method, each at
    its lowest seed. Where the true parameters are known, they stand beside. ``settings``: headline.
    """
    parameters, model = tables["parameter_maps"], settings["headline"]
    here = parameters[parameters["model"] == model]
    known = set(here["method"])
    methods = [next(m for m in column if m in known) for column in COLUMNS if known & set(column)]
    if "fpl" not in methods:
        raise DataError(f"Maps of parameters: expected {model} learned by fpl, got {methods}.")
    here = here[here["method"].isin(methods)]
    return rows_of_maps(list(dict.fromkeys(here["parameter"])), methods, here, study, model)


def rows_of_maps(
    names: list[str], methods: list[str], here: pd.DataFrame, study: Study, model: str
) -> Figure:
    """A row a parameter and a column a method, a run each, at the places that all of them have."""
    runs = {method: here[here["method"] == method] for method in methods}
    cells = set.intersection(*(set(run["cell"]) for run in runs.values()))
    figure = style.new(style.DOUBLE, 0.3 + (4.6 / len(runs) + 0.22) * len(names))
    axes = figure.subplots(len(names), len(runs), squeeze=False)
    for row, name in zip(axes, names, strict=True):
        drawn = [run[(run["parameter"] == name) & run["cell"].isin(cells)] for run in runs.values()]
        label = f"{name} ({unit_text(drawn[0]['unit'].iloc[0])})"
        maps.of_parameter(figure, list(row), study, drawn, label)
    for ax, (method, run) in zip(axes[0], runs.items(), strict=True):
        ax.set_title(_label(method, run))
    style.letters(axes.flat)
    style.title(figure, study, f"Parameters of {model} at {study.places(len(cells))}")
    return figure


def _label(method: str, run: pd.DataFrame) -> str:
    name = METHODS[method].label
    if METHODS[method].kind == "given":
        return name
    return f"{name} ({run['sample'].iloc[0]}, seed {run['seed'].iloc[0]})"
