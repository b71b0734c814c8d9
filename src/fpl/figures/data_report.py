"""Maps of what the data hold: coverage and defects of the observations, climate of the forcing."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from cmcrameri import cm
from matplotlib.colors import Colormap, ListedColormap
from matplotlib.figure import Figure

from fpl.data import split
from fpl.data.climate import DAYS_A_YEAR
from fpl.data.samples import cells_of_sample
from fpl.figures import maps, style
from fpl.terms import Study
from fpl.terms.target import unit_text

Panel = tuple[str, pd.Series, Colormap, tuple[float, float], str]
COLUMNS = 3


def plot(
    forcing: xr.Dataset,
    observations: xr.Dataset,
    quality: pd.DataFrame,
    periods: Mapping[str, Any],
    study: Study,
    samples: Sequence[str],
) -> Figure:
    """Draw maps of the kept places; those left out are grey.

    quality : what is known of each place; columns that a source has not leave their maps out
    samples : the smallest first
    """
    panels = _panels(forcing, observations, quality, periods, study)
    if samples:
        panels.append(_samples(quality, samples))
    rows = -(-len(panels) // COLUMNS)
    figure = style.new(style.DOUBLE, 0.4 + 2.0 * rows)
    axes = figure.subplots(rows, COLUMNS, squeeze=False)
    for ax in axes.flat[len(panels) :]:
        ax.set_axis_off()
    for ax, (name, values, cmap, limits, label) in zip(axes.flat, panels, strict=False):
        field = values.reindex(quality["cell"])
        drawn = maps.draw(
            ax, study, quality["lon"], quality["lat"], field, cmap=cmap, limits=limits
        )
        ax.set_title(name, loc="right")
        bar = figure.colorbar(
            drawn, ax=ax, orientation="horizontal", label=label, aspect=30, pad=0.02,
            extend=_ends(values, limits),
        )  # fmt: skip
        bar.outline.set_visible(False)
        if values.name == "sample":
            bar.set_ticks(list(range(len(samples))), labels=list(samples))
            bar.ax.tick_params(length=0)
    style.letters(axes.flat[: len(panels)])
    left_out = int((quality["kept"] == 0).sum())
    text = f"Data of {study.places(int(quality['kept'].sum()))}"
    style.title(figure, study, text + f" ({left_out} left out, grey)" * (left_out > 0))
    return figure


def _panels(
    forcing: xr.Dataset,
    observations: xr.Dataset,
    quality: pd.DataFrame,
    periods: Mapping[str, Any],
    study: Study,
) -> list[Panel]:
    """Name, values (place), colours, limits and label of each map."""
    kept = quality[quality["kept"] == 1].set_index("cell")
    weather = forcing.isel(time=split.period_index(forcing["time"], periods["training"]))
    precipitation = _series(weather["precipitation"].mean("time")) * DAYS_A_YEAR
    temperature = _series(weather["air_temperature"].mean("time"))
    mean, spread = (_series(getattr(observations["observed"], f)("time")) for f in ("mean", "std"))
    target, unit = study.target.label, unit_text(study.target.unit)
    wide = (0.0, 1.0)
    shares = _limits(pd.concat([kept["valid_share_training"], kept["valid_share_test"]]))
    defects: dict[str, tuple[str, Colormap, tuple[float, float] | None]] = {
        "frozen_share": ("values on frozen days", cm.devon_r, None),
        "share_at_ceiling": (f"values at the {study.place}'s ceiling", cm.lajolla_r, wide),
    }
    panels: list[Panel] = [
        (f"days with {target}, {name}", kept[f"valid_share_{name}"], cm.batlow, shares,
         "share of days")
        for name in ("training", "test")
    ]  # fmt: skip
    for column, (name, colours, limits) in defects.items():
        if column in kept:
            ends = limits or (0.0, _limits(kept[column])[1])
            panels.append((name, kept[column], colours, ends, "share of values"))
    return [
        *panels,
        (f"mean {target}", mean, cm.lapaz_r, _limits(mean), unit),
        (f"spread of {target} in time", spread, cm.lapaz_r, (0.0, _limits(spread)[1]), unit),
        (
            "precipitation, training",
            precipitation,
            cm.davos_r,
            (0.0, _limits(precipitation)[1]),
            "mm yr$^{-1}$",
        ),
        ("air temperature, training", temperature, cm.batlow, _limits(temperature), "°C"),
    ]


def _samples(quality: pd.DataFrame, samples: Sequence[str]) -> Panel:
    """The smallest sample that has a place, by its position in ``samples``."""
    kept = quality[quality["kept"] == 1].set_index("cell")
    places = kept.to_xarray()
    first = pd.Series(np.nan, kept.index, name="sample")
    for number, sample in reversed(list(enumerate(samples))):
        first[cells_of_sample(places, sample)] = number
    colours = ListedColormap(list(style.sample_colours(samples).values()))
    limits = (-0.5, len(samples) - 0.5)
    return ("training samples", first, colours, limits, "smallest sample that has it")


def _series(values: xr.DataArray) -> pd.Series:
    return pd.Series(values.to_numpy(), values["cell"].to_numpy())


def _limits(values: pd.Series) -> tuple[float, float]:
    """From the 1st to the 99th percentile, rounded outwards to two digits."""
    low, high = values.quantile([0.01, 0.99])
    unit = 10.0 ** (np.floor(np.log10(max(high - low, 1e-9))) - 1)
    return float(np.floor(low / unit) * unit), float(np.ceil(high / unit) * unit)


def _ends(values: pd.Series, limits: tuple[float, float]) -> str:
    """Which ends of the colour bar have values beyond them."""
    below, above = values.min() < limits[0], values.max() > limits[1]
    return {(0, 0): "neither", (1, 0): "min", (0, 1): "max", (1, 1): "both"}[int(below), int(above)]
