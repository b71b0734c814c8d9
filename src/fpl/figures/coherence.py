"""How coherent maps of parameters are: Moran's I, and variograms."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from fpl.errors import DataError
from fpl.figures import style
from fpl.figures.equifinality import MAPPED, of_methods
from fpl.figures.marks import present
from fpl.terms import Study

RANDOM, MEAN = "random_network", "mean"
NULL_COLOUR = "0.85"
PANELS = 3


def plot(tables: Mapping[str, pd.DataFrame], study: Study, settings: Mapping[str, Any]) -> Figure:
    """Draw levels of Moran's I of ``coherence``, and ``variograms``, of the headline model.

    Above: dots with 95 % intervals for each parameter and the median over parameters, the grey band
    spans 95 % of networks with random weights; a star marks what the target constrains. Below:
    semivariance over variance against distance, of the mean over parameters and of those that are
    drawn as maps. ``settings``: headline, figures (compared_parameters).
    """
    coherence, model = tables["coherence"], settings["headline"]
    here = coherence[(coherence["model"] == model) & (coherence["statistic"] == "morans_i")]
    levels = here[here["against"].fillna("") == ""]
    curves = tables["variograms"]
    curves = curves[curves["model"] == model]
    methods = present(levels["method"], MAPPED)
    if not methods:
        raise DataError(f"Coherence: expected rows of morans_i of {model}, got none.")
    figure = style.new(style.DOUBLE, 5.2)
    above, below = np.asarray(figure.subfigures(2, 1, height_ratios=[1.15, 1]), dtype=object)
    top = above.subplots()
    _levels(top, levels, methods)
    bottom = list(np.ravel(below.subplots(1, PANELS, sharey=True)))
    wanted = (MEAN, *settings["figures"]["compared_parameters"])
    known = [name for name in wanted if name in set(curves["parameter"])][:PANELS]
    for ax, name in zip(bottom, known, strict=False):
        _variograms(ax, curves[curves["parameter"] == name])
        ax.set_title("mean over parameters" if name == MEAN else name)
    for ax in bottom[len(known) :]:
        ax.set_axis_off()
    bottom[0].set_ylabel("semivariance / variance (-)")
    style.letters([top, *bottom])
    seeds = levels.groupby("method")["seeds"].max()[methods]
    text = (
        f"Coherence of the parameters of {model}, {study.places(int(levels['n'].max()))}, "
        f"{int(seeds.min())} to {int(seeds.max())} seeds a method"
    )
    style.title(figure, study, text)
    return figure


def _levels(ax: Axes, levels: pd.DataFrame, methods: list[str]) -> None:
    named = levels[levels["method"] == methods[0]].dropna(subset="constrained")["parameter"]
    chosen = levels[levels["parameter"].isin(["median", *named])]
    groups = of_methods(ax, chosen, methods)
    random = chosen[chosen["method"] == RANDOM].set_index("parameter")
    for at, group in enumerate(groups):
        if group in random.index:
            low, high = random.loc[group, ["low", "high"]]
            ax.fill_between([at - 0.47, at + 0.47], low, high, color=NULL_COLOUR, zorder=0)
    ax.axhline(0.0, color="0.4", linewidth=0.6)
    ax.set_ylabel("Moran's I (-)")
    handles, names = ax.get_legend_handles_labels()
    handles.append(Patch(color=NULL_COLOUR))
    names.append("networks with random weights")
    ax.figure.legend(handles, names, loc="outside lower center", ncols=5)


def _variograms(ax: Axes, curves: pd.DataFrame) -> None:
    for method in present(curves["method"], MAPPED):
        run = curves[curves["method"] == method]
        look = style.look(method) | {"markersize": 3, "linewidth": 0.9}
        ax.plot(run["distance_km"], run["semivariance"], **look)
    ax.axhline(1.0, color="0.6", linewidth=0.6, linestyle="--")
    ax.set_xlabel("distance (km)")
    ax.set_ylim(0, None)
    ax.grid(visible=True)
