"""Draw SCE-UA in lockstep beside SPOTPY's."""

from typing import TYPE_CHECKING

import pandas as pd

from fpl import logs
from fpl.figures import lockstep, style

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    table = pd.read_csv(snakemake.input.lockstep)
    style.save(lockstep.plot(table), snakemake.output.png, snakemake.output.pdf)
