"""What a finished run prints: headline numbers, verdicts, and where to look."""

import csv
from collections import Counter
from pathlib import Path

PAGES = (
    ("REPLICATION.md", "each claim with its numbers and verdict"),
    ("figures/cost.png", "skill against cost"),
    ("figures/scaling.png", "skill along learning and calibration"),
    ("notebooks/02_skill.html", "the first notebook of results"),
    ("notebooks/10_basins.html", "hydrographs, skill and recovered parameters of basins"),
)


def text(results: str | Path) -> str:
    """Return the last words of a run, from what lies in ``results`` (results/DATASET).

    Files that are not there are left out; without any the text says where the results are.
    """
    results = Path(results)
    parts = [_table(results / "tables/summary.md"), _verdicts(results / "tables/claims.csv")]
    pages = [(str(results / page), about) for page, about in PAGES if (results / page).is_file()]
    width = max((len(page) for page, _ in pages), default=0)
    where = [f"  {page:<{width}}  {about}" for page, about in pages]
    parts.append("\n".join(["Open next:", *where]) if where else f"Results are in {results}.")
    return "\n" + "\n\n".join(filter(None, parts))


def _table(path: Path) -> str:
    """Return the name of the case, and of its summary the first four and last two columns (run,
    first metric, cost), aligned."""
    if not path.is_file():
        return ""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [
        [cell.strip() for cell in line.strip("| ").split("|")]
        for line in lines
        if line.startswith("|") and not line.startswith("| -")
    ]
    rows = [row if len(row) <= 6 else row[:4] + row[-2:] for row in rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    aligned = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    return "\n".join([f"Results of {path.parents[1].name}", *aligned, f"More columns: {path}"])


def _verdicts(path: Path) -> str:
    """Return how many claims have which verdict."""
    if not path.is_file():
        return ""
    with path.open(encoding="utf-8", newline="") as file:
        verdicts = {row["claim"]: row["claim_verdict"] for row in csv.DictReader(file)}
    counts = Counter(verdict or "without a verdict" for verdict in verdicts.values())
    return "Claims: " + ", ".join(f"{count} {name}" for name, count in counts.most_common())
