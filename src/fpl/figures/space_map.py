"""Maps of test RMSE in regions left out of training: fPL, the best regionalised SCE-UA, both."""

from typing import Any

import numpy as np
import pandas as pd
from cmcrameri import cm
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from fpl.data import ease2
from fpl.errors import DataError
from fpl.figures import maps, style
from fpl.figures.space import BEST, MAIN, best

HOLD_OUT = "regions"


def plot(cells: pd.DataFrame, space: pd.DataFrame) -> Figure:
    """Draw tables/space_cells.csv; which regionalisation is the best says tables/space.csv.

    Each cell is judged by the run that did not see its region. Colours end at the 98th percentile,
    of both RMSE together and of the size of their difference. Heavy lines part the regions.
    """
    here = cells[cells["sample"] == HOLD_OUT]
    named = space[(space["method"] == BEST) & (space["sample"] == HOLD_OUT)]["note"]
    way = str(named.iloc[0]) if len(named) else ""
    wide = here.pivot(index="cell", columns="method", values="rmse")
    if MAIN not in wide or way not in wide:
        raise DataError(
            f"Regions left out: expected cells of {MAIN} and of a regionalisation, got "
            f"{list(wide.columns)}; the experiment `regions` must have runs of {MAIN}"
        )
    both = wide[[MAIN, way]].dropna()
    both["difference"] = both[MAIN] - both[way]
    places = here.drop_duplicates("cell").set_index("cell")[["lat", "lon", "region"]]
    both = both.join(places)
    top = both[[MAIN, way]].stack().quantile(0.98)
    reach = both["difference"].abs().quantile(0.98)
    dataset = cells["dataset"].iloc[0]
    figure = style.new(style.DOUBLE, 2.5)
    axes = figure.subplots(1, 3)
    drawn = []
    for ax, name in zip(axes, (MAIN, way, "difference"), strict=True):
        limits = (-reach, reach) if name == "difference" else (0.0, top)
        drawn.append(_map(ax, both, name, limits, outline=dataset != "twin"))
    axes[0].set_title(f"fPL: median {both[MAIN].median():.3f}")
    axes[1].set_title(f"SCE-UA, {best(space, HOLD_OUT)}: {both[way].median():.3f}")
    axes[2].set_title(f"fPL − SCE-UA: median {both['difference'].median():+.3f}")
    bar: dict[str, Any] = {"orientation": "horizontal", "pad": 0.02}
    label = f"test {style.METRIC_LABELS['rmse']}"
    figure.colorbar(drawn[0], ax=axes[:2], extend="max", label=label, aspect=35, **bar)
    bar |= {"aspect": 17, "ticks": MaxNLocator(5)}
    figure.colorbar(drawn[2], ax=axes[2], extend="both", label=f"difference of {label}", **bar)
    style.letters(axes)
    count = both["region"].nunique()
    text = f"{len(both)} cells of {count} regions, each left out of training; blue: fPL better"
    style.title(figure, text, dataset)
    return figure


def _map(
    ax: Axes, both: pd.DataFrame, name: str, limits: tuple[float, float], *, outline: bool
) -> PolyCollection:
    colours = cm.vik if name == "difference" else cm.lajolla
    places, values = (both["lon"], both["lat"]), both[name]
    drawn = maps.draw(ax, *places, values, cmap=colours, limits=limits, outline=outline)
    lines = borders(both["lon"].to_numpy(), both["lat"].to_numpy(), both["region"].to_numpy())
    ax.add_collection(LineCollection(list(lines), colors="black", linewidths=1.0), autolim=False)
    ax.set_aspect("equal", adjustable="box")  # no wider than the cells
    return drawn


def borders(longitude: maps.Floats, latitude: maps.Floats, region: np.ndarray) -> maps.Floats:
    """The edges ``(edge, 2, 2)``, km on the map, that neighbouring cells of two regions share."""
    row, column = ease2.row_column(latitude, longitude)
    steps = np.concatenate([np.diff(np.unique(row)), np.diff(np.unique(column))])
    step = int(np.gcd.reduce(steps)) if len(steps) else 1
    known = {(r, c): k for r, c, k in zip(row.tolist(), column.tolist(), region, strict=True)}
    ends = []
    for (r, c), mine in known.items():
        if known.get((r + step, c), mine) != mine:  # to the south
            ends.append([(r + step / 2, c - step / 2), (r + step / 2, c + step / 2)])
        if known.get((r, c + step), mine) != mine:  # to the east
            ends.append([(r - step / 2, c + step / 2), (r + step / 2, c + step / 2)])
    at = np.array(ends, dtype=float).reshape(-1, 2, 2)
    lat, lon = ease2.latitude_longitude(at[..., 0], at[..., 1])
    return np.stack(maps.project(lon, lat), axis=-1)
