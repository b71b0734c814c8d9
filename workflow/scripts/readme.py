"""Fill the marked blocks of README.md from tables."""

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from fpl import logs
from fpl.tables.et_block import markdown as fluxes
from fpl.tables.readme import fill, sources

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def update(readme: str, markdown: str, fluxes_table: str, datasets: str, stamp: str) -> None:
    """Rewrite the README in place if a block changed."""
    blocks = {
        "skill": Path(markdown).read_text(encoding="utf-8"),
        "et": fluxes(pd.read_csv(fluxes_table)),
        "sources": sources(pd.read_csv(datasets)),
    }
    path = Path(readme)
    before = path.read_text(encoding="utf-8")
    after = fill(before, blocks)
    if after != before:
        path.write_text(after, encoding="utf-8")
    Path(stamp).write_text(f"{readme} filled: {', '.join(blocks)}\n", encoding="utf-8")


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    update(
        readme=snakemake.input.readme,
        markdown=snakemake.input.markdown,
        fluxes_table=snakemake.input.fluxes,
        datasets=snakemake.input.datasets,
        stamp=snakemake.output.stamp,
    )
