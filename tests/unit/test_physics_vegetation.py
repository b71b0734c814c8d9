"""Vegetation of IGBP classes against VIC's sample library, roots, cover and interpolation."""

from pathlib import Path

import numpy as np
import pytest
import torch

from fpl.errors import DataError
from fpl.physics.vic.model import roots
from fpl.physics.vic.vegetation import (
    LIBRARY,
    cover_fraction,
    daily,
    root_decay,
    vegetation,
)

CLASSES = np.arange(1, 18)
SHARED = Path(__file__).parents[3] / "shared" / "data" / "vic_parameters" / "veg_lib_IGBP"


@pytest.mark.skipif(not SHARED.exists(), reason="VIC's sample library is not in ../shared/data")
def test_table_is_the_sample_library() -> None:
    found = vegetation(CLASSES)
    rows = [line.split() for line in SHARED.read_text().splitlines()[1:]]
    library = {int(row[0]) or 17: np.array(row[1:57], dtype=float) for row in rows}
    assert sorted(library) == list(CLASSES)
    for index, code in enumerate(CLASSES):
        row = library[code]
        assert found.overstory[index] == bool(row[0])
        assert (found.rarc[index], found.rmin[index]) == (row[1], row[2])
        np.testing.assert_array_equal(found.lai[index], row[3:15])
        np.testing.assert_array_equal(found.albedo[index], row[15:27])
        np.testing.assert_array_equal(found.roughness[index], row[27:39])
        np.testing.assert_array_equal(found.displacement[index], row[39:51])
        assert found.rgl[index] == row[52]


def test_every_class_is_physical() -> None:
    found = vegetation(CLASSES)
    assert found.lai.shape == found.albedo.shape == (17, 12)
    assert (found.lai > 0).all() and (found.albedo > 0).all() and (found.albedo < 1).all()
    assert (found.displacement > found.roughness).all() and (found.rmin > 0).all()
    assert set(CLASSES[found.overstory]) == {1, 2, 3, 4, 5, 8}
    assert all(len(record) == 8 for record in LIBRARY.values())


def test_cropland_grows_in_summer() -> None:
    crop = vegetation([12])
    assert crop.lai[0].argmax() == 7 and crop.lai[0, 0] == 0.5


@pytest.mark.parametrize("code", [0, 18, 3.5, np.nan])
def test_unknown_class_names_the_cell(code: float) -> None:
    with pytest.raises(DataError, match="land cover of cell 1"):
        vegetation([10, code])


def roots_of(classes: list[int], *depths: float) -> np.ndarray:
    a, b = torch.as_tensor(root_decay(classes)).unbind(1)
    layers = {f"depth_{n}": torch.full_like(a, d) for n, d in zip((1, 2, 3), depths, strict=True)}
    return torch.stack(roots({"root_a": a, "root_b": b, **layers}), 1).numpy()


def test_roots_sum_to_one_and_follow_zeng() -> None:
    made = roots_of(CLASSES, 0.1, 0.4, 1.5)
    np.testing.assert_allclose(made.sum(axis=1), 1.0, atol=1e-12)
    assert (made > 0).all()
    grass = 1 - 0.5 * (np.exp(-10.740 * 0.1) + np.exp(-2.608 * 0.1))
    assert made[9, 0] == pytest.approx(grass)
    shrub, grassland = made[6], made[9]
    assert shrub[2] > grassland[2]  # shrubs root deeper than grass (Jackson et al. 1996)


def test_a_thicker_layer_holds_more_roots() -> None:
    assert roots_of([10], 0.3, 0.3, 1.0)[0, 0] > roots_of([10], 0.1, 0.3, 1.0)[0, 0]
    assert roots_of([10], 0.1, 1.0, 1.0)[0, 1] > roots_of([10], 0.1, 0.3, 1.0)[0, 1]


def test_cover_fraction_bounds() -> None:
    cover = cover_fraction([-0.1, 0.04, 0.28, 0.52, 0.9])
    np.testing.assert_allclose(cover, [0.0, 0.0, 0.5, 1.0, 1.0])


def test_daily_is_monthly_at_mid_month_and_periodic() -> None:
    monthly = np.arange(12.0)[None, :]
    assert daily(monthly, np.array([16]))[0, 0] == pytest.approx(0.0)
    assert daily(monthly, np.array([197]))[0, 0] == pytest.approx(6.0)
    year = daily(monthly, np.arange(1, 367))
    assert year.shape == (366, 1)
    assert year.min() >= 0.0 and year.max() <= 11.0
    turn = daily(monthly, np.array([365, 366, 1]))[:, 0]
    assert 0 < turn[2] < turn[0] < 11  # falls from December to January across the year's end
    assert turn[1] == pytest.approx(turn[2])  # day 366 repeats day 1
    constant = daily(np.full((3, 12), 2.5), np.arange(1, 366))
    np.testing.assert_allclose(constant, 2.5)
