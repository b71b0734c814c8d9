"""Runs that differ in nothing but their seed: the ensembles whose uncertainty is judged."""

from fpl.config.case import Case
from fpl.config.runs import MAIN, experiments, select
from fpl.terms import Run

METHODS = ("fpl", "lockstep")
EXPERIMENTS = (MAIN, "scaling")  # where such runs are


def ensembles(case: Case) -> list[Run]:
    """Return the runs of the headline model, each method with every seed that an experiment has,
    on the places that SCE-UA is run on."""
    every = experiments(case)
    found = [run for name in EXPERIMENTS for run in every.get(name, [])]
    return select(found, model=case.headline, method=METHODS, sample=case.calibration.sample)
