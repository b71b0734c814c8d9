"""Runs that differ in nothing but their seed: the ensembles whose uncertainty is judged."""

from fpl.config import Config
from fpl.config.experiments import MAIN
from fpl.config.runs import experiments

METHODS = ("fpl", "lockstep")
EXPERIMENTS = (MAIN, "scaling")  # where such runs are


def ensembles(config: Config) -> list[str]:
    """Return the runs of the headline model, each method with every seed that an experiment has,
    on the cells that SCE-UA is run on."""
    every = experiments(config)
    found = [run for name in EXPERIMENTS for run in every.get(name, [])]
    start = [f"{config.headline}/{method}/{config.calibration.sample}/" for method in METHODS]
    return [run for run in dict.fromkeys(found) if run.startswith(tuple(start))]
