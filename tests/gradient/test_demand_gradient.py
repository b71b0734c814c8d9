"""Demand is differentiable: analytic gradients against differences, finite at the limits."""

import torch
from torch.autograd import gradcheck

from fpl.physics.vic import demand, weather


def leaf(*numbers: float) -> torch.Tensor:
    return torch.tensor(numbers, dtype=torch.float64, requires_grad=True)


def test_penman_monteith() -> None:
    def rate(available, temperature, vpd, elevation, ra, rc, rarc):
        air = demand.air_of(temperature=temperature, vpd=vpd, elevation=elevation)
        return demand.penman_monteith(available=available, air=air, ra=ra, rc=rc, rarc=rarc)

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
    def resistance(absorbed, temperature, vpd, lai, rmin, rgl, stress):
        leaves = demand.stomata(
            absorbed=absorbed, temperature=temperature, vpd=vpd, lai=lai, rmin=rmin, rgl=rgl
        )
        return leaves.resistance(stress)

    given = (
        leaf(250.0, 120.0),
        leaf(21.0, 9.0),
        leaf(900.0, 300.0),
        leaf(2.0, 3.5),
        leaf(50.0, 150.0),
        leaf(100.0, 30.0),
        leaf(1.0, 0.4),
    )
    assert gradcheck(resistance, given)


def test_net_radiation() -> None:
    assert gradcheck(
        lambda absorbed, long, warm: demand.net_radiation(
            absorbed=absorbed, longwave=long, temperature=warm
        ),
        (leaf(160.0), leaf(320.0), leaf(12.0)),
    )


def test_vapour_pressure_deficit_and_snowfall() -> None:
    def deficit(warm, vapour, swing):
        swings = weather.diurnal_swings(swing)
        return weather.vapour_pressure_deficit(warm, vapour, swings)

    def snow(precipitation, warm, swing):
        return weather.snowfall(precipitation, warm, weather.diurnal_swings(swing))

    assert gradcheck(deficit, (leaf(18.0, 6.0), leaf(900.0, 500.0), leaf(12.0, 7.0)))
    assert gradcheck(snow, (leaf(4.0, 9.0), leaf(0.3, -0.2), leaf(2.1, 0.7)))


def test_gradients_are_finite_at_the_limits() -> None:
    """Shut stomata, no leaves, frost and negative energy: no NaN from an unused branch."""
    stress, lai = leaf(0.0, 0.0), leaf(0.0, 5.0)
    temperature, available = leaf(-60.0, 50.0), leaf(-300.0, 0.0)
    vpd = leaf(0.0, 6000.0)
    leaves = demand.stomata(
        absorbed=leaf(0.0, 0.0),
        temperature=temperature,
        vpd=vpd,
        lai=lai,
        rmin=leaf(50.0, 150.0),
        rgl=leaf(100.0, 30.0),
    )
    air = demand.air_of(temperature=temperature, vpd=vpd, elevation=leaf(0.0, 4500.0))
    rate = demand.penman_monteith(
        available=available, air=air, ra=leaf(900.0, 20.0), rc=leaves.resistance(stress), rarc=25.0
    )
    gradients = torch.autograd.grad(rate.sum(), (stress, lai, temperature, available, vpd))
    assert rate.isfinite().all()
    assert all(torch.isfinite(gradient).all() for gradient in gradients)
