"""The README's block on fluxes that no method has seen, from tables/et_methods.csv."""

import pandas as pd

from fpl.errors import DataError
from fpl.terms import METHODS

MODELS = 2  # of the table, the first: the main ones
SHOWN = ("default", "fpl", "sceua", "lockstep")
COLUMNS = {  # (cells, statistic): head of the column, digits
    ("towers", "bias_percent"): ("ET bias at towers (%)", 0),
    ("basins", "bias_percent"): ("ET bias at basins (%)", 0),
    ("towers", "r"): ("ET r over towers", 2),
    ("basins", "r"): ("ET r over basins", 2),
    ("basins", "runoff_bias_percent"): ("runoff bias at basins (%)", 0),
    ("basins", "surface_share"): ("surface share of runoff", 2),
}


def markdown(table: pd.DataFrame) -> str:
    """Bias and correlation of priors, fPL and SCE-UA beside estimates, and what they rest on."""
    levels = table[table["against"].isna()]
    found = levels.set_index(["model", "method", "cells", "statistic"])[["value", "low", "high"]]
    head = ["method", "model", *(name for name, _ in COLUMNS.values())]
    lines = [head, ["---"] * len(head)]
    models = [name for name in dict.fromkeys(levels["model"]) if isinstance(name, str) and name]
    for model in models[:MODELS]:
        for method in SHOWN:
            if (model, method) in set(zip(levels["model"], levels["method"], strict=True)):
                values = [
                    _range(found, (model, method, *key), d) for key, (_, d) in COLUMNS.items()
                ]
                lines.append([METHODS[method].label, model, *values])
    if len(lines) == 2:
        raise DataError(
            f"expected rows of {', '.join(SHOWN)}, got none; make tables/et_methods.csv again"
        )
    known = levels[levels["method"] == "estimate"].set_index(["cells", "statistic"])
    cells = {name: int(known.loc[(name, "mean"), "n"]) for name in ("towers", "basins")}
    mean = {name: f"{known.loc[(name, 'mean'), 'value']:.0f} mm" for name in cells}
    runoff = known.loc[("basins", "runoff_mean"), "value"]
    quick = known.loc[("basins", "surface_share"), "value"]
    note = (
        "Mean of both years; in brackets 95 % intervals over cells and seeds. Estimates of "
        f"evapotranspiration (ET): {mean['towers']} a year at {cells['towers']} cells with towers, "
        f"{mean['basins']} at {cells['basins']} with basins; runoff there {runoff:.0f} mm, of "
        f"which a filter tells {quick:.2f} from baseflow."
    )
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + f"\n\n{note}\n"


def _range(found: pd.DataFrame, key: tuple[str, ...], digits: int) -> str:
    if key not in found.index:
        return "-"
    value, low, high = (f"{round(v, digits) + 0.0:.{digits}f}" for v in found.loc[key])
    return f"{value} ({low} to {high})"
