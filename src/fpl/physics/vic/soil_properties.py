"""Soil hydraulic properties from sand, clay and bulk density: the priors of VIC's soil parameters.

Sources
-------
Cosby, Hornberger, Clapp & Ginn (1984), Water Resour. Res. 20(6), 682-690, Table 4: multiple linear
    regressions for the Campbell exponent b, the saturated suction and the saturated conductivity.
Campbell (1974), Soil Sci. 117, 311-314: the retention curve these are made for. It has no
    residual moisture.
Allen et al. (1998), FAO Irrigation and Drainage Paper 56, Table 22: depletable share of water.
VIC documentation, soil parameter file: Wcr_FRACT is "~70% of field capacity"; soil texture table:
    field capacity at 1/3 bar, wilting point at 15 bar, expt = 3 + 2b.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fpl.errors import DataError

PARTICLE_DENSITY = 2.65  # g cm-3, quartz; VIC's usual soil_density 2650 kg m-3
CM_PER_KPA = 10.197  # height of a water column, 1 kPa / (rho_w g)
MM_D_PER_INCH_H = 25.4 * 24.0
FIELD_CAPACITY_KPA = 33.0
WILTING_POINT_KPA = 1500.0
BULK_DENSITY_BOUNDS = (0.3, 2.2)  # g cm-3, peat to compacted till
CRITICAL_SHARE_OF_FIELD_CAPACITY = 0.7
LARGEST_DEPLETION = 0.7  # FAO-56 Table 22: the largest p of any crop

Cells = NDArray[np.float64]


@dataclass(frozen=True)
class SoilProperties:
    """Properties per cell, shape (cell,), float64.

    ``porosity``, ``field_capacity``, ``critical_point``, ``wilting_point``, ``residual`` in m3 m-3;
    ``Wcr`` and ``Wpwp`` as fractions of the porosity (what VIC reads); ``ksat`` in mm d-1;
    ``expt`` (-) = 3 + 2b; ``saturated_suction`` in mm.
    Always 0 <= residual < wilting_point < critical_point < porosity.
    """

    porosity: Cells
    field_capacity: Cells
    critical_point: Cells
    wilting_point: Cells
    residual: Cells
    ksat: Cells
    expt: Cells
    saturated_suction: Cells

    @property
    def Wcr(self) -> Cells:
        """Critical point as a fraction of the porosity."""
        return self.critical_point / self.porosity

    @property
    def Wpwp(self) -> Cells:
        """Wilting point as a fraction of the porosity."""
        return self.wilting_point / self.porosity


def _bounded(name: str, values: ArrayLike, low: float, high: float, unit: str) -> Cells:
    array = np.atleast_1d(np.asarray(values, dtype=np.float64))
    wrong = np.flatnonzero(~((array >= low) & (array <= high)))
    if wrong.size:
        raise DataError(
            f"{name} of cell {wrong[0]} is {array[wrong[0]]}; expected {low} to {high} {unit} "
            f"({wrong.size} such cells). Correct the attribute or drop the cell."
        )
    return array


def soil_properties(*, sand: ArrayLike, clay: ArrayLike, bulk_density: ArrayLike) -> SoilProperties:
    """Derive hydraulic properties of each cell.

    Parameters
    ----------
    sand, clay : (cell,), percent of the mineral mass
    bulk_density : (cell,), g cm-3, 0.3 to 2.2

    Raises
    ------
    DataError
        A value is missing or out of bounds, or sand + clay exceeds 100 %; names the cell (its
        position in the array).

    Notes
    -----
    The order of the limits holds by construction. The saturated suction is below 33 kPa for any
    texture, so field capacity < porosity. The critical point is 70 % of field capacity, which in
    heavy clay (b > 10.7) falls below the wilting point, as it does in VIC's own texture table.
    # ASSUME it is then at least the point where FAO-56's largest depletable share (p = 0.7) of the
    available water is gone, which lies above the wilting point.
    # ASSUME residual moisture is zero: expt = 3 + 2b is Campbell's, whose curve has none, and VIC's
    sample soil file has 0. The regression of Rawls & Brakensiek (1985) gives 0.04-0.11 m3 m-3 at
    the SMAP cells, and half of them are observed below it.
    # ASSUME rock fragments and organic matter are neglected, and all layers share one texture.
    """
    sand = _bounded("sand", sand, 0.0, 100.0, "percent")
    clay = _bounded("clay", clay, 0.0, 100.0, "percent")
    density = _bounded("bulk_density", bulk_density, *BULK_DENSITY_BOUNDS, "g cm-3")
    _bounded("sand + clay", sand + clay, 0.0, 100.0 + 1e-6, "percent")
    silt = np.maximum(100.0 - sand - clay, 0.0)

    b = 3.10 + 0.157 * clay - 0.003 * sand  # Cosby et al. 1984, Table 4
    saturated_suction = 10.0 ** (1.54 - 0.0095 * sand + 0.0063 * silt)  # cm
    ksat = 10.0 ** (-0.60 + 0.0126 * sand - 0.0064 * clay) * MM_D_PER_INCH_H
    porosity = 1.0 - density / PARTICLE_DENSITY

    def moisture(suction_kpa: float) -> Cells:
        """Invert Campbell's retention curve psi = psi_s (theta / porosity)^-b."""
        return porosity * (suction_kpa * CM_PER_KPA / saturated_suction) ** (-1.0 / b)

    field_capacity = moisture(FIELD_CAPACITY_KPA)
    wilting_point = moisture(WILTING_POINT_KPA)
    available = field_capacity - wilting_point
    critical_point = np.maximum(
        CRITICAL_SHARE_OF_FIELD_CAPACITY * field_capacity,
        wilting_point + (1.0 - LARGEST_DEPLETION) * available,
    )
    return SoilProperties(
        porosity=porosity,
        field_capacity=field_capacity,
        critical_point=critical_point,
        wilting_point=wilting_point,
        residual=np.zeros_like(porosity),
        ksat=ksat,
        expt=3.0 + 2.0 * b,
        saturated_suction=10.0 * saturated_suction,
    )
