"""How alike neighbouring cells are (Moran's I by esda and libpysal, variograms by gstools), and how
alike maps are (rank correlation).

Sources: Moran (1950), Biometrika 37, 17-23; Cressie (1993), Statistics for spatial data, ch. 2.
"""

from dataclasses import dataclass

import gstools
import numpy as np
from esda.moran import Moran
from libpysal.cg import KDTree
from libpysal.weights import KNN
from numpy.typing import NDArray
from scipy.stats import rankdata

from fpl.data.geography import EARTH_KM
from fpl.evaluation.blocks import Floats, covariance

NEIGHBOURS = 8  # all around, inside the lattice
LAG_KM = 144.0  # four cells of 36 km, the step of the lattice
LAGS = 10


def neighbours(lat: Floats, lon: Floats) -> KNN:
    """Each cell's eight nearest by great circle, equal weights; lat, lon in degrees. Fewer where
    there are hardly more cells."""
    tree = KDTree(np.column_stack([lon, lat]), distance_metric="Arc", radius=EARTH_KM)
    return KNN(tree, k=min(NEIGHBOURS, len(lat) - 1), silence_warnings=True)


def dense(weights: KNN) -> Floats:
    """The weights as ``(cell, cell)``, 1 for a neighbour."""
    return np.asarray(weights.sparse.toarray(), dtype=np.float64)


def morans_i(fields: Floats, near: Floats, weight: Floats | None = None) -> Floats:
    """Moran's I ``(draw, ...)`` of each field ``(..., cell)``; NaN where it does not vary.

    near : which cells are neighbours ``(cell, cell)``; rows are made to sum to 1
    weight : how much each cell counts in each resample ``(draw, cell)``; None: one draw of all
    """
    cells = fields.shape[-1]
    weight = np.full((1, cells), 1 / cells) if weight is None else weight
    around = fields @ (near / near.sum(axis=1, keepdims=True)).T
    # with rows that sum to 1, Moran's I is the slope of the neighbours' mean on the cell's value
    variance = covariance(weight, fields, fields)
    defined = varies(fields) & (variance > 1e-12)
    shared = covariance(weight, fields, around)
    return np.divide(shared, variance, out=np.full(variance.shape, np.nan), where=defined)


def rank_correlation(fields: Floats, expected: Floats, weight: Floats) -> Floats:
    """Spearman's correlation ``(draw, ...)`` over cells of each field ``(..., cell)`` with another
    of the same shape, or one that broadcasts; NaN where either does not vary. Ranks are those among
    all cells, in every resample (``weight``, as above)."""
    ranks = (rankdata(np.round(array, 9), axis=-1) for array in (fields, expected))
    one, other = np.broadcast_arrays(*ranks)
    variances = covariance(weight, one, one) * covariance(weight, other, other)
    norm = np.sqrt(np.maximum(variances, 0.0))
    defined = varies(fields) & varies(expected) & (norm > 1e-12)
    shared = covariance(weight, one, other)
    return np.divide(shared, norm, out=np.full(norm.shape, np.nan), where=defined)


def varies(fields: Floats) -> NDArray[np.bool_]:
    """Whether each field ``(..., cell)`` has more than one value, but for rounding."""
    return np.asarray(np.ptp(fields, axis=-1) > 1e-9)


def chance_p(field: Floats, weights: KNN) -> float:
    """How likely a Moran's I so far out is if cells are exchanged at random: two-sided, normal with
    the moments of all permutations (Cliff & Ord 1981, ch. 2, by esda). NaN where the field does not
    vary."""
    return float(Moran(field, weights, permutations=0).p_rand) if varies(field) else float("nan")


@dataclass(frozen=True)
class Variogram:
    """Semivariances over the variance of the field, each ``(lag,)``; distance in km; pairs of cells
    counted; ``nugget_share``: what of the variance is left at distance zero (exponential model)."""

    distance: Floats
    semivariance: Floats
    pairs: NDArray[np.int64]
    nugget_share: float


def variogram(fields: Floats, lat: Floats, lon: Floats) -> Variogram:
    """Experimental variogram by great-circle distance, in bins around multiples of the lattice's
    step, mean over fields ``(field, cell)``, each scaled by its own deviation; and the nugget share
    of an exponential model fitted to it, bins weighted by the root of their pairs of cells."""
    edges = LAG_KM * (np.arange(LAGS + 1) + 0.5)
    options = {"latlon": True, "geo_scale": gstools.KM_SCALE}
    centred = fields - fields.mean(axis=-1, keepdims=True)
    scaled = list(centred / fields.std(axis=-1, keepdims=True))
    centres, gamma, counts = gstools.vario_estimate(
        (lat, lon), scaled, edges, return_counts=True, **options
    )
    known = counts > 0
    model = gstools.Exponential(len_scale=500.0, **options)
    share = float("nan")
    if known.sum() > 3:  # the model has three parameters
        model.fit_variogram(centres[known], gamma[known], weights=np.sqrt(counts[known]))
        share = float(model.nugget / (model.nugget + model.var))
    return Variogram(
        centres, np.where(known, gamma, np.nan), (counts // len(fields)).astype(np.int64), share
    )
