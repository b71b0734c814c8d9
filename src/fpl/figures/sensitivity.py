"""Bars of how far each parameter of the model, moved alone, moves its outputs."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from fpl.errors import DataError
from fpl.figures import style

MOISTURE = "moisture_rms_difference"
PANELS = {
    MOISTURE: "rms difference of surface moisture (m$^3$ m$^{-3}$)",
    "annual_evapotranspiration_difference": "difference of evapotranspiration (mm yr$^{-1}$)",
}
# ubRMSE of the upstream LSTM on the test year, median over cells; as the README of the SMAP data
# states it. What a model made for these data leaves unexplained stands for their noise.
NOISE = 0.029
# Okabe and Ito (2008), in the order in which sets are met; a parameter of no set is grey
SET_COLOURS = ["#CC79A7", "#56B4E9", "#009E73", "#E69F00", "#0072B2"]
NO_SET, NO_COLOUR = "none", "0.7"


def plot(sensitivity: pd.DataFrame) -> Figure:
    """Draw tables/sensitivity.csv: medians over cells with quartiles, greatest on moisture first.

    Bars and their dots have the colours of calibrated sets; the dotted line is the noise that
    surface moisture is judged by.
    """
    missing = set(PANELS) - set(sensitivity["quantity"])
    if missing:
        raise DataError(
            f"Sensitivity: expected rows of {', '.join(PANELS)}, got none of "
            f"{', '.join(sorted(missing))}. Make tables/sensitivity.csv again."
        )
    table = sensitivity.pivot(index=["parameter", "sets"], columns=["quantity", "statistic"])
    table = table["value"].sort_values([(MOISTURE, "median"), (MOISTURE, "q75")])
    table = table.reset_index("sets")
    colours = _colours(table["sets"])
    figure = style.new(style.DOUBLE, 3.6)
    axes = figure.subplots(1, len(PANELS), sharey=True)
    for ax, (quantity, label) in zip(axes, PANELS.items(), strict=True):
        _bars(ax, table[quantity], [colours[name] for name in table["sets"]])
        ax.set_xlabel(label)
    axes[0].axvline(NOISE, color="black", linestyle=":", linewidth=0.8)
    axes[0].annotate(
        f"ubRMSE of an LSTM\non SMAP, {NOISE}",
        (NOISE, 0.3),
        xytext=(3, 0),
        textcoords="offset points",
        fontsize=6,
    )
    handles = [Patch(color=colour, label=_name(name)) for name, colour in colours.items()]
    axes[1].legend(handles=handles, title="calibrated in", loc="lower right")
    style.letters(axes)
    text = (
        f"One parameter moved at a time, over the middle half of its range; {_count(sensitivity)}"
    )
    style.title(figure, text, sensitivity["dataset"].iloc[0])
    return figure


def _colours(sets: pd.Series) -> dict[str, str]:
    """A colour for each combination of sets, from the one of the strongest parameter down."""
    names = [name for name in dict.fromkeys(sets[::-1]) if name != NO_SET]
    return dict(zip(names, SET_COLOURS, strict=False)) | {NO_SET: NO_COLOUR}


def _bars(ax: Axes, values: pd.DataFrame, colours: list[str]) -> None:
    middle = values["median"]
    reach = [middle - values["q25"], values["q75"] - middle]
    ax.barh(values.index, middle, xerr=reach, color=colours, error_kw={"elinewidth": 0.6})
    # dots show the colour of a bar of no length
    ax.scatter(middle, values.index, s=9, color=colours, clip_on=False, zorder=3)
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(-0.6, len(values) - 0.4)
    ax.set_xlim(left=0)
    ax.grid(visible=True, axis="x")


def _name(sets: str) -> str:
    return "neither" if sets == NO_SET else sets.replace("+", " and ")


def _count(sensitivity: pd.DataFrame) -> str:
    return f"{sensitivity['model'].iloc[0]}, {sensitivity['n'].max()} cells"
