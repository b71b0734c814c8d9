"""Regionalisation: what was calibrated at some cells (donors) is carried to cells without.

The usual ways (Parajka et al. 2005, Hydrol. Earth Syst. Sci. 9, 157-171; He et al. 2011, 15,
3539-3553): by distance, by likeness, by regression on attributes. All work on points of the unit
cube, in which parameters spread over decades are logarithms. Nothing here sees the observations
of a target.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import RandomForestRegressor

from fpl.data.geography import distance_km

Floats = NDArray[np.float64]

DONORS, POWER = 4, 2.0  # ASSUME of inverse distance weighting; Shepard (1968) has the power
# ASSUME of the forest: Breiman's third of the features at each split, and trees that are not cut:
# the error of the training year outside the donors' cells is 4 % less so than with five donors in a
# leaf
TREES, SHARE = 300, 1 / 3


@dataclass(frozen=True)
class Cells:
    """Where cells are (degrees, ``(cell,)``), and their scaled features ``(cell, feature)``."""

    lat: Floats
    lon: Floats
    features: Floats


Method = Callable[[Floats, Cells, Cells, int], Floats]


def nearest(unit: Floats, donors: Cells, targets: Cells, seed: int = 0) -> Floats:
    """The parameters of the nearest donor.

    unit : points of the unit cube of the donors ``(donor, parameter)``; seed : of what is drawn, by
    the forest alone. The result is ``(target, parameter)``, as in all methods here.
    """
    return unit[_apart(targets, donors).argmin(axis=1)]


def inverse_distance(unit: Floats, donors: Cells, targets: Cells, seed: int = 0) -> Floats:
    """The mean of the nearest donors, weighted by inverse distance squared; at a donor its own."""
    far = _apart(targets, donors)
    closest = np.argsort(far, axis=1, kind="stable")[:, :DONORS]
    weights = np.maximum(np.take_along_axis(far, closest, axis=1), 1e-6) ** -POWER
    weights /= weights.sum(axis=1, keepdims=True)
    return np.einsum("td,tdp->tp", weights, unit[closest])


def similar(unit: Floats, donors: Cells, targets: Cells, seed: int = 0) -> Floats:
    """The parameters of the donor whose scaled features are most alike (Euclidean distance)."""
    apart = targets.features[:, None, :] - donors.features[None, :, :]
    return unit[(apart**2).sum(axis=2).argmin(axis=1)]


def forest(unit: Floats, donors: Cells, targets: Cells, seed: int = 0) -> Floats:
    """A random forest of all parameters on the scaled features (Breiman 2001), fitted to donors."""
    fitted = RandomForestRegressor(TREES, max_features=SHARE, random_state=seed)
    fitted.fit(donors.features, unit if unit.shape[1] > 1 else unit[:, 0])
    return fitted.predict(targets.features).reshape(len(targets.lat), unit.shape[1])


METHODS: dict[str, Method] = {
    "nearest": nearest,
    "inverse_distance": inverse_distance,
    "similar": similar,
    "forest": forest,
}


def _apart(targets: Cells, donors: Cells) -> Floats:
    """Great-circle distances ``(target, donor)``, km."""
    return distance_km(targets.lat[:, None], targets.lon[:, None], donors.lat, donors.lon)
