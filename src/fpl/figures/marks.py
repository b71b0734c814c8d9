"""Marks that several figures draw: values with intervals, groups on an axis."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from fpl.terms import METHODS
from fpl.terms.target import unit_text

DODGE = 0.72  # of the room of a group, over which methods are spread


def intervals(
    ax: Axes,
    at: ArrayLike,
    rows: pd.DataFrame,
    along: Literal["x", "y"] = "y",
    scale: float = 1.0,
    **look: Any,
) -> None:
    """A mark at each value of ``rows``, with a bar from ``low`` to ``high`` if there are these.

    at : where on the other axis ``(row,)``; along : the axis of the values
    """
    value, low, high = (scale * rows[name].astype(float) for name in ("value", "low", "high"))
    reach = np.array(
        [(value - low).clip(lower=0).fillna(0), (high - value).clip(lower=0).fillna(0)]
    )
    settings: dict[str, Any] = {"linestyle": "none", "marker": "o", "markersize": 3.5}
    settings |= {"elinewidth": 0.8} | look
    if along == "y":
        ax.errorbar(at, value, yerr=reach, **settings)
    else:
        ax.errorbar(value, at, xerr=reach, **settings)


def in_powers(values: pd.Series, unit: str) -> tuple[float, str]:
    """What small values are to be multiplied by, and their unit as an axis then shows it:
    ``10^-3 mm d-1``; nothing where the largest is 0.01 or more."""
    largest = float(values.abs().max())
    power = int(np.floor(np.log10(largest))) if largest > 0 else 0
    if power > -3:
        return 1.0, unit_text(unit)
    words = "" if unit in ("", "1") else f" {unit_text(unit)}"
    return 10.0**-power, f"10$^{{{power}}}${words}"


def present(methods: Iterable[str], order: Sequence[str] = tuple(METHODS)) -> list[str]:
    """The methods that are there, in this order."""
    known = set(methods)
    return [method for method in order if method in known]


def shifts(names: Sequence[str], room: float = DODGE) -> dict[str, float]:
    """How far each is put beside the middle of its group."""
    count = len(names)
    return {name: room * ((i + 0.5) / count - 0.5) for i, name in enumerate(names)}


def rows_on_axis(ax: Axes, names: Sequence[str]) -> None:
    """Names of rows beside the axis, the first at the top."""
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=True, axis="x")


def groups_on_axis(ax: Axes, groups: Sequence[str], marked: Iterable[str] = ()) -> None:
    """Names of groups below the axis, with a line between; ``marked`` ones with a star."""
    stars = set(marked)
    words = [f"{name}*" if name in stars else name for name in groups]
    ax.set_xticks(range(len(groups)), words)
    ax.set_xlim(-0.5, len(groups) - 0.5)
    ax.tick_params(axis="x", length=0)
    for edge in range(1, len(groups)):
        ax.axvline(edge - 0.5, color="0.8", linewidth=0.4)
    ax.grid(visible=True, axis="y")
