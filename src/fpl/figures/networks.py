"""What the networks do at cells that they were trained on and at others."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fpl.errors import DataError
from fpl.figures import style

PANELS = {
    ("training", "rmse"): "training-year RMSE (m$^3$ m$^{-3}$)",
    ("test", "rmse"): "test-year RMSE (m$^3$ m$^{-3}$)",
    ("test", "r"): "test-year correlation R (-)",
    ("test", "mean_annual_et_mm"): "mean evapotranspiration (mm yr$^{-1}$)",
}
NAMES = style.METHOD_NAMES | {"fpl": "fPL, g_A (attributes, climate)"}
MARKERS = ("o", "s", "^", "D", "v")
WIDTH = 0.6  # of the place of a group, over which the networks are spread


def plot(networks: pd.DataFrame, model: str) -> Figure:
    """Draw tables/networks.csv: medians over cells, dots for the median of seeds, bars from the
    lowest to the highest seed. ``model`` is the one drawn first."""
    groups = _groups(networks)
    lines = list(networks.groupby(["model", "method"], sort=False))
    lines.sort(key=lambda line: (line[0][0] != model, list(NAMES).index(line[0][1])))
    if not lines or not groups:
        raise DataError("Networks: expected rows of learned runs, got none.")
    figure = style.new(style.DOUBLE, 4.4)
    axes = figure.subplots(2, 2, sharex=True)
    for ax, ((period, metric), label) in zip(axes.flat, PANELS.items(), strict=True):
        for place, ((name, method), run) in enumerate(lines):
            shift = WIDTH * ((place + 0.5) / len(lines) - 0.5)
            text = NAMES[method] + ("" if name == model else f", {name}")
            look: dict[str, Any] = {
                "color": style.METHOD_COLOURS[method],
                "marker": MARKERS[place % len(MARKERS)],
            }
            _dots(ax, run[run["period"] == period], metric, groups, shift, text, look)
        ax.set_ylabel(label)
        ax.set_xticks(range(len(groups)), [_words(networks, *group) for group in groups])
        ax.set_xlim(-0.6, len(groups) - 0.4)
        ax.tick_params(axis="x", length=0)
        ax.grid(visible=True, axis="y")
    style.letters(axes.flat)
    handles, texts = axes[0, 0].get_legend_handles_labels()
    figure.legend(handles, texts, loc="outside lower center", ncols=len(lines))
    count = networks["seeds"].max()
    seeds = "1 seed" if count == 1 else f"{count} seeds (median, lowest and highest)"
    text = f"Networks that give the parameters of {model}, median over cells; {seeds}"
    style.title(figure, text, networks["dataset"].iloc[0])
    return figure


def _groups(networks: pd.DataFrame) -> list[tuple[str, str]]:
    """Sample trained on and cells judged at, the densest sample first."""
    known = set(zip(networks["sample"], networks["cells"], strict=True))
    order = [(d, c) for d in list(style.SAMPLE_COLOURS)[::-1] for c in ("trained", "untrained")]
    return [group for group in order if group in known]


def _words(networks: pd.DataFrame, sample: str, cells: str) -> str:
    here = networks[(networks["sample"] == sample) & (networks["cells"] == cells)]
    return f"learned on {sample}:\n{here['n'].max()} cells {cells}"


def _dots(
    ax: Axes,
    run: pd.DataFrame,
    metric: str,
    groups: list[tuple[str, str]],
    shift: float,
    text: str,
    look: dict[str, Any],
) -> None:
    rows = run.set_index(["sample", "cells"])
    present = [group for group in groups if group in rows.index]
    at = [groups.index(group) + shift for group in present]
    found = rows.loc[present]
    below = found[metric] - found[f"{metric}_min"]
    above = found[f"{metric}_max"] - found[metric]
    ax.errorbar(
        at, found[metric], yerr=[below, above], linestyle="none", markersize=4, capsize=2,
        elinewidth=0.8, label=text, **look,
    )  # fmt: skip
