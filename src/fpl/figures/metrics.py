"""Distributions of test metrics over cells, all methods on the same cells."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from fpl.errors import DataError
from fpl.figures import style

SHOWN = ["rmse", "ubrmse", "bias", "r"]
ORDER = ["climatology", "default", "sceua", "fpl", "lstm"]
MODEL_FREE = ["climatology", "lstm"]
THIN = {"linewidth": 0.6}
BOX: dict[str, Any] = {
    "orientation": "horizontal",
    "widths": 0.6,
    "whis": (5, 95),
    "showfliers": False,
    "patch_artist": True,
    "medianprops": {"color": "black", "linewidth": 1.0},
    "whiskerprops": THIN,
    "capprops": THIN,
}

Group = tuple[str, str]  # method, sample


def plot(metrics: pd.DataFrame) -> Figure:
    """Draw the test period of tables/metrics.csv: boxes over cells, dots for the medians of seeds.

    One row of panels for each process model. Only cells with an RMSE in every run are drawn, so
    that all boxes hold the same cells. A metric that a method cannot have, such as the correlation
    of a constant, leaves its box out.
    """
    test = metrics[metrics["period"] == "test"]
    calibrated = test["method"].isin(["fpl", "sceua"])
    models = list(dict.fromkeys(test.loc[calibrated, "model"]))
    if not models:
        raise DataError("Metrics: expected test rows of method fpl or sceua, got none.")
    cells = _common_cells(test)
    test = test[test["cell"].isin(cells)]
    figure = style.new(style.DOUBLE, 0.7 + 2.0 * len(models))
    axes = figure.subplots(len(models), len(SHOWN), sharex="col", sharey="row", squeeze=False)
    for row, model in zip(axes, models, strict=True):
        shown = test[(test["model"] == model) | test["method"].isin(MODEL_FREE)]
        groups = _groups(shown)
        for ax, metric in zip(row, SHOWN, strict=True):
            _boxes(ax, shown[shown["metric"] == metric], groups)
            if model == models[-1]:
                ax.set_xlabel(style.METRIC_LABELS[metric])
        row[0].set_yticks(range(len(groups)), [_name(*group) for group in groups])
        row[0].set_ylabel(model)
    style.letters(axes.flat)
    seeds = style.count_seeds(test[test["method"] == "fpl"])
    text = f"Test period, {len(cells)} cells; fPL: {seeds}, dots: median over cells of each"
    style.title(figure, text, test["dataset"].iloc[0])
    return figure


def _common_cells(test: pd.DataFrame) -> list[int]:
    """Cells with an RMSE in every run that has any."""
    rmse = test[test["metric"] == "rmse"].dropna(subset="value")
    runs = rmse.groupby("cell").size()
    return runs.index[runs == runs.max()].tolist()


def _groups(shown: pd.DataFrame) -> list[Group]:
    """From top to bottom: baselines first, denser training lower."""
    present = set(zip(shown["method"], shown["sample"], strict=True))
    return [(m, d) for m in ORDER for d in style.SAMPLE_COLOURS if (m, d) in present]


def _name(method: str, sample: str) -> str:
    name = style.METHOD_NAMES[method]
    return f"{name} {sample}" if method == "fpl" else name


def _boxes(ax: Axes, shown: pd.DataFrame, groups: list[Group]) -> None:
    if (shown["metric"] == "bias").any():
        ax.axvline(0, color="0.3", linewidth=0.4)
    for place, (method, sample) in enumerate(groups):
        run = shown[(shown["method"] == method) & (shown["sample"] == sample)]
        # Seeds are not independent cells: the box holds each cell's median over seeds
        values = run.groupby("cell")["value"].median().dropna()
        face = {"facecolor": style.METHOD_COLOURS[method], "alpha": 0.45, **THIN}
        if not values.empty:
            ax.boxplot(values, positions=[place], boxprops=face, **BOX)
        medians = run.groupby("seed")["value"].median()
        ax.plot(medians, [place] * len(medians), "ko", markersize=1.8, zorder=3)
    ax.xaxis.set_major_locator(MaxNLocator(3))
    ax.set_ylim(len(groups) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=True, axis="x")
