"""Demand is differentiable: analytic gradients against differences, finite at the limits."""

import torch
from torch.autograd import gradcheck

from fpl.physics import demand


def leaf(*numbers: float) -> torch.Tensor:
    return torch.tensor(numbers, dtype=torch.float64, requires_grad=True)


def test_penman_monteith() -> None:
    def rate(*given: torch.Tensor) -> torch.Tensor:
        names = ("available", "temperature", "vpd", "elevation", "ra", "rc", "rarc")
        return demand.penman_monteith(**dict(zip(names, given, strict=True)))

    given = (
        leaf(120.0, 60.0),
        leaf(21.0, -3.0),
        leaf(900.0, 150.0),
        leaf(100.0, 1500.0),
        leaf(70.0, 40.0),
        leaf(90.0, 900.0),
        leaf(25.0, 60.0),
    )
    assert gradcheck(rate, given)


def test_canopy_resistance() -> None:
    def resistance(*given: torch.Tensor) -> torch.Tensor:
        names = ("shortwave", "temperature", "vpd", "lai", "albedo", "rmin", "rgl")
        named = dict(zip((*names, "moisture_stress"), given, strict=True))
        return demand.canopy_resistance(**named)

    given = (
        leaf(250.0, 120.0),
        leaf(21.0, 9.0),
        leaf(900.0, 300.0),
        leaf(2.0, 3.5),
        leaf(0.2, 0.12),
        leaf(50.0, 150.0),
        leaf(100.0, 30.0),
        leaf(1.0, 0.4),
    )
    assert gradcheck(resistance, given)


def test_aerodynamic_resistance_and_net_radiation() -> None:
    assert gradcheck(
        lambda wind, z0, d: demand.aerodynamic_resistance(wind=wind, roughness=z0, displacement=d),
        (leaf(3.0, 0.6), leaf(0.0738, 1.2), leaf(0.4, 6.7)),
    )
    assert gradcheck(
        lambda short, long, warm, albedo: demand.net_radiation(
            shortwave=short, longwave=long, temperature=warm, albedo=albedo
        ),
        (leaf(200.0), leaf(320.0), leaf(12.0), leaf(0.2)),
    )


def test_vapour_pressure_deficit() -> None:
    assert gradcheck(
        lambda warm, vapour, swing: demand.vapour_pressure_deficit(
            temperature=warm, vapour_pressure=vapour, temperature_range=swing
        ),
        (leaf(18.0, 6.0), leaf(900.0, 500.0), leaf(12.0, 7.0)),
    )


def test_gradients_are_finite_at_the_limits() -> None:
    """Shut stomata, calm air, frost and negative energy: no NaN from an unused branch."""
    stress, wind = leaf(0.0, 0.0), leaf(0.0, 0.5)
    temperature, available = leaf(-20.0, 45.0), leaf(-300.0, 0.0)
    rc = demand.canopy_resistance(
        shortwave=torch.zeros(2, dtype=torch.float64),
        temperature=temperature,
        vpd=leaf(0.0, 6000.0),
        lai=leaf(0.2, 5.0),
        albedo=leaf(0.2, 0.2),
        rmin=leaf(50.0, 150.0),
        rgl=leaf(100.0, 30.0),
        moisture_stress=stress,
    )
    ra = demand.aerodynamic_resistance(
        wind=wind, roughness=leaf(0.1, 0.1), displacement=leaf(0.5, 0.5)
    )
    rate = demand.penman_monteith(
        available=available,
        temperature=temperature,
        vpd=leaf(0.0, 6000.0),
        elevation=leaf(0.0, 3000.0),
        ra=ra,
        rc=rc,
        rarc=25.0,
    )
    gradients = torch.autograd.grad(rate.sum(), (stress, wind, temperature, available))
    assert all(torch.isfinite(gradient).all() for gradient in gradients)
