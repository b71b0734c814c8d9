"""List where the tables in the working tree differ from the committed ones (`make compare`)."""

import io
import subprocess
import sys
from pathlib import Path

import pandas as pd

from fpl.tables.compare import ABSOLUTE, RELATIVE, compare


def committed(path: Path) -> pd.DataFrame | None:
    """Read a file as it is at HEAD; None if it is not committed, or there is no git to ask."""
    try:
        shown = subprocess.run(["git", "show", f"HEAD:{path.as_posix()}"], capture_output=True)
    except OSError:
        return None
    return pd.read_csv(io.BytesIO(shown.stdout)) if shown.returncode == 0 else None


def main() -> int:
    if not list(Path("results").glob("*/published.json")):
        print("Nothing computed here yet: the tables are the committed ones. Run `make replicate`.")
        return 2
    compared = {path: committed(path) for path in sorted(Path("results/tables").rglob("*.csv"))}
    differences = 0
    for path, old in compared.items():
        if old is None:
            print(f"{path}: not committed, nothing to compare with")
            continue
        found = compare(pd.read_csv(path), old)
        differences += len(found)
        print(f"{path}: {len(found)} differences beyond {RELATIVE:.0%} + {ABSOLUTE}")
        if len(found):
            print(found.to_string(index=False, max_rows=40))
    if all(old is None for old in compared.values()):
        print("No committed table was found: is this a clone made by git?")
        return 2
    return int(differences > 0)


if __name__ == "__main__":
    sys.exit(main())
