"""Runs whose maps of parameters are compared: every method, on as many cells as there are."""

from fpl.config import Config
from fpl.config.experiments import MAIN
from fpl.config.runs import CALIBRATED, densest, experiments

EXPERIMENTS = (MAIN, "mappings", "operators")  # where such runs are
METHODS = ("fpl", "linear", "shuffled", "noise", "gradient", "sceua", "lockstep", "default")
DRAWN = ("infilt", "porosity", "Wcr")  # the one that the paper maps, and two that are constrained


def judged(config: Config) -> list[str]:
    """Return the experiments in which the compared runs are judged."""
    return [name for name in EXPERIMENTS if name in experiments(config)]


def parameter_runs(config: Config) -> list[str]:
    """Return the runs of all seeds, of models that fPL learns."""
    found = [run for name in judged(config) for run in experiments(config)[name]]
    return [run for run in dict.fromkeys(found) if _is_compared(config, run)]


def drawn_runs(config: Config) -> list[str]:
    """Return the runs that are drawn: of the headline model, the lowest seed of each method."""
    firsts: dict[str, str] = {}
    for run in sorted(parameter_runs(config), key=_seed):
        model, method, *_ = run.split("/")
        if model == config.headline:
            firsts.setdefault(method, run)
    return list(firsts.values())


def _is_compared(config: Config, run: str) -> bool:
    model, method, sample, _ = run.split("/")
    where = config.calibration.sample if method in CALIBRATED else densest(config)
    return "fpl" in config.methods.get(model, []) and method in METHODS and sample == where


def _seed(run: str) -> int:
    return int(run.rsplit("seed", 1)[1])
