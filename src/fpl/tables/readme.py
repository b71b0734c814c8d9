"""The README's numbers: blocks between markers, filled from files."""

import re
from collections.abc import Mapping

import pandas as pd

from fpl.errors import DataError

BLOCK = re.compile(
    r"(?P<begin><!-- begin:(?P<name>[a-z_]+) -->\n)(?P<body>.*?)(?P<end><!-- end:(?P=name) -->)",
    re.DOTALL,
)


def fill(text: str, blocks: Mapping[str, str]) -> str:
    """Put each block between ``<!-- begin:NAME -->`` and ``<!-- end:NAME -->``.

    Raises
    ------
    DataError
        If the text lacks the markers of a block.
    """
    present = {match["name"] for match in BLOCK.finditer(text)}
    for name in sorted(set(blocks) - present):
        raise DataError(
            f"README.md: expected the lines <!-- begin:{name} --> and <!-- end:{name} -->, found "
            "no such pair; put them where the block belongs"
        )

    def _filled(match: re.Match[str]) -> str:
        if match["name"] not in blocks:
            return match[0]
        return f"{match['begin']}{blocks[match['name']].strip()}\n{match['end']}"

    return BLOCK.sub(_filled, text)


def sources(datasets: pd.DataFrame) -> str:
    """Make the table of data sources from config/datasets.csv, one row for each citation."""
    lines = ["| data | files | size | licence | source |", "| --- | --- | --- | --- | --- |"]
    for (licence, citation), files in datasets.groupby(["licence", "citation"], sort=False):
        size = f"{files['bytes'].sum() / 1e6:.1f} MB"
        groups = ", ".join(files["group"].unique()).replace("_", " ")
        lines.append(f"| {groups} | {len(files)} | {size} | {licence} | {citation} |")
    return "\n".join(lines)
