"""Score a calibration along its way: skill of the best parameters so far against model runs."""

import numpy as np
import pandas as pd

from fpl import config, logs
from fpl.calibration.cells import curve
from fpl.data.samples import cells_of_sample
from fpl.problem.files import open_from

if __name__ == "__main__":
    logs.start(snakemake.log[0])
    settings, wildcards = snakemake.params.settings, snakemake.wildcards
    inputs = open_from(snakemake.input, settings, snakemake.params.model)
    cells = inputs.forcing
    chosen = np.flatnonzero(cells_of_sample(cells, wildcards.sample))
    made = curve(
        inputs.problem.select(chosen.tolist()),
        pd.read_csv(snakemake.input.trace, keep_default_na=False),
        cells["cell"].to_numpy()[chosen].tolist(),
        config.Calibration(**settings["calibration"]).budget,
    )
    made.to_csv(snakemake.output.curve, index=False)
