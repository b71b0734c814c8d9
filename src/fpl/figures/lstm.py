"""Skill of the process model and of LSTMs, at cells that they were trained on and at others."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from fpl.errors import DataError
from fpl.figures import style
from fpl.figures.metrics import BOX, THIN

SHOWN = ("rmse", "ubrmse", "r")
ORDER = ("sceua", "lockstep", "fpl", "lstm_trained", "lstm")
NAMES = style.METHOD_NAMES | {
    "lockstep": "SCE-UA, lockstep",
    "lstm_trained": "LSTM, trained here",
    "lstm": "LSTM, shipped",
}
COLOURS = style.METHOD_COLOURS | {
    "lockstep": style.METHOD_COLOURS["sceua"],
    "lstm_trained": "#E69F00",
}
LOOK = {key: value for key, value in BOX.items() if key != "whis"}


def plot(table: pd.DataFrame) -> Figure:
    """Draw tables/lstm.csv: boxes over cells from the percentiles, test year only.

    A row for each method, sample and kind of cells; the thick line in a box is the 95 % interval of
    the median.
    """
    test = table[(table["period"] == "test") & (table["against"].fillna("") == "")]
    drawn = test[test["statistic"] == f"{SHOWN[0]}_p25"]
    rows = [
        row
        for sample in list(style.SAMPLE_COLOURS)[::-1]
        for cells in ("all", "trained", "untrained")
        for method in ORDER
        for row in _found(drawn, method, sample, cells)
    ]
    if not rows:
        raise DataError(
            "LSTM: expected percentiles of test-year metrics in tables/lstm.csv, got none; make "
            "the table again with snakemake"
        )
    figure = style.new(style.DOUBLE, 0.9 + 0.19 * len(rows))
    axes = figure.subplots(1, len(SHOWN), sharey=True)
    for ax, statistic in zip(axes, SHOWN, strict=True):
        for place, row in enumerate(rows):
            _box(ax, test, row, statistic, place)
        ax.set_xlabel("test-year " + style.METRIC_LABELS[statistic])
        ax.xaxis.set_major_locator(MaxNLocator(4))
        ax.tick_params(axis="y", length=0)
        ax.grid(visible=True, axis="x")
        for place in range(1, len(rows)):
            if rows[place][1:3] != rows[place - 1][1:3]:
                ax.axhline(place - 0.5, color="0.6", linewidth=0.4)
    axes[0].set_yticks(range(len(rows)), [_name(row) for row in rows])
    axes[0].set_ylim(len(rows) - 0.4, -0.6)
    style.letters(axes)
    text = "With and without a process model, same training cells; boxes over cells"
    style.title(figure, text, table["dataset"].iloc[0])
    return figure


Row = tuple[str, str, str, int]  # method, sample, cells, how many


def _found(drawn: pd.DataFrame, method: str, sample: str, cells: str) -> list[Row]:
    """The one row of this kind, or none."""
    chosen = _select(drawn, method, sample, cells)
    return [(method, sample, cells, int(n)) for n in chosen["n"]]


def _select(table: pd.DataFrame, method: str, sample: str, cells: str) -> pd.DataFrame:
    named = (table["method"] == method) & (table["sample"] == sample)
    return table[named & (table["cells"] == cells)]


def _name(row: Row) -> str:
    method, sample, cells, n = row
    where = "" if cells == "all" else f" {cells}"
    return f"{NAMES[method]}, {sample}: {n}{where}"


def _box(ax: Axes, test: pd.DataFrame, row: Row, statistic: str, place: int) -> None:
    """A box from the percentiles that the table holds."""
    here = _select(test, *row[:3]).set_index("statistic")
    median = here.loc[statistic]
    low, first, third, high = (
        here.loc[f"{statistic}_p{percentile}", "value"] for percentile in (5, 25, 75, 95)
    )
    numbers = {"med": median["value"], "q1": first, "q3": third, "whislo": low, "whishi": high}
    face: dict[str, Any] = {"facecolor": COLOURS[row[0]], "alpha": 0.45, **THIN}
    ax.bxp([numbers], positions=[place], boxprops=face, **LOOK)
    ax.plot([median["low"], median["high"]], [place, place], color="0.2", linewidth=1.8)
    ax.plot(median["value"], place, "|", color="black", markersize=7)
