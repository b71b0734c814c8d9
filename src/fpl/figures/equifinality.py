"""How far the seeds of a method disagree on the parameters of a cell."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fpl.figures import style
from fpl.figures.methods import LOOKS, groups_on_axis, present, shifts

PANELS = {
    "seed_spread": "deviation over seeds\n(share of the range)",
    "rank_r_seeds": "rank correlation of maps\nof two seeds (-)",
}
NOTHING_KNOWN = {"seed_spread": 12**-0.5, "rank_r_seeds": 0.0}  # uniform over the range


def plot(equifinality: pd.DataFrame, model: str, dataset: str) -> Figure:
    """Draw tables/equifinality.csv of one model, levels: dots with 95 % intervals for each
    parameter and the median over parameters; a star marks what moisture constrains. The table
    is empty where no method has two seeds."""
    here = equifinality[
        (equifinality["model"] == model)
        & (equifinality["against"].isna() | (equifinality["against"] == ""))
    ]
    methods = present(here["method"])
    figure = style.new(style.DOUBLE, 3.9)
    axes = figure.subplots(2, 1, sharex=True)
    for ax, (statistic, label) in zip(axes, PANELS.items(), strict=True):
        _levels(ax, here[here["statistic"] == statistic], methods)
        ax.axhline(NOTHING_KNOWN[statistic], color="0.4", linewidth=0.6, linestyle="--")
        ax.set_ylabel(label)
    axes[0].set_ylim(0, None)
    style.letters(axes)
    if not methods:
        axes[0].text(0.5, 0.5, "no method has two seeds", ha="center", transform=axes[0].transAxes)
        style.title(figure, f"Seeds of {model}", dataset)
        return figure
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=5)
    seeds = here.loc[here["method"].isin(methods), "seeds"]
    text = (
        f"Disagreement of seeds on the parameters of {model}, {int(here['n'].max())} cells, "
        f"{int(seeds.min())} to {int(seeds.max())} seeds a method"
    )
    style.title(figure, text, dataset)
    return figure


def _levels(ax: Axes, levels: pd.DataFrame, methods: list[str]) -> None:
    constrained = levels.loc[levels["constrained"] == "yes", "parameter"].unique()
    single = levels.loc[levels["constrained"].notna(), "parameter"]
    groups = ["median", *dict.fromkeys(single)]
    table = levels.set_index(["method", "parameter"])
    for method, shift in shifts(methods).items():
        mine = [group for group in groups if (method, group) in table.index]
        if not mine:
            continue
        rows = table.loc[[(method, group) for group in mine]]
        look = LOOKS[method]
        ax.errorbar(
            [groups.index(group) + shift for group in mine], rows["value"],
            yerr=[rows["value"] - rows["low"], rows["high"] - rows["value"]],
            linestyle="none", marker=look.marker, color=look.colour, markersize=3.5,
            elinewidth=0.8, label=look.name,
        )  # fmt: skip
    groups_on_axis(ax, groups, constrained)
