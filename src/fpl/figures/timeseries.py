"""Observed and simulated soil moisture through training and test at example cells."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure

from fpl.errors import DataError
from fpl.figures import style

METHODS = ["default", "sceua", "fpl"]


def plot(timeseries: pd.DataFrame, test_start: str) -> Figure:
    """Draw tables/timeseries.csv (date parsed), a row an example cell."""
    learned = timeseries[timeseries["method"] == "fpl"]
    if learned.empty:
        raise DataError("Time series: expected rows of method fpl, got none.")
    examples = learned.drop_duplicates("cell").sort_values("percentile").to_dict("records")
    figure = style.new(style.DOUBLE, 0.8 + 1.35 * len(examples))
    axes = figure.subplots(len(examples), 1, sharex=True, squeeze=False)[:, 0]
    days = timeseries["date"]
    for ax, example in zip(axes, examples, strict=True):
        _draw(ax, timeseries[timeseries["cell"] == example["cell"]])
        ax.axvspan(pd.Timestamp(test_start), days.max(), color="0.93", zorder=0)
        ax.set_title(_place(example), loc="right")
    locator = AutoDateLocator()
    axes[-1].xaxis.set_major_locator(locator)
    axes[-1].xaxis.set_major_formatter(ConciseDateFormatter(locator))
    axes[-1].set_xlim(days.min(), days.max())
    figure.supylabel("surface soil moisture (m$^3$ m$^{-3}$)", fontsize=7)
    style.letters(axes)
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=len(labels), markerscale=3)
    text = f"{learned['model'].iloc[0]}, training (white) and test period (grey)"
    style.title(figure, text, learned["dataset"].iloc[0])
    return figure


def _draw(ax: Axes, here: pd.DataFrame) -> None:
    for method in METHODS:
        run = here[here["method"] == method]
        if not run.empty:
            label = style.METHOD_NAMES[method]
            if method == "fpl":
                label += f" ({run['sample'].iloc[0]}, seed {run['seed'].iloc[0]})"
            ax.plot(run["date"], run["value"], color=style.METHOD_COLOURS[method], label=label)
    seen = here[here["method"] == "observed"]
    ax.plot(seen["date"], seen["value"], "k.", markersize=2, label="observed", zorder=3)


def _place(example: dict[Any, Any]) -> str:
    """Where the cell is and why it was chosen."""
    return (
        f"cell {example['cell']}, {example['lat']:.1f}° N {-example['lon']:.1f}° W: percentile "
        f"{example['percentile']:g} of test RMSE of fPL ({example['test_rmse']:.3f})"
    )
