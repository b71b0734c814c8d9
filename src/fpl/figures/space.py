"""Skill at cells never trained on, by method and hold-out, and against distance."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fpl.errors import DataError
from fpl.figures import style

MAIN, BEST = "fpl", "best_regionalised"
HOLD_OUTS = {
    "s8": ("o", "#C8386F", "between the cells of s8"),
    "s16": ("s", "#E69F00", "between the cells of s16"),
    "regions": ("^", "#0072B2", "regions left out in turn"),
}
WAYS = {
    "similar": "most similar donor",
    "forest": "random forest",
    "inverse_distance": "inverse distance",
    "nearest": "nearest donor",
}
ROWS = {
    "fpl": "fPL",
    "linear": "linear transfer function",
    "constant": "one set for all cells",
    "shuffled": "fPL, attributes shuffled",
    "fpl_gz": "fPL, g_z (weather)",
    "fpl_gz_observed": "fPL, g_z (its own SMAP)*",
    **{name: f"SCE-UA: {text}" for name, text in WAYS.items()},
    **{f"sceua_{name}": f"SPOTPY: {text}" for name, text in WAYS.items()},
    "default": "priors",
    "lstm_trained": "LSTM",
    "lockstep": "SCE-UA at these cells*",
    "sceua": "SPOTPY at these cells*",
}
LINES = {
    "fpl": ("#0072B2", "-"),
    BEST: ("#D55E00", "-"),
    "lstm_trained": ("#009E73", "-."),
    "default": ("#999999", "-"),
    "lockstep": ("#D55E00", ":"),
}
HARDEST = ("regions", "s16", "s8")  # of these the first that is there has its distribution drawn


def plot(space: pd.DataFrame, cells: pd.DataFrame) -> Figure:
    """Draw tables/space.csv (a, b, d) and tables/space_cells.csv (c)."""
    if MAIN not in set(space["method"]) or BEST not in set(space["method"]):
        raise DataError(
            f"Cells never trained on: expected rows of {MAIN} and {BEST}, got "
            f"{sorted(set(space['method']))}; make tables/space.csv again"
        )
    levels = space[space["against"].isna() & (space["period"] == "test")]
    medians = levels[levels["cells"] == "untrained"]
    methods = [name for name in ROWS if name in set(medians["method"])]
    figure = style.new(style.DOUBLE, 3.1 + 0.17 * len(methods))
    grid = figure.add_gridspec(2, 2, height_ratios=[0.6 + 0.17 * len(methods), 2.1])
    left = figure.add_subplot(grid[0, 0])
    right = figure.add_subplot(grid[0, 1], sharey=left)
    for ax, metric in ((left, "rmse"), (right, "r")):
        _rows(ax, medians[medians["statistic"] == metric], methods)
        ax.set_xlabel(f"test {style.METRIC_LABELS[metric]}, median over cells")
    left.set_yticks(range(len(methods)), [ROWS[name] for name in methods])
    left.set_ylim(len(methods) - 0.4, -0.6)
    right.tick_params(labelleft=False)
    handles, labels = left.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=3)
    below = [figure.add_subplot(grid[1, column]) for column in (0, 1)]
    _distributions(below[0], cells, space)
    _distances(below[1], space)
    style.letters([left, right, *below])
    text = "Test year at cells never trained on (*: their SMAP of the training year was seen)"
    style.title(figure, text, space["dataset"].iloc[0])
    return figure


def best(space: pd.DataFrame, hold_out: str) -> str:
    """The regionalisation that is called the best in a hold-out, in words."""
    rows = space[(space["method"] == BEST) & (space["sample"] == hold_out)]
    return WAYS.get(str(rows["note"].iloc[0]), "") if len(rows) else ""


def _rows(ax: Axes, rows: pd.DataFrame, methods: list[str]) -> None:
    """A row a method, a marker a hold-out, bars for the intervals."""
    for number, (hold_out, (marker, colour, text)) in enumerate(HOLD_OUTS.items()):
        run = rows[rows["sample"] == hold_out].set_index("method")
        present = [name for name in methods if name in run.index]
        if not present:
            continue
        found = run.loc[present]
        at = np.array([methods.index(name) for name in present]) + 0.24 * (number - 1)
        reach = [found["value"] - found["low"], found["high"] - found["value"]]
        ax.errorbar(
            found["value"], at, xerr=reach, linestyle="none", marker=marker, color=colour,
            markersize=3.2, elinewidth=0.8, label=f"{text} ({int(found['n'].max())} cells)",
        )  # fmt: skip
    ax.grid(visible=True, axis="x")
    ax.tick_params(axis="y", length=0)


def _distributions(ax: Axes, cells: pd.DataFrame, space: pd.DataFrame) -> None:
    """Share of cells with at most an RMSE, in the hardest hold-out."""
    hold_out = next(name for name in HARDEST if name in set(cells["sample"]))
    here = cells[cells["sample"] == hold_out]
    chosen = space[(space["method"] == BEST) & (space["sample"] == hold_out)]["note"].iloc[0]
    top = 0.0
    for method, (colour, line) in LINES.items():
        values = here.loc[here["method"] == (chosen if method == BEST else method), "rmse"].dropna()
        if values.empty:
            continue
        name = f"SCE-UA: {best(space, hold_out)}" if method == BEST else ROWS[method].strip("*")
        share = 100 * np.arange(1, len(values) + 1) / len(values)
        ax.step(np.sort(values), share, where="post", color=colour, linestyle=line, label=name)
        top = max(top, float(values.quantile(0.95)))
    ax.set(xlabel=f"test {style.METRIC_LABELS['rmse']}", ylabel="cells with at most that (%)")
    ax.set(xlim=(0, top), ylim=(0, 100))
    ax.set_title(HOLD_OUTS[hold_out][2])
    ax.grid(visible=True)
    ax.legend(loc="lower right")


def _distances(ax: Axes, space: pd.DataFrame) -> None:
    """Paired difference of RMSE in classes of distance to the nearest cell trained on."""
    rows = space[space["cells"].str.endswith("_km") & (space["against"] == BEST)]
    edges = rows["cells"].str.extract(r"untrained_(\d+)_(\d+)_km").astype(int)
    rows = rows.assign(low_km=edges[0], high_km=edges[1])
    classes = rows.drop_duplicates("low_km").sort_values("low_km")
    starts, ends = classes["low_km"].tolist(), classes["high_km"].tolist()
    words = [f"{a}-{b}" if b < 2000 else f"over {a}" for a, b in zip(starts, ends, strict=True)]
    for number, (hold_out, (marker, colour, _)) in enumerate(HOLD_OUTS.items()):
        found = rows[rows["sample"] == hold_out]
        if found.empty:
            continue
        at = np.array([starts.index(low) for low in found["low_km"]]) + 0.15 * (number - 1)
        reach = [found["value"] - found["low"], found["high"] - found["value"]]
        ax.errorbar(at, found["value"], yerr=reach, linestyle="none", marker=marker, color=colour,
                    markersize=3.2, elinewidth=0.8, capsize=2)  # fmt: skip
        for x, high, count in zip(at, found["high"], found["n"], strict=True):
            ax.annotate(str(int(count)), (x, high), (0, 2), textcoords="offset points",
                        ha="center", fontsize=5, color=colour)  # fmt: skip
    ax.axhline(0.0, color="0.3", linewidth=0.8)
    ax.set_xticks(range(len(words)), words)
    ax.set(xlabel="distance to the nearest cell trained on (km)")
    ax.set_ylabel(f"difference of {style.METRIC_LABELS['rmse']}")
    ax.set_title("fPL − best regionalised SCE-UA")
    ax.set_xlim(-0.5, max(len(words), 1) - 0.5)
    ax.grid(visible=True, axis="y")
