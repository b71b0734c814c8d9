"""Evaporative demand: hand-computed values, limits and directions."""

import math

import pytest
import torch

from fpl.physics.vic import demand


def value(*numbers: float) -> torch.Tensor:
    return torch.tensor(numbers, dtype=torch.float64)


def test_saturation_vapour_pressure() -> None:
    assert demand.saturation_vapour_pressure(value(0.0)).item() == pytest.approx(610.78)
    # FAO-56, annex 2, table 2.3: 3.168 kPa at 25 degC (another fit: 0.2 %)
    assert demand.saturation_vapour_pressure(value(25.0)).item() == pytest.approx(3168, rel=2e-3)
    ice = demand.saturation_vapour_pressure(value(-10.0)).item()
    assert ice == pytest.approx(260, rel=5e-3)  # Pa, over ice at -10 degC


def test_slope_is_the_derivative_of_water() -> None:
    temperature = value(5.0, 15.0, 30.0).requires_grad_()
    (slope,) = torch.autograd.grad(
        demand.saturation_vapour_pressure(temperature).sum(), temperature
    )
    torch.testing.assert_close(demand.saturation_slope(temperature.detach()), slope)


def test_net_radiation_by_hand() -> None:
    found = demand.net_radiation(
        absorbed=value(160.0), longwave=value(300.0), temperature=value(10.0)
    )
    assert found.item() == pytest.approx(160.0 + 300.0 - 0.97 * 5.67e-8 * 283.15**4)


def test_aerodynamic_resistance_of_grass() -> None:
    above = 2 + (1 / 0.63 - 1) * 0.402
    by_hand = math.log(above / 0.0738) * math.log(above / 0.00738) / 0.16
    found = demand.resistance_times_wind(roughness=0.0738, displacement=0.402)
    assert found == pytest.approx(by_hand)
    rougher = demand.resistance_times_wind(roughness=0.2, displacement=0.402)
    assert rougher < found


def test_the_wind_of_exposed_soil_is_first_reduced_by_the_plants() -> None:
    by_hand = math.log(2.0738 / 0.0738) / math.log((10.0 - 0.402) / 0.0738)
    found = demand.exposed_resistance_times_wind(
        roughness=0.0738, displacement=0.402, wind_height=10.0
    )
    soil = demand.resistance_times_wind(
        roughness=demand.BARE_ROUGHNESS, displacement=demand.EXPOSED_DISPLACEMENT
    )
    assert found == pytest.approx(soil / by_hand)


BEST = {"absorbed": value(200.0), "temperature": value(25.0), "vpd": value(0.0)}
FIXED = {"lai": value(2.0), "rmin": value(100.0), "rgl": value(100.0)}


def test_canopy_resistance_limits() -> None:
    best = demand.stomata(**BEST, **FIXED)
    by_hand = 50.0 * (1 + 2.0) / (2.0 + 0.02)  # rmin DAY / LAI
    assert best.resistance().item() == pytest.approx(by_hand)
    assert best.resistance(value(0.5)).item() == pytest.approx(2 * by_hand)
    assert best.resistance(value(0.0)).item() == pytest.approx(5000.0)
    frozen = demand.stomata(**(BEST | {"temperature": value(-5.0)}), **FIXED)
    assert frozen.resistance().item() == pytest.approx(5000.0)
    dry = demand.stomata(**(BEST | {"vpd": value(5000.0)}), **FIXED)
    assert dry.resistance().item() == pytest.approx(10 * by_hand)
    leafless = demand.stomata(**BEST, **(FIXED | {"lai": value(0.0)}))
    assert leafless.resistance().item() == pytest.approx(5000.0)
    night = demand.stomata(**(BEST | {"absorbed": value(0.0)}), **FIXED)
    assert night.resistance().item() == pytest.approx(2500.0)  # 5000 over a leaf area of 2


def rate(
    available: float = 120.0,
    vpd: float = 900.0,
    elevation: float = 100.0,
    ra: float = 70.0,
    rc: float = 70.0,
) -> float:
    air = demand.air_of(temperature=value(20.0), vpd=value(vpd), elevation=value(elevation))
    found = demand.penman_monteith(
        available=value(available), air=air, ra=value(ra), rc=value(rc), rarc=0.0
    )
    return found.item()


def test_penman_monteith_near_the_reference_evaporation_of_fao() -> None:
    """With ra = 208/u and rc = 70 s m-1 it is FAO-56's reference crop, eq. 6, within 2 %."""
    wind, slope, psychrometric = 2.0, 144.7, 0.665e-3 * 100122
    # eq. 6 in kPa and MJ m-2 d-1: 120 W m-2, 0.9 kPa, 20 degC
    by_fao = (0.408 * slope * 120 * 0.0864 + psychrometric * 900 / 293 * wind * 0.9) / (
        slope + psychrometric * (1 + 0.34 * wind)
    )
    assert rate(ra=208.0 / wind, rc=70.0) == pytest.approx(by_fao, rel=0.02)


def test_penman_monteith_directions() -> None:
    assert rate(rc=200.0) < rate()
    assert rate(vpd=1500.0) > rate()
    assert rate(available=200.0) > rate()
    assert rate(elevation=3000.0) > rate(elevation=0.0) * 0.9
    assert rate(available=-500.0) == 0.0
    assert rate(available=-500.0, vpd=-1.0) < 0.0
