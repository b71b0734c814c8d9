"""Generated truth on the forcing of a dataset: does learning find every parameter at once?"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import torch

from fpl.evaluation.identifiability.study import all_free
from fpl.learning.run import learn
from fpl.learning.train import Settings
from fpl.problem.files import Inputs
from fpl.twin.world import true_unit


def recover(
    inputs: Inputs,
    learning: Settings,
    known: Sequence[str],
    *,
    unexplained: float,
    noise: float,
    seed: int,
) -> pd.DataFrame:
    """True and found parameters of one generated truth.

    True parameters, all of the model but those ``known`` of a place, are smooth functions of the
    attributes and an ``unexplained`` part (``twin.world.true_unit``); observations are the model's
    target with normal ``noise`` (its unit), on the days of training on which the dataset observes.
    fPL learns from them at all cells, all these parameters free. ``seed`` is that of the truth, the
    noise and the learning.

    Columns: world (the seed), cell, parameter, true, found; the last two in the unit cube.
    """
    problem = all_free(inputs.problem, known)
    free = replace(inputs, problem=problem)
    dtype, names = problem.observed.dtype, problem.space.names
    truth = torch.as_tensor(true_unit(free, unexplained, seed), dtype=dtype)
    name = problem.target.output
    target = problem.simulation(problem.parameters(truth), (name,))[name]
    error = noise * np.random.default_rng([seed, 3]).standard_normal(target.shape)
    seen = torch.where(problem.used, target + torch.as_tensor(error, dtype=dtype), 0.0)
    run = learn(replace(free, problem=replace(problem, observed=seen)), "all", learning, seed)
    values = np.stack([run.parameters[name].to_numpy() for name in names])
    found = problem.space.to_unit(torch.as_tensor(values, dtype=dtype))
    return pd.DataFrame(
        {
            "world": seed,
            "cell": np.tile(inputs.forcing["cell"].to_numpy(), len(names)),
            "parameter": np.repeat(names, problem.cells),
            "true": truth.flatten().numpy(),
            "found": found.flatten().numpy(),
        }
    )
