"""Sizes, colours and saving that all figures share; names and looks of methods: fpl.terms."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import matplotlib as mpl
import matplotlib.style as mpl_style
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.figure import Figure

from fpl.terms import METHODS, METRICS, Metric, Study

SINGLE = 3.46  # width of one journal column, inches
DOUBLE = 7.09  # width of two
# Of samples, the one with the fewest places first: the larger, the darker
SAMPLES = LinearSegmentedColormap.from_list("samples", ["#F0A33F", "#C8386F", "#2F1163"])
# Okabe and Ito (2008), for what is no method: told apart with any colour vision
BLUE, ORANGE, GREEN, YELLOW, SKY, PURPLE, GREY = (
    *("#0072B2", "#D55E00", "#009E73", "#E69F00", "#56B4E9", "#CC79A7", "#999999"),
)
MARKERS = ("o", "s", "^", "D", "v", "P", "X")


def new(width: float, height: float) -> Figure:
    """An empty figure of this size in inches, in the house style, that belongs to no window.

    Everything but the house style is matplotlib's own default, whatever a user's matplotlibrc says.
    """
    mpl.rcdefaults()
    mpl_style.use(Path(__file__).with_name("paper.mplstyle"))
    return Figure(figsize=(width, height), layout="constrained")


def title(figure: Figure, study: Study, text: str) -> None:
    """Set the title; one of a generated world says so."""
    figure.suptitle(study.title(text))


def letters(axes: Iterable[Axes]) -> None:
    """Letter the panels a, b, c ... at their top left."""
    for letter, ax in zip(ascii_lowercase, axes, strict=False):
        ax.set_title(letter, loc="left", fontweight="bold")


def save(figure: Figure, png: str | Path, pdf: str | Path) -> None:
    """Write both files, without times or versions in them: equal figures are equal files."""
    Path(png).parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(png, metadata={"Software": None})
    figure.savefig(pdf, metadata={"CreationDate": None, "Creator": None, "Producer": None})


def look(method: str) -> dict[str, Any]:
    """Colour and marker of a method, as matplotlib's keywords."""
    return {"color": METHODS[method].colour, "marker": METHODS[method].marker}


def sample_colours(samples: Sequence[str]) -> dict[str, str]:
    """A colour for each sample, of any name; ``samples`` have the fewest places first."""
    last = max(len(samples) - 1, 1)
    if len(samples) == 1:
        return {samples[0]: to_hex(SAMPLES(1.0))}
    return {name: to_hex(SAMPLES(i / last)) for i, name in enumerate(samples)}


def largest(runs: pd.DataFrame, samples: Sequence[str], seeds: bool = False) -> pd.DataFrame:
    """Rows of the largest sample that is there; of its lowest seed, or of all ``seeds``.

    ``samples`` have the fewest places first; one that is not among them is larger than all (the
    true parameters are known of all places).
    """
    order = list(samples)
    rank = {name: order.index(name) if name in order else len(order) for name in runs["sample"]}
    chosen = runs[runs["sample"] == max(rank, key=lambda name: rank[name], default="")]
    return chosen if seeds else chosen[chosen["seed"] == chosen["seed"].min()]


def axis(study: Study, metric: str | Metric, before: str = "") -> str:
    """Label and unit of a metric, with words before: ``test RMSE (mm d-1)``."""
    known = METRICS[metric] if isinstance(metric, str) else metric
    return f"{before} {known.axis(study.target)}".strip()


def objective(study: Study, before: str = "") -> str:
    """Label and unit of what is minimised; of a metric that is better higher, 1 minus it."""
    words = f"{before} 1 −" if study.metric.better == "higher" else before
    return axis(study, study.metric, words)


def objective_name(study: Study) -> str:
    """What is minimised, without its unit: ``RMSE``, ``1 − KGE``."""
    return ("1 − " if study.metric.better == "higher" else "") + study.metric.label


def count_seeds(runs: pd.DataFrame) -> str:
    """How many seeds the runs have, in words for a title."""
    return seeds(runs["seed"].nunique())


def seeds(count: int) -> str:
    """So many seeds, in words."""
    return f"{count} seed" + ("" if count == 1 else "s")
