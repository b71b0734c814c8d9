"""Where the error lies that a process model makes and an LSTM does not."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from fpl.errors import DataError
from fpl.figures import style
from fpl.figures.lstm import COLOURS, NAMES

MARKERS = {"sceua": "D", "fpl": "o", "lstm_trained": "s", "lstm": "^"}  # methods drawn
PARTS = {
    "bias": "bias (absolute)",
    "slow": "slow part (30-day mean)",
    "fast": "fast part (the rest)",
}
DAYS = {
    "heavy rain": "heavy rain (> 10 mm)",
    "rain": "rain (1 to 10 mm)",
    "dry after heavy rain": "dry, heavy rain the day before",
    "dry after dry": "dry, as the day before",
    "cold": "cold (< 5 °C)",
    "warm": "warm (> 20 °C)",
}
UNIT = "(m$^3$ m$^{-3}$)"


def plot(gap: pd.DataFrame) -> Figure:
    """Draw tables/lstm_gap.csv: parts of the error of cells above, kinds of days below."""
    drawn = gap[gap["method"].isin(MARKERS)]
    if drawn.empty:
        raise DataError(
            f"LSTM gap: expected rows of {', '.join(MARKERS)} in tables/lstm_gap.csv, got none; "
            "make the table again with snakemake"
        )
    figure = style.new(style.DOUBLE, 3.9)
    axes = figure.subplots(2, 2, height_ratios=(len(PARTS), len(DAYS)), width_ratios=(3, 2))
    parts = drawn[drawn["statistic"] == "median"]
    _dots(axes[0, 0], parts, "part", PARTS, "error, median over cells " + UNIT)
    _dots(
        axes[0, 1],
        parts,
        "part",
        {"spread_ratio": "standard\ndeviation,\nsimulated /\nobserved"},
        "spread in time, median over cells (-)",
    )
    residual = drawn[drawn["part"] == "residual"]
    rms, mean = (residual[residual["statistic"] == name] for name in ("rms", "mean"))
    counts = rms.groupby("days")["n"].max()
    words = {kind: f"{text}\n{counts[kind]} cell days" for kind, text in DAYS.items()}
    _dots(axes[1, 0], rms, "days", words, "root mean square error, bias removed " + UNIT)
    _dots(axes[1, 1], mean, "days", dict.fromkeys(DAYS, ""), "mean, observed $-$ simulated " + UNIT)
    axes[0, 1].axvline(1, color="0.3", linewidth=0.4)
    axes[1, 1].axvline(0, color="0.3", linewidth=0.4)
    widest = max(ax.get_xlim()[1] for ax in axes[:, 0])
    for ax in axes[:, 0]:
        ax.set_xlim(0, widest)
    axes[1, 1].xaxis.set_major_locator(MaxNLocator(4))
    style.letters(axes.flat)
    handles, texts = axes[0, 0].get_legend_handles_labels()
    figure.legend(handles, texts, loc="outside lower center", ncols=len(texts))
    cells = int(parts["n"].max())
    style.title(
        figure,
        f"What stands between a process model and an LSTM: errors in the test year, {cells} cells",
        gap["dataset"].iloc[0],
    )
    return figure


def _dots(ax: Axes, rows: pd.DataFrame, key: str, words: dict[str, str], label: str) -> None:
    """A line of dots for each kind, one a method."""
    for place, (method, marker) in enumerate(MARKERS.items()):
        run = rows[rows["method"] == method].set_index(key)["value"]
        if run.empty:
            continue
        values = [run.get(kind) for kind in words]
        shift = 0.14 * (place - 0.5 * (len(MARKERS) - 1))
        at = [i + shift for i in range(len(words))]
        (dots,) = ax.plot(values, at, marker, color=COLOURS[method], markersize=4)
        dots.set_label(NAMES[method])
    ax.set_yticks(range(len(words)), list(words.values()))
    ax.set_ylim(len(words) - 0.5, -0.5)
    ax.set_xlabel(label)
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=True, axis="x")
