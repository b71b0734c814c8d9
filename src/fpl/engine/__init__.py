"""Run any ProcessModel, differentiably, on the reference or the fused engine."""

from fpl.engine.choice import EngineName
from fpl.engine.judge import Judge
from fpl.engine.kernel import Warmup
from fpl.engine.moments import Moments, moments_of
from fpl.engine.runner import Runner
from fpl.engine.simulate import Simulation, simulate

__all__ = [
    "EngineName",
    "Judge",
    "Moments",
    "Runner",
    "Simulation",
    "Warmup",
    "moments_of",
    "simulate",
]
