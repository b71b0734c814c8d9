"""Fill the marked blocks of README.md from tables."""

from pathlib import Path

import pandas as pd

from fpl import logs
from fpl.config.claims import read
from fpl.tables import et_block, replication
from fpl.tables.readme import fill, sources

logs.start(snakemake.log[0])
files = snakemake.input  # a block whose table the case lacks stays as it is
blocks = {"sources": sources(pd.read_csv(files.datasets))}
if files.get("claims"):
    blocks["claims"] = replication.summary(
        read(files.ledger), pd.read_csv(files.claims), pd.read_csv(files.multiverse)
    )
if files.get("markdown"):
    blocks["skill"] = Path(files.markdown).read_text(encoding="utf-8")
if files.get("fluxes"):
    blocks["et"] = et_block.markdown(pd.read_csv(files.fluxes))
readme = Path(files.readme)
before = readme.read_text(encoding="utf-8")
after = fill(before, blocks)
if after != before:
    readme.write_text(after, encoding="utf-8")
stamp = f"{readme} filled: {', '.join(blocks)}\n"
Path(snakemake.output.stamp).write_text(stamp, encoding="utf-8")
