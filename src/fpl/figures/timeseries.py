"""Observed and simulated series through training and test at example places.

A flux is drawn as a hydrograph: the observed series is a line with its gaps, on a square-root axis,
which shows low flow beside peaks.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure

from fpl.errors import DataError
from fpl.figures import style
from fpl.terms import METHODS, Study

SHOWN = ("default", "sceua", "fpl")


def plot(tables: Mapping[str, pd.DataFrame], study: Study, settings: Mapping[str, Any]) -> Figure:
    """Draw ``timeseries``, a row an example place; ``settings``: periods."""
    series = tables["timeseries"]
    series = series.assign(date=pd.to_datetime(series["date"]))
    learned = series[series["method"] == "fpl"]
    if learned.empty:
        raise DataError("Time series: expected rows of method fpl, got none.")
    test_start = pd.Timestamp(str(settings["periods"]["test"]["start"]))
    examples = learned.drop_duplicates("cell").sort_values("percentile").to_dict("records")
    figure = style.new(style.DOUBLE, 0.8 + 1.35 * len(examples))
    axes = figure.subplots(len(examples), 1, sharex=True, squeeze=False)[:, 0]
    days = series["date"]
    for ax, example in zip(axes, examples, strict=True):
        _draw(ax, series[series["cell"] == example["cell"]], hydrograph=study.target.is_flux)
        ax.axvspan(test_start, days.max(), color="0.93", zorder=0)
        ax.set_title(_where(example, study), loc="right")
    locator = AutoDateLocator()
    axes[-1].xaxis.set_major_locator(locator)
    axes[-1].xaxis.set_major_formatter(ConciseDateFormatter(locator))
    axes[-1].set_xlim(days.min(), days.max())
    root = ", square-root axis" if study.target.is_flux else ""
    figure.supylabel(f"{study.target.axis}{root}", fontsize=7)
    style.letters(axes)
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=len(labels), markerscale=3)
    text = f"{learned['model'].iloc[0]}, training (white) and test period (grey)"
    style.title(figure, study, text)
    return figure


def _draw(ax: Axes, here: pd.DataFrame, *, hydrograph: bool) -> None:
    for method in SHOWN:
        run = here[here["method"] == method]
        if not run.empty:
            label = METHODS[method].label
            if method == "fpl":
                label += f" ({run['sample'].iloc[0]}, seed {run['seed'].iloc[0]})"
            ax.plot(run["date"], run["value"], color=METHODS[method].colour, label=label)
    seen = here[here["method"] == "observed"].set_index("date")["value"]
    label = METHODS["observed"].label
    if hydrograph:
        daily = seen.resample("D").mean()  # NaN, a gap of the line, on days without observation
        ax.plot(daily.index, daily, "k", linewidth=0.7, label=label, zorder=3)
        ax.set_yscale("function", functions=(lambda x: np.sqrt(np.maximum(x, 0.0)), np.square))
        ax.set_ylim(0.0, None)
    else:
        ax.plot(seen.index, seen, "k.", markersize=2, label=label, zorder=3)


def _where(example: dict[Any, Any], study: Study) -> str:
    """Where the place is and why it was chosen."""
    lat, lon = example["lat"], example["lon"]
    north, east = "N" if lat >= 0 else "S", "E" if lon >= 0 else "W"
    return (
        f"{study.place} {example['cell']}, {abs(lat):.1f}° {north} {abs(lon):.1f}° {east}: "
        f"percentile {example['percentile']:g} of test {study.metric.label} of fPL "
        f"({example['test_objective']:.3f})"
    )
