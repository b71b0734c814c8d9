"""Maps of parameters found by learning and by calibration, side by side with the same limits."""

from collections.abc import Sequence

import pandas as pd
from cmcrameri import cm
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure

from fpl.errors import DataError
from fpl.figures import maps, style

METHODS = ["truth", "fpl", "sceua"]
WIDE = 20.0


def plot(parameters: pd.DataFrame, model: str, names: Sequence[str]) -> Figure:
    """Draw tables/parameters.csv of one model: a row a parameter, a column a method.

    All maps show the cells that all methods have. Of each method the densest run is drawn at its
    lowest seed. Colours span the 2nd to 98th percentile over all maps of the parameter, in
    logarithm where that is more than a factor of WIDE. Generated worlds have the true parameters
    beside.
    """
    here = parameters[parameters["model"] == model]
    shown = [name for name in names if name in set(here["parameter"])]
    runs = {method: style.densest(here[here["method"] == method]) for method in METHODS}
    runs = {method: run for method, run in runs.items() if not run.empty}
    if not shown or not {"fpl", "sceua"} & set(runs):
        raise DataError(
            f"Parameters of {model}: expected {list(names)} found by fpl or sceua, got parameters "
            f"{sorted(set(here['parameter']))} of {sorted(set(here['method']))}. "
            "Change figures.map_parameters in the configuration."
        )
    cells = set.intersection(*(set(run["cell"]) for run in runs.values()))
    figure = style.new(style.DOUBLE, 0.3 + (4.6 / len(runs) + 0.25) * len(shown))
    axes = figure.subplots(len(shown), len(runs), squeeze=False)
    dataset = parameters["dataset"].iloc[0]
    for row, name in zip(axes, shown, strict=True):
        here = pd.concat(runs.values())
        here = here[(here["parameter"] == name) & here["cell"].isin(cells)]
        low, high = here["value"].quantile([0.02, 0.98])
        for ax, (method, run) in zip(row, runs.items(), strict=True):
            one = here[here["method"] == method]
            drawn = maps.draw(
                ax,
                one["lon"],
                one["lat"],
                one["value"],
                cmap=cm.batlow,
                limits=(low, high),
                outline=dataset != "twin",  # a generated world is no real place
            )
            if low > 0 and high / low > WIDE:
                drawn.set_norm(LogNorm(low, high))
            ax.set_aspect("equal", adjustable="box")  # no wider than the cells
            ax.set_title(_label(run, method))
        label = f"{name} ({style.unit(here['unit'].iloc[0])})"
        figure.colorbar(drawn, ax=list(row), label=label, extend="both", aspect=15, pad=0.01)
    style.letters(axes.flat)
    text = f"Parameters of {model} at {len(cells)} cells"
    style.title(figure, text, dataset)
    return figure


def _label(run: pd.DataFrame, method: str) -> str:
    if method == "truth":
        return style.METHOD_NAMES[method]
    return f"{style.METHOD_NAMES[method]} ({run['sample'].iloc[0]}, seed {run['seed'].iloc[0]})"
