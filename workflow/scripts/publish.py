"""Copy the results of a case to where they are committed."""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

from fpl import logs
from fpl.code_inputs import digest
from fpl.provenance import attributes


def publish(made: Iterable[str], committed: Iterable[str], stamp: str) -> None:
    """Copy each file; the stamp records what was copied and what made it."""
    copies = dict(zip(made, committed, strict=True))
    for source, target in copies.items():
        shutil.copyfile(source, target)
    record = attributes() | {"sha256": {target: digest([target]) for target in copies.values()}}
    Path(stamp).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    made, committed = snakemake.input, snakemake.output
    publish(
        made=[*made.tables, *made.markdown, *made.figures],
        committed=[*committed.tables, *committed.markdown, *committed.figures],
        stamp=committed.stamp,
    )
