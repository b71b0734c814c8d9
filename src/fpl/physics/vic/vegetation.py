"""Vegetation properties from the IGBP land cover class: the priors of VIC's vegetation.

Sources
-------
Library: VIC sample data, ``veg_lib_IGBP`` (UW-Hydro/VIC_sample_data, commit 997fc6bd): overstory,
    rarc, rmin, monthly LAI and albedo, roughness, displacement, RGL.
Roots: Zeng (2001), J. Hydrometeorol. 2, 525-530, eq. 2 and Table 2 (IGBP classes).
Cover: Gutman & Ignatov (1998), Int. J. Remote Sens. 19, 1533-1543.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fpl.errors import DataError

Array = NDArray[np.float64]

# monthly leaf area index, January to December, m2 m-2
EVERGREEN = (3.40, 3.40, 3.50, 3.70, 4.00, 4.40, 4.40, 4.30, 4.20, 3.70, 3.50, 3.40)
DECIDUOUS = (1.68, 1.52, 1.68, 2.90, 4.90, 5.00, 5.00, 4.60, 3.44, 3.04, 2.16, 2.00)
SHORT = (2.00, 2.25, 2.95, 3.85, 3.75, 3.50, 3.55, 3.20, 3.30, 2.85, 2.60, 2.20)
CROP = (0.50, 0.50, 0.50, 0.50, 1.50, 3.00, 4.50, 5.00, 2.50, 0.50, 0.50, 0.50)
SPARSE = (0.20,) * 12
CROP_ALBEDO = (0.10,) * 4 + (0.20,) * 5 + (0.10,) * 3

# class: overstory, rarc s m-1, rmin s m-1, LAI, albedo, roughness m, displacement m, RGL W m-2
LIBRARY: dict[int, tuple] = {
    1: (True, 60.0, 150.0, EVERGREEN, (0.12,) * 12, 1.476, 8.04, 30.0),  # evergreen needleleaf
    2: (True, 60.0, 150.0, EVERGREEN, (0.12,) * 12, 1.476, 8.04, 30.0),  # evergreen broadleaf
    3: (True, 60.0, 150.0, DECIDUOUS, (0.18,) * 12, 1.230, 6.70, 30.0),  # deciduous needleleaf
    4: (True, 60.0, 150.0, DECIDUOUS, (0.18,) * 12, 1.230, 6.70, 30.0),  # deciduous broadleaf
    5: (True, 60.0, 140.0, DECIDUOUS, (0.18,) * 12, 1.230, 6.70, 50.0),  # mixed forest
    6: (False, 50.0, 135.0, SHORT, (0.19,) * 12, 0.495, 1.00, 75.0),  # closed shrubland
    7: (False, 50.0, 135.0, SHORT, (0.19,) * 12, 0.495, 1.00, 75.0),  # open shrubland
    8: (True, 60.0, 125.0, DECIDUOUS, (0.18,) * 12, 1.230, 6.70, 50.0),  # woody savanna
    9: (False, 40.0, 125.0, SHORT, (0.19,) * 12, 0.495, 1.00, 75.0),  # savanna
    10: (False, 25.0, 50.0, SHORT, (0.20,) * 12, 0.0738, 0.402, 100.0),  # grassland
    11: (False, 25.0, 50.0, SHORT, (0.20,) * 12, 0.0738, 0.402, 100.0),  # permanent wetland
    12: (False, 40.0, 100.0, CROP, CROP_ALBEDO, 0.215, 1.166, 100.0),  # cropland (rainfed corn)
    13: (False, 25.0, 50.0, SPARSE, (0.20,) * 12, 0.0738, 0.402, 100.0),  # urban
    14: (False, 40.0, 125.0, SHORT, (0.19,) * 12, 0.495, 1.00, 75.0),  # cropland/natural mosaic
    15: (False, 5.0, 50.0, SPARSE, (0.60,) * 12, 0.0738, 0.402, 100.0),  # snow and ice
    16: (False, 5.0, 50.0, SPARSE, (0.20,) * 12, 0.0738, 0.402, 100.0),  # barren
    17: (False, 5.0, 50.0, SPARSE, (0.20,) * 12, 0.0738, 0.402, 100.0),  # water: the library's 0
}

# class: a, b in m-1 of Zeng (2001), Table 2
# ASSUME wetland roots like grassland, and ice and water like barren land: not in that table.
ROOTS = {
    1: (6.706, 2.175),
    2: (7.344, 1.303),
    3: (7.066, 1.953),
    4: (5.990, 1.955),
    5: (4.453, 1.631),
    6: (6.326, 1.567),
    7: (7.718, 1.262),
    8: (7.604, 2.300),
    9: (8.235, 1.627),
    10: (10.740, 2.608),
    11: (10.740, 2.608),
    12: (5.558, 2.614),
    13: (5.558, 2.614),
    14: (5.558, 2.614),
    15: (4.372, 0.978),
    16: (4.372, 0.978),
    17: (4.372, 0.978),
}

NDVI_BARE, NDVI_FULL = 0.04, 0.52  # Gutman & Ignatov (1998): global bare soil and dense vegetation
_MID_MONTH = np.array(
    [15.5, 45.0, 74.5, 105.0, 135.5, 166.0, 196.5, 227.5, 258.0, 288.5, 319.0, 349.5]
)
_YEAR = 365.0


@dataclass(frozen=True)
class Vegetation:
    """Columns of the library per cell: ``lai`` and ``albedo`` (cell, 12), the others (cell,).

    lai : m2 m-2; albedo : 1; roughness, displacement : m; rmin, rarc : s m-1; rgl : W m-2.
    # ASSUME the library's LAI is that of the vegetated part of a cell. VIC divides it by the cover
    fraction, which at 20 % of open shrubland would give a local LAI of 15.
    """

    overstory: NDArray[np.bool_]
    rarc: Array
    rmin: Array
    lai: Array
    albedo: Array
    roughness: Array
    displacement: Array
    rgl: Array


def _classes(igbp: ArrayLike) -> list[int]:
    codes = np.atleast_1d(np.asarray(igbp, dtype=np.float64))
    for cell, code in enumerate(codes):
        if code not in LIBRARY:
            raise DataError(
                f"land cover of cell {cell} is {code}; expected an IGBP class 1 to 17. "
                "Correct the attribute or drop the cell."
            )
    return [int(code) for code in codes]


def vegetation(igbp: ArrayLike) -> Vegetation:
    """Look up vegetation of IGBP classes ``igbp`` (cell,), 1..17. DataError for a class outside, or
    missing, names the cell (its position in the array)."""
    rows = [LIBRARY[code] for code in _classes(igbp)]
    return Vegetation(*(np.array(column) for column in zip(*rows, strict=True)))


def root_decay(igbp: ArrayLike) -> Array:
    """The two rates (m-1) at which roots become fewer with depth, (cell, 2); Zeng (2001), Table 2.

    igbp : (cell,), 1..17.
    """
    return np.array([ROOTS[code] for code in _classes(igbp)])


def cover_fraction(ndvi: ArrayLike) -> Array:
    """Vegetated share of the area, (cell,), 0..1, from NDVI; Gutman & Ignatov (1998).

    # ASSUME one cover the year round: ``ndvi`` is the annual mean, so that the growing season is
    underestimated and winter overestimated; the season is carried by LAI.
    """
    share = (np.asarray(ndvi, dtype=np.float64) - NDVI_BARE) / (NDVI_FULL - NDVI_BARE)
    return np.clip(share, 0.0, 1.0)


def daily(monthly: Array, day_of_year: NDArray[np.integer]) -> Array:
    """Interpolate ``monthly`` (cell, 12) to days (day,), 1..366, linearly between mid-months.

    Periodic over the year. Returns (day, cell), in the unit of ``monthly``.
    (VIC holds the monthly value for the whole month.)
    """
    position = (np.asarray(day_of_year, dtype=np.float64) - 0.5 - _MID_MONTH[0]) % _YEAR
    start = _MID_MONTH - _MID_MONTH[0]
    month = np.searchsorted(start, position, side="right") - 1
    length = np.diff(start, append=_YEAR)
    weight = ((position - start[month]) / length[month])[:, None]
    values = np.asarray(monthly, dtype=np.float64).T
    return (1.0 - weight) * values[month] + weight * values[(month + 1) % 12]
