"""VIC's canopy, bare soil, soil heat and snow against numbers worked out by hand."""

import math

import pytest
import torch

from fpl.physics import demand
from fpl.physics.vic.bare_soil import bare_evaporation, wet_share
from fpl.physics.vic.canopy import Canopy, interception, stress, transpiration
from fpl.physics.vic.snow import COLD_PER_DEGREE, HELD, Snow, snow_day, snow_free_share
from fpl.physics.vic.soil_column import Soil
from fpl.physics.vic.soil_heat import (
    SoilHeat,
    capacity,
    conductivity,
    ground_heat,
    horizon,
    shading,
)


def number(value: float) -> torch.Tensor:
    return torch.tensor([value], dtype=torch.float64)


def numbers(tensors) -> list[float]:
    return [t.item() for t in tensors]


def held(stored: float, rain: float, lai: float, wet_rate: float) -> list[float]:
    return numbers(interception(number(stored), number(rain), number(lai), number(wet_rate)))


def test_interception_by_hand():
    # of 0.2 mm at most, 0.1 are held: a wet share of 0.5 ^ (2/3)
    wet = 0.5 ** (2 / 3)
    made = held(0.1, 0.0, 2.0, 0.1)
    assert made == pytest.approx([0.1 * wet, 1 - wet, 0.1 - 0.1 * wet, 0.0])
    # more is asked than is there, rain included
    made = held(0.1, 0.05, 2.0, 10.0)
    assert made == pytest.approx([0.15, 1 - 0.015, 0.0, 0.0])
    # what does not fit falls through
    made = held(0.2, 5.0, 2.0, 1.0)
    assert made == pytest.approx([1.0, 0.0, 0.2, 4.0])


def test_a_dry_canopy_intercepts_but_does_not_evaporate():
    assert held(0.0, 0.5, 2.0, 1.0) == pytest.approx([0.0, 1.0, 0.2, 0.3])


def test_leaves_that_fall_let_their_water_drip():
    # of 0.3 mm the bare twigs hold none
    assert held(0.3, 0.0, 0.0, 2.0) == [0.0, 1.0, 0.0, 0.3]
    assert held(0.3, 1.0, 0.0, 2.0) == pytest.approx([0.0, 1.0, 0.0, 1.3])
    assert held(0.3, 0.0, 1.0, 0.0) == pytest.approx([0.0, 1.0, 0.1, 0.2])


def test_stress_rises_from_wilting_to_critical():
    made = stress(torch.tensor([5.0, 10.0, 15.0, 20.0, 30.0]), number(10.0), number(20.0))
    assert made.tolist() == [0.0, 0.0, 0.5, 1.0, 1.0]


AIR = demand.air_of(temperature=number(20.0), vpd=number(800.0), elevation=number(100.0))
LEAVES = demand.Stomata(shut=number(100.0), open=number(2.0))
ROOTS = (number(0.3), number(0.5), number(0.2))
GIVEN = {"available": number(150.0), "air": AIR, "ra": number(60.0), "rarc": number(25.0)}


def column() -> Soil:
    one = (number(1.0),) * 3
    wmax = tuple(number(w) for w in (40.0, 60.0, 100.0))
    limits = {"wilting": tuple(0.2 * w for w in wmax), "critical": tuple(0.5 * w for w in wmax)}
    fixed = dict.fromkeys(("infilt", "Ds", "Dsmax", "Ws", "c"), number(1.0))
    return Soil(**fixed, expt=one, Ksat=one, wmax=wmax, wres=(number(0.0),) * 3, **limits)


def asked(moisture_stress: float) -> float:
    rc = LEAVES.resistance(number(moisture_stress))
    return demand.penman_monteith(**GIVEN, rc=rc).item()


def transpired(*moisture: float, sharing="exact", roots=ROOTS) -> list[float]:
    layers = tuple(number(w) for w in moisture)
    canopy = Canopy(**GIVEN, leaves=LEAVES)
    return numbers(transpiration(layers, roots, column(), canopy, number(1.0), sharing))


def test_a_wet_root_zone_transpires_by_its_roots():
    total = asked(1.0)
    assert transpired(30.0, 50.0, 60.0) == pytest.approx([0.3 * total, 0.5 * total, 0.2 * total])


def test_wet_layers_give_what_a_dry_one_cannot():
    # layer 3 is half stressed (35 of 20 to 50 mm); the others give its lack by their roots
    total = asked(1.0)
    found = transpired(30.0, 50.0, 35.0)
    boost = 1 + 0.1 / 0.8
    assert found == pytest.approx([0.3 * total * boost, 0.5 * total * boost, 0.1 * total])
    assert sum(found) == pytest.approx(total)


def test_of_two_dry_layers_only_the_lower_ones_lack_is_given():
    # layers 1 and 3 half stressed, 2 so wet that both upper ones together are above critical
    total = asked(1.0)
    found = transpired(14.0, 58.0, 35.0)
    assert found == pytest.approx([0.15 * total, 0.5 * total * (1 + 0.1 / 0.5), 0.1 * total])


def test_in_a_dry_root_zone_each_layer_has_its_own_resistance():
    half = asked(0.5)
    found = transpired(14.0, 21.0, 60.0)
    assert found == pytest.approx([0.3 * half, 0.5 * half, 0.2 * asked(1.0)])


def test_layered_sharing_has_each_layers_own_resistance_at_any_moisture():
    one, half = asked(1.0), asked(0.5)
    found = transpired(30.0, 50.0, 35.0, sharing="layered")
    assert found == pytest.approx([0.3 * one, 0.5 * one, 0.2 * half])


def test_deep_roots_judge_by_the_lowest_layer():
    deep = (number(0.1), number(0.2), number(0.7))
    total = asked(1.0)
    found = transpired(14.0, 21.0, 60.0, roots=deep)  # upper layers half stressed
    assert found == pytest.approx([0.05 * total, 0.1 * total, 0.7 * total * (1 + 0.1 / 0.7)])


@pytest.mark.parametrize("sharing", ["exact", "layered"])
def test_no_layer_transpires_below_its_wilting_point(sharing):
    assert transpired(8.0, 12.0, 20.0, sharing=sharing) == [0.0, 0.0, 0.0]
    assert transpired(1.0, 2.0, 3.0, sharing=sharing) == [0.0, 0.0, 0.0]
    nearly = transpired(8.0, 12.0, 50.0 + 1e-9, sharing=sharing)
    assert nearly[:2] == [0.0, 0.0] and nearly[2] > 0.0


def integral_of_saturation(w1: float, wmax: float, b: float) -> float:
    """Mean saturation over the area, by the midpoint rule on the infiltration curve."""
    im = wmax * (1 + b)
    i0 = im * (1 - ((wmax - w1) / wmax) ** (1 / (1 + b)))
    n, total = 200_000, 0.0
    for k in range(n):
        area = (k + 0.5) / n
        capacity_there = im * (1 - (1 - area) ** (1 / b))
        total += 1.0 if capacity_there <= i0 else i0 / capacity_there
    return total / n


@pytest.mark.parametrize(("filled", "b"), [(0.3, 0.2), (0.6, 0.2), (0.5, 0.4), (0.5, 2.0)])
def test_bare_soil_integrates_saturation_over_the_infiltration_curve(filled, b):
    found = wet_share(number(40.0 * filled), number(40.0), number(b)).item()
    assert found == pytest.approx(integral_of_saturation(40.0 * filled, 40.0, b), abs=2e-3)


def test_a_full_layer_evaporates_at_the_potential_rate_and_an_empty_one_nothing():
    full, b = number(40.0), number(0.2)
    assert wet_share(full, full, b).item() == 1.0
    assert bare_evaporation(number(5.0), full, full, number(2.0), b).item() == 5.0
    assert bare_evaporation(number(5.0), number(2.0), full, number(2.0), b).item() == 0.0
    assert bare_evaporation(number(5.0), number(2.01), full, number(2.0), b).item() <= 0.01 + 1e-12


GROUND = horizon(number(0.4), number(0.5))
HEAT = SoilHeat(number(0.1), GROUND, GROUND, number(10.0))


def test_conductivity_of_johansen():
    bulk = 0.6 * 2650
    dry = (0.135 * bulk + 64.7) / (2650 - 0.947 * bulk)
    saturated = (7.7**0.5 * 2.2**0.5) ** 0.6 * 0.57**0.4
    assert conductivity(number(1.0), GROUND).item() == pytest.approx(saturated)
    assert conductivity(number(0.0), GROUND).item() == pytest.approx(dry)
    half = dry + (saturated - dry) * (0.7 * math.log10(0.5) + 1)
    assert conductivity(number(0.5), GROUND).item() == pytest.approx(half)
    assert capacity(number(1.0), GROUND).item() == pytest.approx(2e6 * 0.6 + 4.2e6 * 0.4)


def test_soil_at_one_temperature_has_no_heat_flux_and_heat_flows_to_the_cold():
    share, open_ground = (number(0.5), number(0.5)), number(1.0)
    still = ground_heat(*(number(10.0),) * 3, share, open_ground, HEAT)
    assert numbers(still) == pytest.approx([0.0, 10.0], abs=1e-9)
    cold, soil = ground_heat(number(0.0), number(10.0), number(10.0), share, open_ground, HEAT)
    assert cold.item() > 0.0 and 0.0 < soil.item() < 10.0
    warm, _ = ground_heat(number(20.0), number(10.0), number(10.0), share, open_ground, HEAT)
    assert warm.item() == pytest.approx(-cold.item())


def test_shading():
    assert shading(number(0.0), number(3.0)).item() == 1.0
    assert shading(number(1.0), number(2.0)).item() == pytest.approx(math.exp(-1.0))


def snow_of(ice, liquid, cold, rain, fall, temperature, factor=3.0) -> list[float]:
    pack, leaving = snow_day(
        Snow(number(ice), number(liquid), number(cold)),
        number(rain),
        number(fall),
        number(temperature),
        number(factor),
    )
    return numbers((pack.ice, pack.liquid, pack.cold, leaving))


def test_snow_melts_by_degree_days_and_holds_some_liquid():
    # 6 mm of 20 melt, of which 0.035 * 14 stay
    assert snow_of(20, 0, 0, 0, 0, 2.0) == pytest.approx([14, HELD * 14, 0, 6 - HELD * 14])
    assert snow_of(5, 0, 0, 1, 0, 9.0) == pytest.approx([0, 0, 0, 6])


def test_rain_on_bare_ground_passes_and_snow_stays():
    assert snow_of(0, 0, 0, 7, 0, 5.0) == [0, 0, 0, 7]
    assert snow_of(0, 0, 0, 0, 7, -5.0)[0] == 7


def test_rain_on_snow_is_held_then_freezes():
    assert snow_of(20, 0, 0, 0.5, 0, 0.0) == pytest.approx([20, 0.5, 0, 0])
    assert snow_of(20, 0.5, 0, 0, 0, -0.2) == pytest.approx([20.3, 0.2, 0, 0])


def test_cold_must_be_warmed_before_ice_melts():
    # ten degrees of frost cool 100 mm of ice to -10 degC at most
    ice, liquid, cold, leaving = snow_of(100, 0, 0, 0, 0, -10.0)
    assert cold == pytest.approx(COLD_PER_DEGREE * 100 * 10) and leaving == 0.0
    warmed = snow_of(ice, liquid, cold, 0, 0, 1.0)
    assert warmed[0] == 100.0 and warmed[2] == pytest.approx(cold - 3.0)


def test_a_pack_covers_the_ground():
    none = Snow(number(0.0), number(0.0), number(0.0))
    assert snow_free_share(none).item() == 1.0
    some = Snow(number(4.0), number(1.0), number(0.0))
    assert snow_free_share(some).item() == pytest.approx(math.exp(-1.0))
