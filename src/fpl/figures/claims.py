"""Every part of every claim: how far its statistic lies beyond its limit."""

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fpl.figures import style
from fpl.terms import Study

# A marker for each, so that colour is not needed
VERDICTS = {
    "supported": (style.BLUE, "o"),
    "refuted": (style.ORANGE, "s"),
    "inconclusive": (style.YELLOW, "D"),
    "not testable here": (style.GREY, "x"),
}
REACH = 5.0  # beyond which a value is drawn at the edge, as an arrow
LINE = 0.118  # inches a part
GAP = 1.3  # lines that a claim's heading takes


def plot(tables: Mapping[str, pd.DataFrame], study: Study, settings: Mapping[str, Any]) -> Figure:
    """Forest plot of ``claims``. Parts that are only reported are left out."""
    claims = tables["claims"]
    judged = claims[claims["rule"] != "reported"]
    names = list(dict.fromkeys(judged["claim"]))
    height = LINE * (len(judged) + GAP * len(names)) + 1.3
    figure = style.new(style.DOUBLE, height)
    ax = figure.add_subplot()
    ticks, labels, y = [], [], 0.0
    for name in names:
        rows = judged[judged["claim"] == name]
        heading = f"{name.replace('_', ' ')}: {rows['claim_verdict'].iloc[0]}"
        ax.text(-REACH, y, heading, fontweight="bold", va="center", fontsize="small")
        y += 1
        for row in rows.to_dict("records"):
            _part(ax, y, row)
            ticks.append(y)
            labels.append(f"\u25b8 {row['part']}" if row["primary"] else row["part"])
            y += 1
        y += GAP - 1
    ax.axvline(0, color="black", linewidth=0.8)
    ax.set_yticks(ticks, labels, fontsize="x-small")
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(y, -1)
    ax.set_xlim(-REACH * 1.05, REACH * 1.05)
    ax.set_xlabel("beyond the limit, in sizes that matter\n(ratios: orders of magnitude)")
    for verdict, (colour, marker) in VERDICTS.items():
        ax.plot([], [], marker, color=colour, label=verdict, markersize=4)
    figure.legend(*ax.get_legend_handles_labels(), loc="outside lower center", ncols=4)
    text = "Claims: right of the line is the claim's side; \u25b8 decides; arrows go on"
    style.title(figure, study, text)
    return figure


def _part(ax: Axes, y: float, row: Mapping[Hashable, Any]) -> None:
    """The interval as a line, the value as a marker; an arrow where the value is out of reach."""
    colour, marker = VERDICTS[row["verdict"]]
    if np.isnan(row["distance"]):
        ax.plot(0, y, marker, color=colour, markersize=4)
        return
    ends = np.clip([row["distance_low"], row["distance_high"]], -REACH, REACH)
    ax.plot(ends, [y, y], color=colour, linewidth=1.2)
    value = float(np.clip(row["distance"], -REACH, REACH))
    if abs(row["distance"]) > REACH:
        marker = ">" if value > 0 else "<"
    ax.plot(value, y, marker, color=colour, markersize=4)
