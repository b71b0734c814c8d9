"""VIC 5, three layers, daily water-balance mode."""

from fpl.physics.vic.model import vic

__all__ = ["vic"]
