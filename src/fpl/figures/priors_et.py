"""Evapotranspiration of the prior parameters beside towers and water balances: map and scatter."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from cmcrameri import cm
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from fpl.errors import DataError
from fpl.figures import maps, style
from fpl.terms import Study

SOURCES = {"tower": "flux towers", "water_balance": "basins, P - Q"}
MARKERS = {"tower": "^", "water_balance": "o"}
COLOURS = {"tower": style.ORANGE, "water_balance": style.BLUE}
TOLERANCE = 0.15  # the band that is drawn
STEP_MM = 100.0  # limits are whole steps


def plot(tables: Mapping[str, pd.DataFrame], study: Study, settings: Mapping[str, Any]) -> Figure:
    """Draw ``priors_et``; the statistics are those of ``evapotranspiration``.

    Above the map, with markers in the colours of the cells; below, simulated against estimated: mm
    a year for each source, and for basins the share of precipitation that evaporates. Markers are
    single towers and basins; the numbers count a cell once.
    """
    priors, summary = tables["priors_et"], tables["evapotranspiration"]
    cells, sites = priors[priors["kind"] == "cell"], priors[priors["kind"] != "cell"]
    if cells.empty or sites.empty:
        raise DataError(
            f"Prior evapotranspiration: expected rows of kind cell and {', '.join(SOURCES)}, got "
            f"{sorted(set(priors['kind']))}; make tables/priors_et.csv again"
        )
    first = priors.iloc[0]
    run = summary[
        (summary["model"] == first["model"])
        & (summary["method"] == first["method"])
        & (summary["period"] == first["period"])
    ]
    figure = style.new(style.DOUBLE, 6.9)
    grid = figure.add_gridspec(2, 3, height_ratios=[1.55, 1.0])
    _map(figure, figure.add_subplot(grid[0, :]), study, cells, sites)
    limit = np.ceil(sites[["simulated_mm_yr", "reference_mm_yr"]].to_numpy().max() / STEP_MM)
    for column, source in enumerate(SOURCES):
        ax = figure.add_subplot(grid[1, column])
        chosen = sites[sites["kind"] == source]
        _scatter(ax, chosen["reference_mm_yr"], chosen["simulated_mm_yr"], limit * STEP_MM, source)
        ax.set(xlabel="estimated (mm yr$^{-1}$)")
        _label(ax, study, SOURCES[source], run[run["source"] == source], "et")
    ax = figure.add_subplot(grid[1, 2])
    basins = sites[sites["reference_p_mm_yr"].notna()]
    shares = [basins[f"{s}_mm_yr"] / basins[f"{s}_p_mm_yr"] for s in ("reference", "simulated")]
    _scatter(ax, shares[0], shares[1], max(1.1, *(s.max() * 1.05 for s in shares)), "water_balance")
    ax.set(xlabel="estimated ET/P (-)", ylabel="simulated ET/P (-)")
    _label(ax, study, "basins, ET/P", run[run["source"] == "water_balance"], "et_per_p")
    figure.axes[2].set_ylabel("simulated (mm yr$^{-1}$)")
    style.letters(ax for ax in figure.axes if ax.get_label() != "<colorbar>")
    text = (
        f"Evapotranspiration of {first['model']} with prior parameters, {study.places(len(cells))}"
    )
    style.title(figure, study, text)
    return figure


def _map(figure: Figure, ax: Axes, study: Study, cells: pd.DataFrame, sites: pd.DataFrame) -> None:
    shown = pd.concat([cells["simulated_mm_yr"], sites["reference_mm_yr"]])
    low, high = shown.quantile([0.02, 0.98])
    drawn = maps.draw(
        ax, study, cells["lon"], cells["lat"], cells["simulated_mm_yr"], cmap=cm.batlow_r,
        limits=(low, high),
    )  # fmt: skip
    for source, label in SOURCES.items():
        here = sites[sites["kind"] == source]
        ax.scatter(
            *maps.project(here["lon"], here["lat"]),
            c=here["reference_mm_yr"],
            cmap=cm.batlow_r,
            vmin=low,
            vmax=high,
            marker=MARKERS[source],
            s=16,
            edgecolors="black",
            linewidths=0.5,
            label=f"{label} ({len(here)})",
            zorder=3,
        )
    ax.set_aspect("equal", adjustable="box")
    legend = ax.legend(loc="lower left", title="estimated at")
    for handle in legend.legend_handles:
        if handle is not None:
            handle.set(array=None, facecolor="white")
    label = "evapotranspiration (mm yr$^{-1}$)"
    figure.colorbar(drawn, ax=ax, label=label, extend="both", aspect=25, pad=0.01)


def _scatter(ax: Axes, x: pd.Series, y: pd.Series, limit: float, source: str) -> None:
    line = np.array([0.0, limit])
    ax.fill_between(
        line, (1 - TOLERANCE) * line, (1 + TOLERANCE) * line, color="0.9", linewidth=0, zorder=0
    )
    ax.plot(line, line, color="0.3", linewidth=0.8, zorder=1)
    ax.scatter(x, y, s=8, marker=MARKERS[source], color=COLOURS[source], alpha=0.6, linewidths=0)
    ticks = MaxNLocator(5).tick_values(0.0, limit)
    ax.set(xticks=ticks, yticks=ticks, aspect="equal")
    ax.set(xlim=(0, limit), ylim=(0, limit))  # last: ticks beyond the limit would widen them


def _label(ax: Axes, study: Study, name: str, summary: pd.DataFrame, quantity: str) -> None:
    """The statistics stand above the panel, where no marker can lie under them."""
    row = summary[summary["quantity"] == quantity].iloc[0]
    bias, low, high = (round(row[name]) for name in ("bias_percent", "bias_low", "bias_high"))
    text = f"{bias:+d} % ({low:+d} to {high:+d}), r = {row['r']:.2f}"
    ax.set_title(f"{text}\n{name}, {study.places(int(row['cells']))}")
