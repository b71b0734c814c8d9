"""Soil properties against VIC's texture table, and the order of the moisture limits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fpl.errors import DataError
from fpl.physics.vic.soil_properties import SoilProperties, soil_properties

# UW-Hydro/VIC commit 8f6cc066, docs/Documentation/soiltext.md: "Average hydraulic properties of ARS
# soil texture classes" (Schaake 2000), b of Cosby et al. (1984).
# sand %, clay %, bulk density g cm-3, field capacity, wilting point, porosity, Ksat cm h-1, b
TEXTURES = {
    "sand": (94.83, 2.27, 1.49, 0.08, 0.03, 0.43, 38.41, 4.10),
    "loamy sand": (85.23, 6.53, 1.52, 0.15, 0.06, 0.42, 10.87, 3.99),
    "sandy loam": (69.28, 12.48, 1.57, 0.21, 0.09, 0.40, 5.24, 4.84),
    "silt loam": (19.28, 17.11, 1.42, 0.32, 0.12, 0.46, 3.96, 3.79),
    "silt": (4.50, 8.30, 1.28, 0.28, 0.08, 0.52, 8.59, 3.05),
    "loam": (41.00, 20.69, 1.49, 0.29, 0.14, 0.43, 1.97, 5.30),
    "sandy clay loam": (60.97, 26.33, 1.60, 0.27, 0.17, 0.39, 2.40, 8.66),
    "silty clay loam": (9.04, 33.05, 1.38, 0.36, 0.21, 0.48, 4.57, 7.48),
    "clay loam": (30.08, 33.46, 1.43, 0.34, 0.21, 0.46, 1.77, 8.02),
    "sandy clay": (50.32, 39.30, 1.57, 0.31, 0.23, 0.41, 1.19, 13.00),
    "silty clay": (8.18, 44.58, 1.35, 0.37, 0.25, 0.49, 2.95, 9.76),
    "clay": (24.71, 52.46, 1.39, 0.36, 0.27, 0.47, 3.18, 12.28),
}


def limits_are_ordered(soil: SoilProperties) -> bool:
    ordered = (
        (soil.residual >= 0)
        & (soil.residual < soil.wilting_point)
        & (soil.wilting_point < soil.critical_point)
        & (soil.critical_point < soil.field_capacity)
        & (soil.field_capacity < soil.porosity)
    )
    return bool(ordered.all())


def texture_table() -> tuple[SoilProperties, np.ndarray]:
    table = np.array(list(TEXTURES.values()))
    return soil_properties(sand=table[:, 0], clay=table[:, 1], bulk_density=table[:, 2]), table


def test_agrees_with_the_texture_table() -> None:
    """Two sources over the same soils: tolerances are their disagreement, which is known.

    Silt is left out of the moisture limits: it was hardly sampled by either source.
    """
    soil, table = texture_table()
    sampled = np.array([name != "silt" for name in TEXTURES])
    assert np.abs(soil.porosity - table[:, 5]).max() < 0.01
    assert np.abs(soil.field_capacity - table[:, 3])[sampled].max() < 0.05
    assert np.abs(soil.wilting_point - table[:, 4])[sampled].max() < 0.06
    exponent_b = (soil.expt - 3.0) / 2.0
    assert np.corrcoef(exponent_b, table[:, 7])[0, 1] > 0.85
    assert np.abs(exponent_b - table[:, 7]).max() < 4.0
    factor = soil.ksat / (table[:, 6] * 240.0)  # cm h-1 -> mm d-1
    assert factor.min() > 1 / 14 and factor.max() < 1.4  # Cosby's Ksat is the lower of the two
    assert np.exp(np.abs(np.log(np.median(factor)))) < 4.0


def test_loam_by_hand() -> None:
    """Loam, Cosby et al. (1984), Table 4, worked out by hand."""
    soil = soil_properties(sand=[40.0], clay=[20.0], bulk_density=[1.325])
    assert soil.porosity == pytest.approx([0.5])
    assert soil.expt == pytest.approx([3 + 2 * (3.10 + 3.14 - 0.12)])
    assert soil.ksat == pytest.approx([10 ** (-0.60 + 0.504 - 0.128) * 25.4 * 24], rel=1e-12)
    suction = 10 ** (1.54 - 0.38 + 0.252)  # cm
    assert soil.field_capacity == pytest.approx([0.5 * (336.501 / suction) ** (-1 / 6.12)])
    assert soil.critical_point == pytest.approx(0.7 * soil.field_capacity)
    assert soil.Wcr == pytest.approx(2.0 * soil.critical_point)
    assert soil.Wpwp == pytest.approx(2.0 * soil.wilting_point)


def test_limits_are_ordered_in_the_table() -> None:
    """VIC's own rule (70 % of field capacity) crosses the wilting point in heavy clay; ours not."""
    soil, table = texture_table()
    assert limits_are_ordered(soil)
    clay = list(TEXTURES).index("clay")
    assert 0.7 * soil.field_capacity[clay] < soil.wilting_point[clay]
    assert 0.7 * table[clay, 3] < table[clay, 4]


@settings(deadline=None)
@given(
    clay=st.floats(0, 100),
    share_of_sand=st.floats(0, 1),
    bulk_density=st.floats(0.3, 2.2),
)
def test_limits_are_ordered_everywhere(
    clay: float, share_of_sand: float, bulk_density: float
) -> None:
    sand = share_of_sand * (100.0 - clay)
    soil = soil_properties(sand=[sand], clay=[clay], bulk_density=[bulk_density])
    assert limits_are_ordered(soil)
    assert 3.0 < soil.expt[0] < 50.0 and 1.0 < soil.ksat[0] < 1e4


@pytest.mark.parametrize(
    ("sand", "clay", "bulk_density", "named"),
    [
        (60.0, 45.0, 1.4, "sand [+] clay of cell 1 is 105"),
        (np.nan, 20.0, 1.4, "sand of cell 1 is nan"),
        (40.0, -1.0, 1.4, "clay of cell 1"),
        (40.0, 20.0, 0.2, "bulk_density of cell 1"),
        (40.0, 20.0, 2.3, "bulk_density of cell 1"),
        (40.0, 20.0, np.nan, "bulk_density of cell 1"),
    ],
)
def test_bad_attributes_name_the_cell(
    sand: float, clay: float, bulk_density: float, named: str
) -> None:
    with pytest.raises(DataError, match=named):
        soil_properties(sand=[40.0, sand], clay=[20.0, clay], bulk_density=[1.3, bulk_density])
