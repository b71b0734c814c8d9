"""Sobol' indices of every parameter at the cells of a sample."""

import numpy as np

from fpl import logs
from fpl.data.samples import cells_of_sample
from fpl.evaluation.identifiability.sobol import sobol
from fpl.evaluation.identifiability.study import all_free
from fpl.problem.files import open_from
from fpl.tables.runs import write

logs.start(snakemake.log[0])
asked = snakemake.params
inputs = open_from(snakemake.input, asked.settings, asked.model)
positions = np.flatnonzero(cells_of_sample(inputs.forcing, asked.sample)).tolist()
problem = all_free(inputs.problem, asked.known)
table = sobol(problem, positions, asked.samples, asked.seed)
write(table, snakemake.output.table)
