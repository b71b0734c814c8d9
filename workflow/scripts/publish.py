"""Copy the results of a case to where they are committed."""

import json
import shutil
from pathlib import Path

from fpl import logs
from fpl.code_inputs import digest
from fpl.provenance import attributes

logs.start(snakemake.log[0])
made, committed = snakemake.input, snakemake.output
targets = [*committed.tables, *committed.markdown, *committed.figures]
for source, target in zip([*made.tables, *made.markdown, *made.figures], targets, strict=True):
    shutil.copyfile(source, target)
# the stamp records what was copied and what made it
record = attributes() | {"sha256": {target: digest([target]) for target in targets}}
Path(committed.stamp).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
