"""Runs whose maps of parameters are compared: every method, on as many places as there are."""

from fpl.config.case import Case
from fpl.config.runs import MAIN, experiments, of_kind, select
from fpl.terms import Run

EXPERIMENTS = (MAIN, "mappings", "operators")  # where such runs are
METHODS = ("fpl", "linear", "shuffled", "noise", "gradient", "sceua", "lockstep", "default")


def judged(case: Case) -> list[str]:
    """Return the experiments in which the compared runs are judged."""
    return [name for name in EXPERIMENTS if name in experiments(case)]


def parameter_runs(case: Case) -> list[Run]:
    """Return the runs of all seeds, of models that fPL learns."""
    models = [model for model, methods in case.methods.items() if "fpl" in methods]
    found = [run for name in judged(case) for run in experiments(case)[name]]
    searched = of_kind("calibrated")
    return [
        run
        for run in select(found, model=models, method=METHODS)
        if run.sample == (case.calibration.sample if run.method in searched else case.largest)
    ]


def drawn_runs(case: Case) -> list[Run]:
    """Return the runs that are drawn: of the headline model, the lowest seed of each method."""
    return select(
        sorted(parameter_runs(case), key=lambda run: run.seed), model=case.headline, first_seed=True
    )
