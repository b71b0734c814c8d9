"""Where the error lies that a process model makes and an LSTM does not."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from fpl.errors import DataError
from fpl.figures import style
from fpl.figures.marks import present, rows_on_axis, shifts
from fpl.terms import METHODS, Study
from fpl.terms.target import unit_text

SHOWN = ("sceua", "fpl", "lstm_trained", "lstm")
PARTS = {
    "bias": "bias (absolute)",
    "slow": "slow part (30-day mean)",
    "fast": "fast part (the rest)",
}
SPREAD = {"spread_ratio": "standard\ndeviation,\nsimulated /\nobserved"}
DAYS = {
    "heavy rain": "heavy rain (> 10 mm)",
    "rain": "rain (1 to 10 mm)",
    "dry after heavy rain": "dry, heavy rain the day before",
    "dry after dry": "dry, as the day before",
    "cold": "cold (< 5 °C)",
    "warm": "warm (> 20 °C)",
}


def plot(tables: Mapping[str, pd.DataFrame], study: Study, settings: Mapping[str, Any]) -> Figure:
    """Draw ``lstm_gap``: parts of the error of places above, kinds of days below."""
    gap = tables["lstm_gap"]
    drawn = gap[gap["method"].isin(SHOWN)]
    if drawn.empty:
        raise DataError(
            f"LSTM gap: expected rows of {', '.join(SHOWN)} in tables/lstm_gap.csv, got none; "
            "make the table again with snakemake"
        )
    unit = f"({unit_text(study.target.unit)})"
    figure = style.new(style.DOUBLE, 3.9)
    axes = figure.subplots(2, 2, height_ratios=(len(PARTS), len(DAYS)), width_ratios=(3, 2))
    parts = drawn[drawn["statistic"] == "median"]
    _dots(axes[0, 0], parts, "part", PARTS, f"error, median over {study.place}s {unit}")
    _dots(axes[0, 1], parts, "part", SPREAD, f"spread in time, median over {study.place}s (-)")
    residual = drawn[drawn["part"] == "residual"]
    rms, mean = (residual[residual["statistic"] == name] for name in ("rms", "mean"))
    counts = rms.groupby("days")["n"].max()
    words = {kind: f"{text}\n{counts[kind]:,} {study.place} days" for kind, text in DAYS.items()}
    _dots(axes[1, 0], rms, "days", words, f"root mean square error, bias removed {unit}")
    _dots(axes[1, 1], mean, "days", dict.fromkeys(DAYS, ""), f"mean, observed − simulated {unit}")
    axes[0, 1].axvline(1, color="0.3", linewidth=0.4)
    axes[1, 1].axvline(0, color="0.3", linewidth=0.4)
    widest = max(ax.get_xlim()[1] for ax in axes[:, 0])
    for ax in axes[:, 0]:
        ax.set_xlim(0, widest)
    axes[1, 1].xaxis.set_major_locator(MaxNLocator(4))
    style.letters(axes.flat)
    figure.legend(
        *axes[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=len(SHOWN)
    )
    places = study.places(int(parts["n"].max()))
    text = f"What stands between a process model and an LSTM: errors in the test period, {places}"
    style.title(figure, study, text)
    return figure


def _dots(ax: Axes, rows: pd.DataFrame, key: str, words: Mapping[str, str], label: str) -> None:
    """A line of dots for each kind, one a method."""
    for method, shift in shifts(present(rows["method"], SHOWN), room=0.56).items():
        run = rows[rows["method"] == method].set_index(key)["value"]
        values = [run.get(kind) for kind in words]
        look = style.look(method) | {"linestyle": "none", "markersize": 4}
        ax.plot(values, [i + shift for i in range(len(words))], label=METHODS[method].label, **look)
    ax.set_xlabel(label)
    rows_on_axis(ax, list(words.values()))
