"""Regionalisation: donors get their own back, nothing but donors is seen, all stays in the cube."""

import numpy as np
import pytest

from fpl.calibration.regionalise import METHODS, Cells, forest, inverse_distance, nearest, similar

DRAW = np.random.default_rng(0)
DONORS, TARGETS, PARAMETERS = 20, 9, 3


def cells(count):
    lat, lon = DRAW.uniform(30.0, 48.0, count), DRAW.uniform(-120.0, -80.0, count)
    return Cells(lat, lon, DRAW.normal(size=(count, 4)))


@pytest.fixture(scope="module")
def donors():
    return cells(DONORS)


@pytest.fixture(scope="module")
def unit():
    return DRAW.uniform(size=(DONORS, PARAMETERS))


@pytest.mark.parametrize("way", [nearest, inverse_distance, similar])
def test_a_donor_gets_its_own_parameters_back(way, unit, donors):
    assert np.allclose(way(unit, donors, donors, 0), unit, atol=1e-9)


@pytest.mark.parametrize("way", METHODS.values(), ids=METHODS)
def test_all_targets_get_finite_parameters_between_those_of_the_donors(way, unit, donors):
    found = way(unit, donors, cells(TARGETS), 0)
    assert found.shape == (TARGETS, PARAMETERS)
    assert (found >= unit.min(axis=0) - 1e-12).all() and (found <= unit.max(axis=0) + 1e-12).all()


def on_equator(lon):
    lon = np.array(lon, dtype=float)
    return Cells(np.zeros(len(lon)), lon, np.zeros((len(lon), 1)))


def test_inverse_distance_between_two_donors():
    unit = np.array([[0.0], [1.0]])
    found = inverse_distance(unit, on_equator([0.0, 3.0]), on_equator([1.5, 1.0]))
    assert found[0] == pytest.approx(0.5)
    assert found[1] == pytest.approx((1 / 4) / (1 + 1 / 4))  # 1 and 2 degrees away, squared


def test_nearest_goes_by_distance_on_the_sphere_not_by_degrees():
    donors = Cells(np.array([60.0, 56.0]), np.array([5.0, 0.0]), np.zeros((2, 1)))
    target = Cells(np.array([60.0]), np.array([0.0]), np.zeros((1, 1)))
    assert nearest(np.array([[0.1], [0.9]]), donors, target)[0, 0] == 0.1


def test_similar_looks_at_features_alone():
    donors = Cells(np.array([40.0, 10.0]), np.array([-100.0, 50.0]), np.array([[3.0], [0.0]]))
    target = Cells(np.array([40.0]), np.array([-100.0]), np.array([[0.4]]))
    assert similar(np.array([[0.1], [0.9]]), donors, target)[0, 0] == 0.9


def test_forest_learns_a_function_of_features_and_is_the_same_for_the_same_seed():
    donors, targets = cells(200), cells(50)
    truth = [(cell.features[:, :1] > 0).astype(float) for cell in (donors, targets)]
    found = forest(truth[0], donors, targets, 0)
    assert np.abs(found - truth[1]).mean() < 0.1
    assert np.array_equal(found, forest(truth[0], donors, targets, 0))
    assert not np.array_equal(found, forest(truth[0], donors, targets, 1))
