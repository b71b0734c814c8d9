"""VIC 5, three layers, daily water-balance mode."""

from fpl.physics.vic.model import vic
from fpl.physics.vic.table import PARAMETERS, parameter_table

__all__ = ["PARAMETERS", "parameter_table", "vic"]
