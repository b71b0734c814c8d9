"""Maps of the test error of both methods, and of their difference."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from fpl.errors import DataError
from fpl.figures import maps, style
from fpl.terms import METHODS, Study

SHOWN = ("fpl", "sceua")


def plot(tables: Mapping[str, pd.DataFrame], study: Study, settings: Mapping[str, Any]) -> Figure:
    """Draw the objective in the test period of ``metrics`` at the places that both methods have.

    fPL and SCE-UA are the runs of each on the largest sample, at each place the median over seeds.
    ``settings``: headline (the model), samples.
    """
    metrics, model = tables["metrics"], settings["headline"]
    rows = metrics[(metrics["period"] == "test") & (metrics["metric"] == study.objective)]
    rows = rows[rows["model"] == model]
    runs = {
        name: style.largest(rows[rows["method"] == name], settings["samples"], seeds=True)
        for name in SHOWN
    }
    fields = {name: run.groupby("cell")["value"].median() for name, run in runs.items()}
    both = pd.DataFrame(fields).dropna()
    metric = style.objective_name(study) if study.metric.better == "lower" else study.metric.label
    if both.empty:
        raise DataError(
            f"Test {metric} of {model}: expected {study.place}s with both fpl and sceua, got none."
        )
    where = rows.drop_duplicates("cell").set_index("cell")[["lat", "lon"]]
    figure = style.new(style.DOUBLE, 2.5)
    axes = list(figure.subplots(1, 3))
    label = style.axis(study, study.objective, "test")
    maps.compared(figure, axes, study, where.join(both, how="inner"), label)
    for ax, name in zip(axes, SHOWN, strict=False):
        sample, median = runs[name]["sample"].iloc[0], both[name].median()
        ax.set_title(f"{METHODS[name].label}, {sample}: median {median:.3f}")
    gap = (both["fpl"] - both["sceua"]).median()
    axes[2].set_title(f"fPL − SCE-UA: median {gap:+.3f}")
    style.letters(axes)
    seeds = style.count_seeds(runs["fpl"])
    better = "blue" if study.metric.better == "lower" else "red"
    places = study.places(len(both))
    text = f"Test {metric} of {model} at {places}; fPL: median of {seeds}; {better}: fPL better"
    style.title(figure, study, text)
    return figure
