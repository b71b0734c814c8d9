"""Maps of test RMSE of both methods, and of their difference."""

from typing import Any

import pandas as pd
from cmcrameri import cm
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from fpl.errors import DataError
from fpl.figures import maps, style

METHODS = ["fpl", "sceua"]


def plot(metrics: pd.DataFrame, model: str) -> Figure:
    """Draw test RMSE of tables/metrics.csv for one model at the cells that both methods have.

    fPL and SCE-UA are the densest runs of each, at each cell the median over seeds. Colours end at
    the 98th percentile, of both RMSE together and of the size of their difference.
    """
    rmse = metrics[(metrics["period"] == "test") & (metrics["metric"] == "rmse")]
    rmse = rmse[rmse["model"] == model]
    dense = {name: style.densest(rmse[rmse["method"] == name], seeds=True) for name in METHODS}
    fields = {name: run.groupby("cell")["value"].median() for name, run in dense.items()}
    both = pd.DataFrame(fields).dropna()
    if both.empty:
        raise DataError(f"Test RMSE of {model}: expected cells with both fpl and sceua, got none.")
    both["difference"] = both["fpl"] - both["sceua"]
    both = both.join(rmse.drop_duplicates("cell").set_index("cell")[["lat", "lon"]])
    top = both[METHODS].quantile(0.98).max()
    reach = both["difference"].abs().quantile(0.98)
    dataset = rmse["dataset"].iloc[0]

    figure = style.new(style.DOUBLE, 2.5)
    axes = figure.subplots(1, 3)
    drawn = []
    for ax, name in zip(axes, [*METHODS, "difference"], strict=True):
        limits = (-reach, reach) if name == "difference" else (0.0, top)
        drawn.append(_map(ax, both, name, limits, outline=dataset != "twin"))
    for ax, name in zip(axes, METHODS, strict=False):
        sample = dense[name]["sample"].iloc[0]
        median = both[name].median()
        ax.set_title(f"{style.METHOD_NAMES[name]} {sample}: median {median:.3f}")
    axes[2].set_title(f"fPL − SCE-UA: median {both['difference'].median():+.3f}")
    bar: dict[str, Any] = {"orientation": "horizontal", "pad": 0.02}
    label = f"test {style.METRIC_LABELS['rmse']}"
    figure.colorbar(drawn[0], ax=axes[:2], extend="max", label=label, aspect=35, **bar)
    bar |= {"aspect": 17, "ticks": MaxNLocator(5)}
    figure.colorbar(drawn[2], ax=axes[2], extend="both", label=f"difference of {label}", **bar)
    style.letters(axes)
    seeds = style.count_seeds(dense["fpl"])
    text = f"Test RMSE of {model} at {len(both)} cells; fPL: median of {seeds}; blue: fPL better"
    style.title(figure, text, dataset)
    return figure


def _map(
    ax: Axes, both: pd.DataFrame, name: str, limits: tuple[float, float], *, outline: bool
) -> PolyCollection:
    colours = cm.vik if name == "difference" else cm.lajolla
    places, values = (both["lon"], both["lat"]), both[name]
    drawn = maps.draw(ax, *places, values, cmap=colours, limits=limits, outline=outline)
    ax.set_aspect("equal", adjustable="box")  # no wider than the cells
    return drawn
