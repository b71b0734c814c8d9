"""Maps of parameters by learning, by a search cell by cell, and by learning from attributes of
other cells."""

import pandas as pd
from cmcrameri import cm
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure

from fpl.errors import DataError
from fpl.figures import maps, style
from fpl.figures.methods import LOOKS

COLUMNS = (("truth",), ("fpl",), ("lockstep", "sceua"), ("shuffled",))  # the first that is there
WIDE = 20.0  # a range of more than this factor is drawn in logarithm


def plot(parameters: pd.DataFrame, model: str) -> Figure:
    """Draw tables/parameter_maps.csv of one model: a row a parameter, a column a method, each
    at its lowest seed. Colours of a row have the same limits, the 2nd and 98th percentile over its
    maps. Generated worlds have the true parameters beside, and no outlines of states."""
    here = parameters[parameters["model"] == model]
    methods = [
        next(method for method in column if method in set(here["method"]))
        for column in COLUMNS
        if set(column) & set(here["method"])
    ]
    here = here[here["method"].isin(methods)]
    if "fpl" not in methods:
        raise DataError(f"Maps of parameters: expected {model} learned by fpl, got {methods}.")
    cells = set.intersection(*(set(run["cell"]) for _, run in here.groupby("method")))
    here = here[here["cell"].isin(cells)]
    names = list(dict.fromkeys(here["parameter"]))
    dataset = parameters["dataset"].iloc[0]
    figure = style.new(style.DOUBLE, 0.3 + (4.6 / len(methods) + 0.2) * len(names))
    axes = figure.subplots(len(names), len(methods), squeeze=False)
    for row, name in zip(axes, names, strict=True):
        found = here[here["parameter"] == name]
        low, high = found["value"].quantile([0.02, 0.98])
        for ax, method in zip(row, methods, strict=True):
            one = found[found["method"] == method]
            drawn = maps.draw(
                ax, one["lon"], one["lat"], one["value"], cmap=cm.batlow, limits=(low, high),
                outline=dataset != "twin",
            )  # fmt: skip
            if low > 0 and high / low > WIDE:
                drawn.set_norm(LogNorm(low, high))
            ax.set_aspect("equal", adjustable="box")
            if ax in axes[0]:
                ax.set_title(_label(one, method))
        label = f"{name} ({style.unit(found['unit'].iloc[0])})"
        figure.colorbar(drawn, ax=list(row), label=label, extend="both", aspect=15, pad=0.01)
    style.letters(axes.flat)
    style.title(figure, f"Parameters of {model} at {len(cells)} cells", dataset)
    return figure


def _label(run: pd.DataFrame, method: str) -> str:
    name = LOOKS[method].name
    return name if method == "truth" else f"{name} (seed {run['seed'].iloc[0]})"
