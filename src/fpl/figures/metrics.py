"""Distributions of test metrics over places, all methods at the same places."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from fpl.errors import DataError
from fpl.figures import style
from fpl.figures.marks import rows_on_axis
from fpl.terms import METHODS, Study

SHOWN = ("rmse", "ubrmse", "bias", "r")
ORDER = ("climatology", "default", "sceua", "fpl", "lstm", "lstm_multi")
THIN = {"linewidth": 0.6}
BOX: dict[str, Any] = {
    "orientation": "horizontal",
    "widths": 0.6,
    "patch_artist": True,
    "medianprops": {"color": "black", "linewidth": 1.0},
    "whiskerprops": THIN,
    "capprops": THIN,
}


def plot(tables: Mapping[str, pd.DataFrame], study: Study, settings: Mapping[str, Any]) -> Figure:
    """Draw the test period of ``metrics``: boxes over places, dots for the medians of seeds.

    One row of panels for each process model. Only places with a value of the objective in every run
    are drawn, so that all boxes hold the same places. A metric that a method cannot have, such as
    the correlation of a constant, leaves its box out. ``settings``: samples, the smallest first.
    """
    metrics = tables["metrics"]
    test = metrics[metrics["period"] == "test"]
    models = list(dict.fromkeys(test.loc[test["method"].isin(["fpl", "sceua"]), "model"]))
    if not models:
        raise DataError("Metrics: expected test rows of method fpl or sceua, got none.")
    cells = _common(test, study.objective)
    if not cells:
        raise DataError(
            f"Metrics: expected test values of {study.objective}, the objective, got none; "
            "evaluate the runs with this objective"
        )
    test = test[test["cell"].isin(cells)]
    shown = tuple(dict.fromkeys((study.objective, *SHOWN)))[: len(SHOWN)]
    figure = style.new(style.DOUBLE, 0.7 + 2.0 * len(models))
    axes = figure.subplots(len(models), len(shown), sharex="col", sharey="row", squeeze=False)
    for row, model in zip(axes, models, strict=True):
        free = [name for name in ORDER if METHODS[name].kind == "series"]
        here = test[(test["model"] == model) | test["method"].isin(free)]
        runs = zip(here["method"], here["sample"], strict=True)
        here = here.assign(group=[_name(*run) for run in runs])
        groups = _groups(here, settings["samples"])
        for ax, metric in zip(row, shown, strict=True):
            _boxes(ax, here[here["metric"] == metric], groups)
            if metric == "bias":
                ax.axvline(0, color="0.3", linewidth=0.4)
            ax.set_xlabel(style.axis(study, metric) if model == models[-1] else "")
        row[0].set_ylabel(model)
    style.letters(axes.flat)
    seeds = style.count_seeds(test[test["method"] == "fpl"])
    places = study.places(len(cells))
    text = f"Test period, {places}; fPL: {seeds}, dots: median over {study.place}s of each"
    style.title(figure, study, text)
    return figure


def _common(test: pd.DataFrame, objective: str) -> list[int]:
    """Places with a value of the objective in every run that has any."""
    values = test[test["metric"] == objective].dropna(subset="value")
    runs = values.groupby("cell").size()
    return runs.index[runs == runs.max()].tolist()


def _groups(here: pd.DataFrame, samples: list[str]) -> dict[str, str]:
    """Name of a group: its colour; from top to bottom baselines first, larger samples lower."""
    known = set(zip(here["method"], here["sample"], strict=True))
    pairs = [(method, sample) for method in ORDER for sample in samples]
    return {_name(*pair): METHODS[pair[0]].colour for pair in pairs if pair in known}


def _name(method: str, sample: str) -> str:
    label = METHODS[method].label
    return f"{label}, {sample}" if METHODS[method].kind == "network" else label


def _boxes(ax: Axes, rows: pd.DataFrame, groups: Mapping[str, str]) -> None:
    # Seeds are not independent places: the box holds each place's median over seeds
    middle = rows.groupby(["group", "cell"])["value"].median().dropna()
    for at, (group, colour) in enumerate(groups.items()):
        if group in middle.index:
            face = {"facecolor": colour, "alpha": 0.45, **THIN}
            ax.boxplot(
                middle[group], positions=[at], boxprops=face, whis=(5, 95), showfliers=False, **BOX
            )
    medians = rows.groupby(["group", "seed"])["value"].median().reset_index()
    sns.stripplot(
        medians, x="value", y="group", order=list(groups), ax=ax, color="black", size=1.8,
        jitter=False, zorder=3,
    )  # fmt: skip
    ax.xaxis.set_major_locator(MaxNLocator(3))
    ax.set_ylabel("")
    rows_on_axis(ax, list(groups))
