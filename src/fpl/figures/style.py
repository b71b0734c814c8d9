"""Sizes, colours, names and saving that all figures share."""

from collections.abc import Iterable
from pathlib import Path
from string import ascii_lowercase

import matplotlib.style as mpl_style
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

SINGLE = 3.46  # width of one journal column, inches
DOUBLE = 7.09  # width of two

# Okabe and Ito (2008): can be told apart with any colour vision
METHOD_COLOURS = {
    "fpl": "#0072B2",
    "fpl_gz": "#CC79A7",
    "fpl_gz_observed": "#009E73",
    "sceua": "#D55E00",
    "lockstep": "#7F3800",
    "default": "#999999",
    "climatology": "#E69F00",
    "lstm": "#009E73",
    "observed": "#000000",
    "truth": "#000000",
}
METHOD_NAMES = {
    "fpl": "fPL",
    "fpl_gz": "fPL, g_z (weather)",
    "fpl_gz_observed": "fPL, g_z (weather, SMAP)",
    "sceua": "SCE-UA",
    "lockstep": "SCE-UA, lockstep",
    "gradient": "gradient, each cell",
    "constant": "one set for all",
    "linear": "linear transfer",
    "shuffled": "fPL, shuffled attributes",
    "noise": "fPL, noise attributes",
    "default": "default",
    "climatology": "cell mean",
    "lstm": "LSTM",
    "observed": "observed",
    "truth": "true",
}
# Samples are ordered: the denser, the darker
SAMPLE_COLOURS = {"s16": "#F0A33F", "s8": "#C8386F", "s4": "#2F1163"}
METRIC_LABELS = {
    "rmse": "RMSE (m$^3$ m$^{-3}$)",
    "ubrmse": "ubRMSE (m$^3$ m$^{-3}$)",
    "bias": "bias (m$^3$ m$^{-3}$)",
    "r": "correlation R (-)",
    "nse": "NSE (-)",
    "kge": "KGE (-)",
}
TWIN = "generated world (twin)"


def new(width: float, height: float) -> Figure:
    """An empty figure of this size in inches, in the house style, that belongs to no window."""
    mpl_style.use(Path(__file__).with_name("paper.mplstyle"))
    return Figure(figsize=(width, height), layout="constrained")


def title(figure: Figure, text: str, dataset: str) -> None:
    """Set the title; one of a generated world says so."""
    figure.suptitle(f"{TWIN}: {text}" if dataset == "twin" else text)


def letters(axes: Iterable[Axes]) -> None:
    """Letter the panels a, b, c ... at their top left."""
    for letter, ax in zip(ascii_lowercase, axes, strict=False):
        ax.set_title(letter, loc="left", fontweight="bold")


def save(figure: Figure, png: str | Path, pdf: str | Path) -> None:
    """Write both files, without times or versions in them: equal figures are equal files."""
    Path(png).parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(png, metadata={"Software": None})
    figure.savefig(pdf, metadata={"CreationDate": None, "Creator": None, "Producer": None})


def densest(runs: pd.DataFrame, seeds: bool = False) -> pd.DataFrame:
    """Rows of the densest sample that is there; of its lowest seed, or of all ``seeds``."""
    known = [*SAMPLE_COLOURS, "all"]
    dense = runs[runs["sample"] == max(runs["sample"], key=known.index, default="")]
    return dense if seeds else dense[dense["seed"] == dense["seed"].min()]


def unit(name: str) -> str:
    """A CF unit as an axis shows it: a pure number has "-"."""
    return "-" if name == "1" else name


def count_seeds(runs: pd.DataFrame) -> str:
    """How many seeds the runs have, in words for a title."""
    count = runs["seed"].nunique()
    return "1 seed" if count == 1 else f"{count} seeds"
