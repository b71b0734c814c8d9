"""Evaporative demand: hand-computed values, limits and directions."""

import math

import numpy as np
import pytest
import torch

from fpl.physics import demand
from fpl.physics.potential import potential_rates
from fpl.physics.radiation import extraterrestrial
from fpl.physics.vegetation import vegetation


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


def test_extraterrestrial_radiation_of_fao() -> None:
    """FAO-56 example 8: 20 degS on 3 September, 32.2 MJ m-2 d-1."""
    top = extraterrestrial(latitude=value(-20.0), day_of_year=torch.tensor([246]))
    assert top.item() * 0.0864 == pytest.approx(32.2, abs=0.05)


def test_polar_night_is_dark() -> None:
    top = extraterrestrial(latitude=value(80.0), day_of_year=torch.tensor([355]))
    assert top.item() == pytest.approx(0.0, abs=1e-9)


def test_aerodynamic_resistance_of_grass() -> None:
    above = 2 + (1 / 0.63 - 1) * 0.402
    by_hand = math.log(above / 0.0738) * math.log(above / 0.00738) / 0.16 / 2.0
    ra = demand.aerodynamic_resistance(
        wind=value(2.0, 0.0), roughness=value(0.0738), displacement=value(0.402)
    )
    assert ra[0].item() == pytest.approx(by_hand)
    assert ra[1].item() == 1e20


def test_canopy_resistance_limits() -> None:
    fixed = {"lai": value(2.0), "albedo": value(0.2), "rmin": value(100.0), "rgl": value(100.0)}
    weather = {"shortwave": value(250.0), "temperature": value(25.0), "vpd": value(0.0)}
    best = demand.canopy_resistance(**weather, **fixed)
    assert best.item() == pytest.approx(50.0 * (1 + 2.0) / (2.0 + 0.02))  # rmin DAY / LAI
    half = demand.canopy_resistance(**weather, **fixed, moisture_stress=value(0.5))
    assert half.item() == pytest.approx(2 * best.item())
    wilted = demand.canopy_resistance(**weather, **fixed, moisture_stress=value(0.0))
    assert wilted.item() == pytest.approx(5000.0)
    frozen = demand.canopy_resistance(**(weather | {"temperature": value(-5.0)}), **fixed)
    assert frozen.item() == pytest.approx(5000.0)
    dry = demand.canopy_resistance(**(weather | {"vpd": value(5000.0)}), **fixed)
    assert dry.item() == pytest.approx(10 * best.item())


def rate(**changed: torch.Tensor) -> float:
    given = {
        "available": value(120.0),
        "temperature": value(20.0),
        "vpd": value(900.0),
        "elevation": value(100.0),
        "ra": value(70.0),
        "rc": value(70.0),
        "rarc": value(0.0),
    }
    return demand.penman_monteith(**(given | changed)).item()


def test_penman_monteith_near_the_reference_evaporation_of_fao() -> None:
    """With ra = 208/u and rc = 70 s m-1 it is FAO-56's reference crop, eq. 6, within 2 %."""
    wind, slope, psychrometric = 2.0, 144.7, 0.665e-3 * 100122
    # eq. 6 in kPa and MJ m-2 d-1: 120 W m-2, 0.9 kPa, 20 degC
    by_fao = (0.408 * slope * 120 * 0.0864 + psychrometric * 900 / 293 * wind * 0.9) / (
        slope + psychrometric * (1 + 0.34 * wind)
    )
    assert rate(ra=value(208.0 / wind), rc=value(70.0)) == pytest.approx(by_fao, rel=0.02)


def test_penman_monteith_directions() -> None:
    assert rate(rc=value(200.0)) < rate()
    assert rate(vpd=value(1500.0)) > rate()
    assert rate(available=value(200.0)) > rate()
    assert rate(available=value(-500.0)) == 0.0
    assert rate(available=value(-500.0), vpd=value(-1.0)) < 0.0


def test_deficit_grows_with_the_diurnal_range() -> None:
    def deficit(temperature_range: float, vapour: float = 1000.0) -> float:
        return demand.vapour_pressure_deficit(
            temperature=value(15.0),
            vapour_pressure=value(vapour),
            temperature_range=value(temperature_range),
        ).item()

    saturated = demand.saturation_vapour_pressure(value(15.0)).item()
    assert deficit(0.0) == pytest.approx(saturated - 1000.0)
    assert deficit(15.0) > deficit(5.0) > deficit(0.0)
    assert deficit(0.0, vapour=2000.0) == 0.0  # clipped
    assert deficit(15.0, vapour=saturated) > 0.0  # the warm half of the day only


def weather(cells: int, dtype: torch.dtype = torch.float64) -> dict[str, torch.Tensor]:
    days = torch.arange(1, 366)
    season = -torch.cos(2 * math.pi * (days - 15) / 365)[:, None].to(dtype).expand(-1, cells)
    return {
        "air_temperature": 12.0 + 12.0 * season,
        "vapour_pressure": 900.0 + 500.0 * season,
        "shortwave": 180.0 + 90.0 * season,
        "longwave": 310.0 + 50.0 * season,
        "wind_speed": torch.full_like(season, 3.0),
    }


def potential(forcing: dict[str, torch.Tensor], **changed: float) -> dict[str, torch.Tensor]:
    cells = forcing["wind_speed"].shape[1]
    classes = ([4, 10, 7, 12] * cells)[:cells]
    return potential_rates(
        forcing=forcing,
        vegetation=vegetation(classes),
        elevation=np.full(cells, 300.0),
        latitude=np.full(cells, 40.0),
        day_of_year=np.arange(1, 366),
        **changed,
    )


def test_potential_rates_of_a_temperate_year() -> None:
    rates = potential(weather(4))
    assert set(rates) == {
        "potential_transpiration",
        "potential_bare_evaporation",
        "potential_canopy_evaporation",
    }
    for found in rates.values():
        assert found.shape == (365, 4) and torch.isfinite(found).all() and (found >= 0).all()
        annual = found.mean(dim=0) * 365
        assert (annual > 300).all() and (annual < 4000).all()  # mm/yr
        assert (found[170:200].mean(dim=0) > 3 * found[:30].mean(dim=0)).all()
    wet, dry = rates["potential_canopy_evaporation"], rates["potential_transpiration"]
    assert (wet >= dry).all()


def test_potential_rates_keep_dtype_and_floor_the_wind() -> None:
    single = potential(weather(2, torch.float32))
    double = potential(weather(2))
    for name, found in single.items():
        assert found.dtype == torch.float32
        torch.testing.assert_close(found.double(), double[name], rtol=1e-4, atol=1e-4)
    calm = weather(2) | {"wind_speed": torch.zeros(365, 2, dtype=torch.float64)}
    light = weather(2) | {"wind_speed": torch.full((365, 2), 0.5, dtype=torch.float64)}
    torch.testing.assert_close(potential(calm), potential(light))
    assert not torch.equal(
        potential(calm, wind_floor=1.0)["potential_transpiration"],
        potential(calm)["potential_transpiration"],
    )
