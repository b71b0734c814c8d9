"""Maps of the test error in regions left out of training: fPL, the best regionalised SCE-UA."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from fpl.data import geography
from fpl.errors import DataError
from fpl.figures import maps, style
from fpl.figures.space import BEST, MAIN, best
from fpl.terms import Study

HOLD_OUT = "regions"


def plot(tables: Mapping[str, pd.DataFrame], study: Study, settings: Mapping[str, Any]) -> Figure:
    """Draw ``space_cells``; which regionalisation is the best says ``space``.

    Each place is scored by the run that did not see its region. Heavy lines part the regions.
    """
    cells, space = tables["space_cells"], tables["space"]
    here = cells[cells["sample"] == HOLD_OUT]
    named = space[(space["method"] == BEST) & (space["sample"] == HOLD_OUT)]["note"]
    way = str(named.iloc[0]) if len(named) else ""
    wide = here.pivot(index="cell", columns="method", values=study.objective)
    if MAIN not in wide or way not in wide:
        raise DataError(
            f"Regions left out: expected {study.place}s of {MAIN} and of a regionalisation, got "
            f"{list(wide.columns)}; the experiment `regions` must have runs of {MAIN}"
        )
    both = wide[[MAIN, way]].dropna()
    where = here.drop_duplicates("cell").set_index("cell")[["lat", "lon", "region"]]
    figure = style.new(style.DOUBLE, 2.5)
    axes = list(figure.subplots(1, 3))
    fields = where.join(both, how="inner")
    maps.compared(figure, axes, study, fields, style.axis(study, study.objective, "test"))
    if study.grid:
        lon, lat, region = (fields[name].to_numpy() for name in ("lon", "lat", "region"))
        lines = borders(lon, lat, region, study.grid)
        for ax in axes:
            heavy = LineCollection(list(lines), colors="black", linewidths=1.0)
            ax.add_collection(heavy, autolim=False)
    gap = (both[MAIN] - both[way]).median()
    axes[0].set_title(f"fPL: median {both[MAIN].median():.3f}")
    axes[1].set_title(f"SCE-UA, {best(space, HOLD_OUT)}: {both[way].median():.3f}")
    axes[2].set_title(f"fPL − SCE-UA: median {gap:+.3f}")
    style.letters(axes)
    count, better = fields["region"].nunique(), "blue" if study.metric.better == "lower" else "red"
    places = study.places(len(fields))
    text = f"{places} of {count} regions, each left out of training; {better}: fPL better"
    style.title(figure, study, text)
    return figure


def borders(
    longitude: maps.Floats, latitude: maps.Floats, region: np.ndarray, grid: str
) -> maps.Floats:
    """The edges ``(edge, 2, 2)``, km on the map, that neighbouring cells of two regions share."""
    lat, lon = geography.borders(latitude, longitude, region, grid)
    return np.stack(maps.project(lon, lat), axis=-1)
