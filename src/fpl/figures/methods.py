"""Name, colour and marker of each method whose maps of parameters are compared."""

from collections.abc import Iterable
from typing import NamedTuple

from matplotlib.axes import Axes

from fpl.figures import style


class Look(NamedTuple):
    """How a method is drawn."""

    name: str
    colour: str
    marker: str


# Colours of Okabe and Ito (2008), two of them darkened
LOOKS = {
    "truth": Look("true", "#000000", "x"),
    "fpl": Look("fPL", style.METHOD_COLOURS["fpl"], "o"),
    "linear": Look("linear transfer", "#56B4E9", "^"),
    "noise": Look("fPL, noise attributes", "#004B75", "v"),
    "shuffled": Look("fPL, shuffled attributes", "#CC79A7", "D"),
    "gradient": Look("gradient, each cell", "#009E73", "s"),
    "sceua": Look("SCE-UA", style.METHOD_COLOURS["sceua"], "P"),
    "lockstep": Look("SCE-UA, lockstep", "#7F3800", "X"),
}
NULL_COLOUR = "0.85"
DODGE = 0.72  # of the place of a group, over which methods are spread


def present(methods: Iterable[str]) -> list[str]:
    """The methods that are there and drawn, in the order of LOOKS."""
    known = set(methods)
    return [method for method in LOOKS if method in known]


def shifts(methods: list[str]) -> dict[str, float]:
    """How far each method is put beside the middle of its group."""
    count = len(methods)
    return {m: DODGE * ((i + 0.5) / count - 0.5) for i, m in enumerate(methods)}


def groups_on_axis(ax: Axes, groups: list[str], marked: Iterable[str]) -> None:
    """Names of groups below the axis, with a line between; ``marked`` ones with a star."""
    stars = set(marked)
    words = [f"{name}*" if name in stars else name for name in groups]
    ax.set_xticks(range(len(groups)), words)
    ax.set_xlim(-0.5, len(groups) - 0.5)
    ax.tick_params(axis="x", length=0)
    for edge in range(1, len(groups)):
        ax.axvline(edge - 0.5, color="0.8", linewidth=0.4)
    ax.grid(visible=True, axis="y")
