"""Soil texture of generated places."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

Array = NDArray[np.float64]

# ASSUME median log-ratios to silt that give the mean texture of 411 cells of the conterminous USA
# (48, 29, 22 %)
SAND_TO_SILT, CLAY_TO_SILT, SPREAD = 0.50, -0.27, 0.30


def texture(first: Array, second: Array) -> dict[str, Array]:
    """Sand, silt and clay (percent, sum 100) from two standard normal fields, by log-ratios."""
    ratios = [SAND_TO_SILT + SPREAD * first, np.zeros_like(first), CLAY_TO_SILT + SPREAD * second]
    sand, silt, clay = 100.0 * softmax(ratios, axis=0)
    return {"sand": sand, "silt": silt, "clay": clay}
