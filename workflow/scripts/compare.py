"""Say whether the tables in the working tree agree with the committed ones (`make compare`).

With --tables, every table is compared too, number by number; runs with other seeds differ there.
"""

import io
import subprocess
import sys
from pathlib import Path

import pandas as pd

from fpl.tables.agreement import summary
from fpl.tables.compare import ABSOLUTE, RELATIVE, compare


def committed(path: Path) -> pd.DataFrame | None:
    """Read a file as it is at HEAD; None if it is not committed, or there is no git to ask."""
    try:
        shown = subprocess.run(["git", "show", f"HEAD:{path.as_posix()}"], capture_output=True)
    except OSError:
        return None
    return pd.read_csv(io.BytesIO(shown.stdout)) if shown.returncode == 0 else None


def main(every_table: bool) -> int:
    if not list(Path("results").glob("*/published.json")):
        print("Nothing computed here yet: the tables are the committed ones. Run `make replicate`.")
        return 2
    found = {path: committed(path) for path in sorted(Path("results/tables").rglob("*.csv"))}
    pairs = {path: (pd.read_csv(path), old) for path, old in found.items() if old is not None}
    if not pairs:
        print("No committed table was found: is this a clone made by git?")
        return 2
    agrees = True
    for folder in dict.fromkeys(path.parent for path in pairs):
        here = {path.stem: both for path, both in pairs.items() if path.parent == folder}
        text, same = summary(*({name: both[i] for name, both in here.items()} for i in (0, 1)))
        agrees = agrees and same
        print(f"{folder}, tolerance {RELATIVE:.0%} + {ABSOLUTE}\n{text}")
    for path in found if every_table else ():
        if path not in pairs:
            print(f"{path}: not committed, nothing to compare with")
            continue
        differences = compare(*pairs[path])
        print(f"{path}: {len(differences)} differences beyond {RELATIVE:.0%} + {ABSOLUTE}")
        if len(differences):
            print(differences.to_string(index=False, max_rows=40))
    if not every_table:
        print("Number by number: make compare TABLES=1")
    return int(not agrees)


if __name__ == "__main__":
    sys.exit(main("--tables" in sys.argv[1:]))
