"""How far the seeds of a method disagree on the parameters of a place."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fpl.figures import style
from fpl.figures.marks import groups_on_axis, intervals, present, shifts
from fpl.terms import METHODS, Study

# Methods whose maps of parameters are compared, in the order that they are drawn in
MAPPED = ("truth", "fpl", "linear", "noise", "shuffled", "gradient", "sceua", "lockstep")
PANELS = {
    "seed_spread": "deviation over seeds\n(share of the range)",
    "rank_r_seeds": "rank correlation of maps\nof two seeds (-)",
}
NOTHING_KNOWN = {"seed_spread": 12**-0.5, "rank_r_seeds": 0.0}  # uniform over the range


def plot(tables: Mapping[str, pd.DataFrame], study: Study, settings: Mapping[str, Any]) -> Figure:
    """Draw the levels of ``equifinality`` of the headline model: dots with 95 % intervals for each
    parameter and the median over parameters; a star marks what the target constrains. The table is
    empty where no method has two seeds. ``settings``: headline."""
    table, model = tables["equifinality"], settings["headline"]
    here = table[(table["model"] == model) & (table["against"].fillna("") == "")]
    methods = present(here["method"], MAPPED)
    figure = style.new(style.DOUBLE, 3.9)
    axes = figure.subplots(2, 1, sharex=True)
    for ax, (statistic, label) in zip(axes, PANELS.items(), strict=True):
        of_methods(ax, here[here["statistic"] == statistic], methods)
        ax.axhline(NOTHING_KNOWN[statistic], color="0.4", linewidth=0.6, linestyle="--")
        ax.set_ylabel(label)
    axes[0].set_ylim(0, None)
    style.letters(axes)
    if not methods:
        axes[0].text(0.5, 0.5, "no method has two seeds", ha="center", transform=axes[0].transAxes)
        style.title(figure, study, f"Seeds of {model}")
        return figure
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=5)
    seeds = here.loc[here["method"].isin(methods), "seeds"]
    places = study.places(int(here["n"].max()))
    span = f"{int(seeds.min())} to {int(seeds.max())} seeds a method"
    text = f"Disagreement of seeds on the parameters of {model}, {places}, {span}"
    style.title(figure, study, text)
    return figure


def of_methods(ax: Axes, levels: pd.DataFrame, methods: list[str]) -> list[str]:
    """Values of parameters with intervals, methods side by side; returns the groups on the axis:
    ``median`` and the parameters. ``levels`` : rows of one statistic."""
    single = levels.loc[levels["constrained"].notna(), "parameter"]
    groups = ["median", *dict.fromkeys(single)]
    table = levels.set_index(["method", "parameter"])
    for method, shift in shifts(methods).items():
        known = [group for group in groups if (method, group) in table.index]
        if known:
            rows = table.loc[[(method, group) for group in known]]
            at = [groups.index(group) + shift for group in known]
            intervals(ax, at, rows, label=METHODS[method].label, **style.look(method))
    constrained = levels.loc[levels["constrained"] == "yes", "parameter"].unique()
    groups_on_axis(ax, groups, constrained)
    return groups
