"""How coherent maps of parameters are: Moran's I, and variograms."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from fpl.errors import DataError
from fpl.figures import style
from fpl.figures.methods import LOOKS, NULL_COLOUR, groups_on_axis, present, shifts

RANDOM, MEAN = "random_network", "mean"
CURVES = ("infilt", "porosity", "Wcr")  # those drawn as maps
PANELS = 3


def plot(coherence: pd.DataFrame, variograms: pd.DataFrame, model: str) -> Figure:
    """Draw tables/coherence.csv (Moran's I, levels) and tables/variograms.csv of one model.

    Above: dots with 95 % intervals for each parameter and the median over parameters, the grey band
    spans 95 % of networks with random weights; a star marks what moisture constrains. Below:
    semivariance over variance against distance.
    """
    here = coherence[(coherence["model"] == model) & (coherence["statistic"] == "morans_i")]
    levels = here[here["against"].isna() | (here["against"] == "")]
    curves = variograms[variograms["model"] == model]
    methods = present(levels["method"])
    if not methods:
        raise DataError(f"Coherence: expected rows of morans_i of {model}, got none.")
    figure = style.new(style.DOUBLE, 5.2)
    above, below = np.asarray(figure.subfigures(2, 1, height_ratios=[1.15, 1]), dtype=object)
    top = above.subplots()
    _levels(top, levels, methods)
    bottom = list(np.ravel(below.subplots(1, PANELS, sharey=True)))
    known = [name for name in (MEAN, *CURVES) if name in set(curves["parameter"])][:PANELS]
    for ax, name in zip(bottom, known, strict=False):
        for method in present(curves["method"]):
            one = curves[(curves["parameter"] == name) & (curves["method"] == method)]
            look = LOOKS[method]
            ax.plot(
                one["distance_km"], one["semivariance"], color=look.colour, marker=look.marker,
                markersize=3, linewidth=0.9,
            )  # fmt: skip
        ax.axhline(1.0, color="0.6", linewidth=0.6, linestyle="--")
        ax.set_title("mean over parameters" if name == MEAN else name)
        ax.set_xlabel("distance (km)")
        ax.set_ylim(0, None)
        ax.grid(visible=True)
    for ax in bottom[len(known) :]:
        ax.set_axis_off()
    bottom[0].set_ylabel("semivariance / variance (-)")
    style.letters([top, *bottom])
    seeds = levels.groupby("method")["seeds"].max()[methods]
    text = (
        f"Coherence of the parameters of {model}, {int(levels['n'].max())} cells, "
        f"{int(seeds.min())} to {int(seeds.max())} seeds a method"
    )
    style.title(figure, text, coherence["dataset"].iloc[0])
    return figure


def _levels(ax: Axes, levels: pd.DataFrame, methods: list[str]) -> None:
    constrained = levels.loc[levels["constrained"] == "yes", "parameter"].unique()
    own = levels[levels["method"] == methods[0]]
    groups = ["median", *own.loc[own["constrained"].notna(), "parameter"]]
    table = levels.set_index(["method", "parameter"])
    for place, group in enumerate(groups):
        if (RANDOM, group) in table.index:
            null = table.loc[(RANDOM, group)]
            ax.fill_between(
                [place - 0.47, place + 0.47], null["low"], null["high"], color=NULL_COLOUR, zorder=0
            )
    for method, shift in shifts(methods).items():
        mine = [group for group in groups if (method, group) in table.index]
        rows = table.loc[[(method, group) for group in mine]]
        look = LOOKS[method]
        ax.errorbar(
            [groups.index(group) + shift for group in mine], rows["value"],
            yerr=[rows["value"] - rows["low"], rows["high"] - rows["value"]],
            linestyle="none", marker=look.marker, color=look.colour, markersize=3.5,
            elinewidth=0.8, label=look.name,
        )  # fmt: skip
    ax.axhline(0.0, color="0.4", linewidth=0.6)
    groups_on_axis(ax, groups, constrained)
    ax.set_ylabel("Moran's I (-)")
    handles, names = ax.get_legend_handles_labels()
    handles.append(Patch(color=NULL_COLOUR))
    names.append("networks with random weights")
    ax.figure.legend(handles, names, loc="outside lower center", ncols=5)
