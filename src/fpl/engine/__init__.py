"""Run any ProcessModel, differentiably, on the reference or the fused engine."""

from fpl.engine.runner import Runner
from fpl.engine.simulate import Simulation, simulate

__all__ = ["Runner", "Simulation", "simulate"]
