"""Runs of the surrogate's route, and those on the process model that stand beside it."""

from fpl.config.case import Case
from fpl.config.optional import Surrogate
from fpl.config.runs import headline, select
from fpl.terms import Run


def route(case: Case) -> Run:
    """The run of the surrogate's route: the headline model, the lowest seed."""
    seed = min(case.seeds.fpl)
    return Run(case.name, case.headline, "surrogate", settings(case).sample, seed)


def settings(case: Case) -> Surrogate:
    """The section surrogate of a case that has one."""
    assert case.surrogate is not None, f"case {case.name} has no section surrogate"
    return case.surrogate


def searches(case: Case) -> list[str]:
    """What is searched through a surrogate, as folders ``round{r}/{search}`` of the run: by fPL in
    each round that is reported, by SCE-UA in the first and the last of them."""
    rounds = settings(case).rounds
    return [f"round{r}/fpl" for r in rounds] + [
        f"round{r}/sceua" for r in dict.fromkeys((rounds[0], rounds[-1]))
    ]


def bills(case: Case) -> list[str]:
    """Every round that is played, and what SCE-UA searches, as ``round{r}/{search}``."""
    every = [f"round{r}/fpl" for r in range(settings(case).rounds[-1] + 1)]
    return every + [folder for folder in searches(case) if folder not in every]


def beside(case: Case) -> dict[str, list[Run]]:
    """The runs on the process model that stand beside the surrogate's route: those with metrics,
    and those with a curve on its places."""
    sample, searched = settings(case).sample, case.calibration.sample
    first = select(headline(case), first_seed=True)
    learned = select(first, method="fpl", sample=sample)
    found = select(first, method="sceua", sample=searched)
    if case.samples.index(sample) > case.samples.index(searched):
        found = []  # what is searched does not cover the surrogate's places
    return {
        "metrics": learned + found,
        "curve": learned + [run._replace(sample=sample) for run in found],
    }
