"""Maps of what the data hold: coverage and defects of soil moisture, climate of the forcing."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from cmcrameri import cm
from matplotlib.colors import Colormap, ListedColormap
from matplotlib.figure import Figure

from fpl.data import split
from fpl.figures import maps, style

Panel = tuple[str, pd.Series, Colormap, tuple[float, float], str]

DENSITY_LEVELS = {"s4": 0, "s8": 1, "s16": 2}
DAYS_PER_YEAR = 365.25


def plot(
    forcing: xr.Dataset,
    observations: xr.Dataset,
    quality: pd.DataFrame,
    periods: Mapping[str, Any],
    dataset: str,
) -> Figure:
    """Draw nine maps of the kept cells; cells left out are grey."""
    figure = style.new(style.DOUBLE, 6.4)
    axes = figure.subplots(3, 3)
    for ax, (name, values, cmap, limits, label) in zip(
        axes.flat, _panels(forcing, observations, quality, periods), strict=True
    ):
        field = values.reindex(quality["cell"])
        place = (quality["lon"], quality["lat"])
        real = dataset != "twin"
        drawn = maps.draw(ax, *place, field, cmap=cmap, limits=limits, outline=real)
        ax.set_title(name, loc="right")
        bar = figure.colorbar(
            drawn,
            ax=ax,
            orientation="horizontal",
            label=label,
            aspect=30,
            pad=0.02,
            extend=_ends(values, limits),
        )
        bar.outline.set_visible(False)
        if name == "sampling density":
            bar.set_ticks(list(DENSITY_LEVELS.values()), labels=list(DENSITY_LEVELS))
            bar.ax.tick_params(length=0)
    style.letters(axes.flat)
    left_out = int((quality["kept"] == 0).sum())
    text = f"Data of {int(quality['kept'].sum())} cells"
    style.title(figure, text + f" ({left_out} left out, grey)" * (left_out > 0), dataset)
    return figure


def _panels(
    forcing: xr.Dataset,
    observations: xr.Dataset,
    quality: pd.DataFrame,
    periods: Mapping[str, Any],
) -> list[Panel]:
    """Name, values (cell), colours, limits and label of each map."""
    kept = quality[quality["kept"] == 1].set_index("cell")
    weather = forcing.isel(time=split.period_index(forcing["time"], periods["training"]))
    yearly_rain = _series(weather["precipitation"].mean("time")) * DAYS_PER_YEAR
    temperature = _series(weather["air_temperature"].mean("time"))
    moisture = _series(observations["observed"].mean("time"))
    spread = _series(observations["observed"].std("time"))
    valid = pd.concat([kept["valid_share_training"], kept["valid_share_test"]])
    shares = _limits(valid)
    density = sum(
        pd.Series(split.cells_of_lattice(kept["row"], kept["column"], name).astype(int), kept.index)
        for name in ("s8", "s16")
    )
    steps = ListedColormap([style.SAMPLE_COLOURS[name] for name in DENSITY_LEVELS])
    volume = "m$^3$ m$^{-3}$"
    return [
        (
            "days with soil moisture, training",
            kept["valid_share_training"],
            cm.batlow,
            shares,
            "share of days",
        ),
        (
            "days with soil moisture, test",
            kept["valid_share_test"],
            cm.batlow,
            shares,
            "share of days",
        ),
        (
            "values on frozen days",
            kept["frozen_share"],
            cm.devon_r,
            (0.0, _limits(kept["frozen_share"])[1]),
            "share of values",
        ),
        ("mean soil moisture", moisture, cm.lapaz_r, _limits(moisture), volume),
        ("spread of soil moisture in time", spread, cm.lapaz_r, (0.0, _limits(spread)[1]), volume),
        (
            "values at the cell's ceiling",
            kept["share_at_ceiling"],
            cm.lajolla_r,
            (0.0, 1.0),
            "share of values",
        ),
        (
            "precipitation, training",
            yearly_rain,
            cm.davos_r,
            (0.0, _limits(yearly_rain)[1]),
            "mm yr$^{-1}$",
        ),
        ("air temperature, training", temperature, cm.batlow, _limits(temperature), "°C"),
        ("sampling density", density, steps, (-0.5, 2.5), "sparsest density that has the cell"),
    ]


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
