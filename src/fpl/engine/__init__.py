"""Run any ProcessModel, differentiably, on the reference or the fused engine."""

from fpl.engine.simulate import Simulation, simulate

__all__ = ["Simulation", "simulate"]
