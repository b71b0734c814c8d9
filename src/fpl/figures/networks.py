"""What the networks do at places that they were trained on and at others."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fpl.errors import DataError
from fpl.figures import style
from fpl.figures.marks import intervals, shifts
from fpl.terms import METHODS, Study

WIDTH = 0.6  # of the room of a group, over which the networks are spread


def plot(tables: Mapping[str, pd.DataFrame], study: Study, settings: Mapping[str, Any]) -> Figure:
    """Draw ``networks``: medians over places, dots for the median of seeds, bars from the lowest to
    the highest seed. ``settings``: headline (the model drawn first), samples."""
    networks, model = tables["networks"], settings["headline"]
    groups = _groups(networks, settings["samples"])
    lines = list(networks.groupby(["model", "method"], sort=False))
    lines.sort(key=lambda line: (line[0][0] != model, list(METHODS).index(line[0][1])))
    if not lines or not groups:
        raise DataError("Networks: expected rows of learned runs, got none.")
    panels = {
        ("training", study.objective): style.axis(study, study.objective, "training"),
        ("test", study.objective): style.axis(study, study.objective, "test"),
        ("test", "r"): style.axis(study, "r", "test"),
        ("test", "mean_annual_et_mm"): "mean evapotranspiration (mm yr$^{-1}$)",
    }
    figure = style.new(style.DOUBLE, 4.4)
    axes = figure.subplots(2, 2, sharex=True)
    moved = shifts([str(key) for key, _ in lines], room=WIDTH)
    for ax, ((period, metric), label) in zip(axes.flat, panels.items(), strict=True):
        for number, ((name, method), run) in enumerate(lines):
            text = METHODS[method].label + ("" if name == model else f", {name}")
            look = {"color": METHODS[method].colour, "marker": style.MARKERS[number % 7]}
            rows = run[run["period"] == period]
            _dots(ax, rows, metric, groups, moved[str((name, method))], label=text, **look)
        ax.set_ylabel(label)
        ax.set_xticks(range(len(groups)), [_words(networks, study, *group) for group in groups])
        ax.set_xlim(-0.6, len(groups) - 0.4)
        ax.tick_params(axis="x", length=0)
        ax.grid(visible=True, axis="y")
    style.letters(axes.flat)
    handles, texts = axes[0, 0].get_legend_handles_labels()
    figure.legend(handles, texts, loc="outside lower center", ncols=len(lines))
    count = int(networks["seeds"].max())
    seeds = style.seeds(count) + (" (median, lowest and highest)" if count > 1 else "")
    text = f"Networks that give the parameters of {model}, median over {study.place}s; {seeds}"
    style.title(figure, study, text)
    return figure


def _groups(networks: pd.DataFrame, samples: list[str]) -> list[tuple[str, str]]:
    """Sample trained on and places scored at, the largest sample first."""
    known = set(zip(networks["sample"], networks["cells"], strict=True))
    order = [(s, c) for s in reversed(samples) for c in ("trained", "untrained")]
    return [group for group in order if group in known]


def _words(networks: pd.DataFrame, study: Study, sample: str, cells: str) -> str:
    here = networks[(networks["sample"] == sample) & (networks["cells"] == cells)]
    return f"learned on {sample}:\n{study.places(int(here['n'].max()))} {cells}"


def _dots(
    ax: Axes,
    run: pd.DataFrame,
    metric: str,
    groups: list[tuple[str, str]],
    shift: float,
    **look: Any,
) -> None:
    rows = run.set_index(["sample", "cells"])
    present = [group for group in groups if group in rows.index]
    at = [groups.index(group) + shift for group in present]
    rows = rows.loc[present]
    ends = {metric: "value", f"{metric}_min": "low", f"{metric}_max": "high"}
    intervals(ax, at, rows.rename(columns=ends), markersize=4, capsize=2, **look)
