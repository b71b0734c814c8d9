"""Skill of the process model and of LSTMs, at places that they were trained on and at others."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from fpl.errors import DataError
from fpl.figures import style
from fpl.figures.marks import rows_on_axis
from fpl.figures.metrics import BOX, THIN
from fpl.terms import METHODS, Study

METRICS = ("rmse", "ubrmse", "r")
ORDER = ("sceua", "lockstep", "fpl", "lstm_trained", "lstm", "lstm_multi")
Row = tuple[str, str, str, int]  # method, sample, cells, how many


def plot(tables: Mapping[str, pd.DataFrame], study: Study, settings: Mapping[str, Any]) -> Figure:
    """Draw ``lstm``: boxes over places from the percentiles, test period only.

    A row for each method, sample and kind of places; the thick line in a box is the 95 % interval
    of the median. ``settings``: samples, the smallest first.
    """
    table = tables["lstm"]
    test = table[(table["period"] == "test") & (table["against"].fillna("") == "")]
    shown = tuple(dict.fromkeys((study.objective, *METRICS)))[: len(METRICS)]
    drawn = test[test["statistic"] == f"{shown[0]}_p25"]
    rows = [
        row
        for sample in reversed(settings["samples"])
        for cells in ("all", "trained", "untrained")
        for method in ORDER
        for row in _known(drawn, method, sample, cells)
    ]
    if not rows:
        raise DataError(
            "LSTM: expected percentiles of test metrics in tables/lstm.csv, got none; make the "
            "table again with snakemake"
        )
    figure = style.new(style.DOUBLE, 0.9 + 0.19 * len(rows))
    axes = figure.subplots(1, len(shown), sharey=True)
    for ax, statistic in zip(axes, shown, strict=True):
        for at, row in enumerate(rows):
            _box(ax, test, row, statistic, at)
        ax.set_xlabel(style.axis(study, statistic, "test"))
        ax.xaxis.set_major_locator(MaxNLocator(4))
        rows_on_axis(ax, [_name(row) for row in rows])
        for at in range(1, len(rows)):
            if rows[at][1:3] != rows[at - 1][1:3]:
                ax.axhline(at - 0.5, color="0.6", linewidth=0.4)
    style.letters(axes)
    places = f"{study.place}s"
    text = f"With and without a process model, same training {places}; boxes over {places}"
    style.title(figure, study, text)
    return figure


def _known(drawn: pd.DataFrame, method: str, sample: str, cells: str) -> list[Row]:
    """The one row of this kind, or none."""
    chosen = _select(drawn, method, sample, cells)
    return [(method, sample, cells, int(n)) for n in chosen["n"]]


def _select(table: pd.DataFrame, method: str, sample: str, cells: str) -> pd.DataFrame:
    named = (table["method"] == method) & (table["sample"] == sample)
    return table[named & (table["cells"] == cells)]


def _name(row: Row) -> str:
    method, sample, cells, n = row
    where = "" if cells == "all" else f" {cells}"
    return f"{METHODS[method].label}, {sample}: {n}{where}"


def _box(ax: Axes, test: pd.DataFrame, row: Row, statistic: str, at: int) -> None:
    """A box from the percentiles that the table holds."""
    here = _select(test, *row[:3]).set_index("statistic")
    median = here.loc[statistic]
    low, first, third, high = (
        here.loc[f"{statistic}_p{percentile}", "value"] for percentile in (5, 25, 75, 95)
    )
    numbers = {"med": median["value"], "q1": first, "q3": third, "whislo": low, "whishi": high}
    face = {"facecolor": METHODS[row[0]].colour, "alpha": 0.45, **THIN}
    ax.bxp([numbers], positions=[at], boxprops=face, showfliers=False, **BOX)
    ax.plot([median["low"], median["high"]], [at, at], color="0.2", linewidth=1.8)
    ax.plot(median["value"], at, "|", color="black", markersize=7)
