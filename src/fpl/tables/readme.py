"""The README's numbers: blocks between markers, filled from files."""

import re
from collections.abc import Mapping

import pandas as pd

from fpl.errors import DataError
from fpl.tables.markdown import table

BLOCK = re.compile(
    r"(?P<begin><!-- begin:(?P<name>[a-z_]+) -->\n)(?P<body>.*?)(?P<end><!-- end:(?P=name) -->)",
    re.DOTALL,
)


def fill(text: str, blocks: Mapping[str, str]) -> str:
    """Put each block between ``<!-- begin:NAME -->`` and ``<!-- end:NAME -->``; DataError if the
    text lacks the markers of a block."""
    present = {match["name"] for match in BLOCK.finditer(text)}
    for name in sorted(set(blocks) - present):
        raise DataError(
            f"README.md: expected the lines <!-- begin:{name} --> and <!-- end:{name} -->, got "
            "no such pair; put them where the block belongs"
        )

    def _filled(match: re.Match[str]) -> str:
        if match["name"] not in blocks:
            return match[0]
        return f"{match['begin']}{blocks[match['name']].strip()}\n{match['end']}"

    return BLOCK.sub(_filled, text)


def sources(datasets: pd.DataFrame) -> str:
    """The table of data sources from config/datasets.csv, one row for each citation."""
    rows = []
    for (licence, citation), files in datasets.groupby(["licence", "citation"], sort=False):
        size = f"{files['bytes'].sum() / 1e6:.1f} MB"
        groups = ", ".join(files["group"].unique()).replace("_", " ")
        rows.append([groups, str(len(files)), size, str(licence), str(citation)])
    return table(["data", "files", "size", "licence", "source"], rows)


def speed(ratios: pd.DataFrame) -> str:
    """The table of speed, from the rows of results/benchmarks/ratios.csv that have a target."""
    aimed = ratios[ratios["target"].notna()]
    lines = []
    for row in aimed.to_dict("records"):
        model = _model(row["model"], row["substeps"])
        other = "eager torch, the same model"
        if row["slower"] != "torch":
            other = f"{row['slower']}'s {row['model_of_slower'].upper()}"
        times = f"{row['ratio']:.3g} ({row['low']:.3g} to {row['high']:.3g})"
        lines.append([model, other, times, f"{row['target']:g}"])
    first = aimed.iloc[0]
    head = ["our model, fused engine", "against", "times as fast (range over rounds)", "target"]
    return (
        f"{table(head, lines)}\n\n"
        f"Forward and backward, {first['cells']} cells x 731 days, single precision, "
        f"{first['threads']} cores. Other packages run with the number of threads at which they "
        "are fastest. All ratios and their measurements are in `results/benchmarks/`."
    )


def _model(name: str, substeps: int) -> str:
    words = {"vic": "VIC", "snow_bucket": "snow-and-bucket model"}[name]
    return f"{words}, {substeps} sub-step{'s' * (substeps > 1)} a day" if name == "vic" else words
