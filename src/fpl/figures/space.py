"""Skill at places never trained on, by method and hold-out, and against distance."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fpl.errors import DataError
from fpl.figures import style
from fpl.figures.marks import intervals, rows_on_axis, shifts
from fpl.terms import METHODS, Study

MAIN, BEST, REGIONS = "fpl", "best_regionalised", "regions"
WAYS = {
    "similar": "most similar donor",
    "forest": "random forest",
    "inverse_distance": "inverse distance",
    "nearest": "nearest donor",
}
SEEN = ("fpl_gz_observed", "lockstep", "sceua")  # they read observations of the places, or fit them
BEFORE = ("fpl", "linear", "constant", "shuffled", "fpl_gz", "fpl_gz_observed")
AFTER = ("default", "lstm_trained", "lockstep", "sceua")
LINES = {  # dashes of the distributions
    "fpl": "-", BEST: "-", "lstm_trained": "-.", "default": "-", "lockstep": ":",
}  # fmt: skip


def plot(tables: Mapping[str, pd.DataFrame], study: Study, settings: Mapping[str, Any]) -> Figure:
    """Draw ``space`` (a, b, d) and ``space_cells`` (c). ``settings``: samples, smallest first."""
    space, cells = tables["space"], tables["space_cells"]
    if MAIN not in set(space["method"]) or BEST not in set(space["method"]):
        raise DataError(
            f"Places never trained on: expected rows of {MAIN} and {BEST}, got "
            f"{sorted(set(space['method']))}; make tables/space.csv again"
        )
    levels = space[space["against"].isna() & (space["period"] == "test")]
    medians = levels[levels["cells"] == "untrained"]
    methods = [name for name in _names(study) if name in set(medians["method"])]
    hold_outs = _hold_outs(medians, settings["samples"])
    height = 0.6 + 0.17 * len(methods)
    figure = style.new(style.DOUBLE, 2.5 + height)
    grid = figure.add_gridspec(2, 2, height_ratios=[height, 2.1])
    left = figure.add_subplot(grid[0, 0])
    right = figure.add_subplot(grid[0, 1], sharey=left)
    for ax, metric in ((left, study.objective), (right, "r")):
        _rows(ax, medians[medians["statistic"] == metric], methods, hold_outs, study)
        rows_on_axis(ax, [_names(study)[name] for name in methods])
        ax.set_xlabel(f"{style.axis(study, metric, 'test')}, median over {study.place}s")
    right.tick_params(labelleft=False)
    handles, labels = left.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=3)
    below = [figure.add_subplot(grid[1, column]) for column in (0, 1)]
    hardest = REGIONS if REGIONS in hold_outs else next(iter(hold_outs))
    _distributions(below[0], cells[cells["sample"] == hardest], space, hardest, study)
    _distances(below[1], space, hold_outs, study)
    style.letters([left, right, *below])
    text = (
        f"Test period at {study.place}s never trained on (*: their observations of the training "
        "period were used)"
    )
    style.title(figure, study, text)
    return figure


def _names(study: Study) -> dict[str, str]:
    """Rows from top to bottom, and what they are called."""
    ways = {name: f"SCE-UA: {text}" for name, text in WAYS.items()}
    spotpy = {f"sceua_{name}": f"SPOTPY: {text}" for name, text in WAYS.items()}
    names = {name: METHODS[name].label for name in BEFORE} | ways | spotpy
    names |= {name: METHODS[name].label for name in AFTER}
    at = {name: f"{names[name]}, at these {study.place}s" for name in ("lockstep", "sceua")}
    return names | {name: f"{text}*" for name, text in (names | at).items() if name in SEEN}


def _hold_outs(medians: pd.DataFrame, samples: Sequence[str]) -> dict[str, tuple[str, str, str]]:
    """Colour, marker and words of each hold-out that is there: samples, then regions."""
    known, colours = set(medians["sample"]), style.sample_colours(list(samples))
    shown = {
        name: (colours[name], style.MARKERS[number % 2], name_of(name))
        for number, name in enumerate(samples)
        if name in known
    }
    if REGIONS in known:
        shown[REGIONS] = (style.BLUE, "^", name_of(REGIONS))
    return shown


def name_of(hold_out: str) -> str:
    """What a hold-out is called."""
    return "regions left out in turn" if hold_out == REGIONS else f"not in {hold_out}"


def best(space: pd.DataFrame, hold_out: str) -> str:
    """The regionalisation that is called the best in a hold-out, in words."""
    rows = space[(space["method"] == BEST) & (space["sample"] == hold_out)]
    return WAYS.get(str(rows["note"].iloc[0]), "") if len(rows) else ""


def _rows(
    ax: Axes,
    rows: pd.DataFrame,
    methods: list[str],
    hold_outs: Mapping[str, tuple[str, str, str]],
    study: Study,
) -> None:
    """A row a method, a marker a hold-out, bars for the intervals."""
    for hold_out, shift in shifts(list(hold_outs)).items():
        colour, marker, text = hold_outs[hold_out]
        run = rows[rows["sample"] == hold_out].set_index("method")
        present = [name for name in methods if name in run.index]
        if present:
            run = run.loc[present]
            at = [methods.index(name) + shift for name in present]
            label = f"{text} ({study.places(int(run['n'].max()))})"
            look: dict[str, Any] = {"color": colour, "marker": marker, "label": label}
            intervals(ax, at, run, along="x", **look)


def _distributions(
    ax: Axes, here: pd.DataFrame, space: pd.DataFrame, hold_out: str, study: Study
) -> None:
    """Share of places with at most an error, in the hardest hold-out."""
    metric, names = study.objective, _names(study)
    chosen = space[(space["method"] == BEST) & (space["sample"] == hold_out)]["note"].iloc[0]
    names[BEST], top = f"SCE-UA: {best(space, hold_out)}", []
    for method, line in LINES.items():
        values = here.loc[here["method"] == (chosen if method == BEST else method), metric].dropna()
        if values.empty:
            continue
        colour = METHODS["sceua" if method == BEST else method].colour
        sns.ecdfplot(
            x=values, ax=ax, stat="percent", color=colour, linestyle=line,
            label=names[method].strip("*"),
        )  # fmt: skip
        top.append(float(values.quantile(0.95)))
    ax.set(xlabel=style.axis(study, metric, "test"), ylabel=f"{study.place}s with at most that (%)")
    ax.set_xlim(0, max(top))
    ax.set_title(name_of(hold_out))
    ax.grid(visible=True)
    ax.legend(loc="lower right")


def _distances(
    ax: Axes,
    space: pd.DataFrame,
    hold_outs: Mapping[str, tuple[str, str, str]],
    study: Study,
) -> None:
    """Paired difference in classes of distance to the nearest place trained on."""
    rows = space[space["cells"].str.endswith("_km") & (space["against"] == BEST)]
    edges = rows["cells"].str.extract(r"untrained_(\d+)_(\d+)_km").astype(int)
    rows = rows.assign(low_km=edges[0], high_km=edges[1])
    classes = rows.drop_duplicates("low_km").sort_values("low_km")
    starts, ends = classes["low_km"].tolist(), classes["high_km"].tolist()
    words = [f"{a}-{b}" if b < 2000 else f"over {a}" for a, b in zip(starts, ends, strict=True)]
    for hold_out, shift in shifts(list(hold_outs), room=0.45).items():
        colour, marker, _ = hold_outs[hold_out]
        part = rows[rows["sample"] == hold_out]
        if part.empty:
            continue
        at = np.array([starts.index(low) for low in part["low_km"]]) + shift
        intervals(ax, at, part, color=colour, marker=marker, markersize=3.2, capsize=2)
        for x, high, count in zip(at, part["high"], part["n"], strict=True):
            ax.annotate(str(int(count)), (x, high), (0, 2), textcoords="offset points",
                        ha="center", fontsize=5, color=colour)  # fmt: skip
    ax.axhline(0.0, color="0.3", linewidth=0.8)
    ax.set_xticks(range(len(words)), words)
    ax.set(xlabel=f"distance to the nearest {study.place} trained on (km)")
    ax.set_ylabel(f"difference of {style.axis(study, study.objective)}")
    ax.set_title("fPL − best regionalised SCE-UA")
    ax.set_xlim(-0.5, max(len(words), 1) - 0.5)
    ax.grid(visible=True, axis="y")
