"""The parameters that a place has before any calibration: priors from its attributes."""

from typing import TYPE_CHECKING

import numpy as np

from fpl import config, logs
from fpl.data import split, store
from fpl.problem.files import open_problem, parameters_dataset

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


if __name__ == "__main__":
    logs.start(snakemake.log[0])
    settings = snakemake.params.settings
    inputs = open_problem(
        forcing=snakemake.input.forcing,
        soil_moisture=snakemake.input.soil_moisture,
        attributes=snakemake.input.attributes,
        settings=settings,
        model=snakemake.params.model,
    )
    cells = inputs.forcing
    chosen = split.cells_of_density(cells["row"], cells["column"], snakemake.wildcards.density)
    positions = np.flatnonzero(chosen)
    problem = inputs.problem.select(positions.tolist())
    made = parameters_dataset(problem, problem.parameters(None), cells.isel(cell=positions))
    marks = dict(snakemake.wildcards.items()) | {"method": "default", "seed": 0}
    store.write(made, snakemake.output.parameters, config_sha256=config.digest(settings), **marks)
