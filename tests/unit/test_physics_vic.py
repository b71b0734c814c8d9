"""VIC's processes against numbers worked out by hand, and its table of parameters."""

import math

import pytest
import torch
from worlds import forcing, parameters

from fpl.engine import simulate
from fpl.errors import ConfigError
from fpl.models.parameter import Parameter
from fpl.models.vic import PARAMETERS
from fpl.physics.vic import vic
from fpl.physics.vic.capillary import Capillary, rise
from fpl.physics.vic.soil_column import Soil, arno_baseflow, drainage, surface_runoff


def number(value: float) -> torch.Tensor:
    return torch.tensor([value], dtype=torch.float64)


def soil(**changes: float) -> Soil:
    values = {"infilt": 0.5, "Ds": 0.1, "Dsmax": 10.0, "Ws": 0.5, "c": 2.0} | changes
    wmax = (40.0, 60.0, 100.0)
    layers = {"expt": (3.0,) * 3, "Ksat": (100.0,) * 3, "wmax": wmax, "wres": (0.0,) * 3}
    layers |= {"wilting": tuple(0.2 * w for w in wmax), "critical": tuple(0.5 * w for w in wmax)}
    return Soil(
        **{name: number(v) for name, v in values.items()},
        **{name: tuple(number(v) for v in column) for name, column in layers.items()},
    )


def test_runoff_follows_the_infiltration_curve():
    # W/Wm = 0.5, b = 0.5: i_m = 150, i_0 = 150 (1 - 0.5^(2/3)); P = 10 mm
    i_0 = 150 * (1 - 0.5 ** (2 / 3))
    expected = 10 - 50 + 100 * (1 - (i_0 + 10) / 150) ** 1.5
    made = surface_runoff(number(10.0), number(20.0), number(30.0), soil())
    assert made.item() == pytest.approx(expected, rel=1e-12)


def test_all_rain_beyond_the_deficit_runs_off_a_saturated_column():
    made = surface_runoff(number(10.0), number(39.0), number(60.0), soil())
    assert made.item() == pytest.approx(10.0 - 1.0, abs=0.05)
    full = surface_runoff(number(10.0), number(40.0), number(60.0), soil())
    assert full.item() == pytest.approx(10.0, abs=1e-8)


def test_no_rain_no_runoff():
    assert surface_runoff(number(0.0), number(40.0), number(60.0), soil()).item() == 0.0


def test_drainage_solves_the_conductivity_equation():
    # n = 3: dx/dt = -k x^3 / M^3 has x(1) = x / sqrt(1 + 2 k x^2 / M^3)
    x, span, rate = 30.0, 40.0, 100.0
    expected = x - x / math.sqrt(1 + 2 * rate * x**2 / span**3)
    made = drainage(number(x), number(span), number(rate), number(3.0))
    assert made.item() == pytest.approx(expected, rel=1e-12)


def test_drainage_never_exceeds_what_is_there_and_is_zero_where_nothing_is():
    made = drainage(number(40.0), number(40.0), number(1e6), number(25.0))
    assert 0.0 < made.item() < 40.0
    assert drainage(number(0.0), number(40.0), number(1e6), number(25.0)).item() == 0.0


def risen(upper: float, lower: float, rate: float, expt: float = 11.0) -> float:
    """Of layers that hold 40 and 60 mm, 300 mm apart, with a bubbling pressure of 150 mm."""
    column = Capillary(number(150.0), number(300.0))
    held, room = (number(upper), number(lower)), (number(40.0), number(60.0))
    return rise(held, room, number(rate), number(expt), column).item()


def test_moisture_diffuses_towards_the_drier_share():
    # n = 11: b = 4; shares 0.25 and 0.75, mean 0.5: flow = 4 * 150 / 300 * 0.5^6 * 0.5 a unit rate
    for rate in (1e-3, 1e-6):
        assert risen(10.0, 45.0, rate) / rate == pytest.approx(2 * 0.5**6 * 0.5, rel=1e-3)
    assert risen(30.0, 15.0, 1.0) == pytest.approx(-risen(10.0, 45.0, 1.0))  # it sinks as well
    assert risen(20.0, 30.0, 1.0) == 0.0  # equal shares, unequal moistures


def test_diffusion_ends_in_equal_shares_whatever_the_rate():
    # 10 + 45 = 55 mm over 100 mm: both layers come to a share of 0.55
    assert risen(10.0, 45.0, 1e6) == pytest.approx(0.55 * 40 - 10)
    assert risen(0.0, 0.0, 1e6) == 0.0 and risen(40.0, 60.0, 1e6) == 0.0


def test_bubbling_pressure_matters_with_capillary_rise_alone():
    for capillary in (False, True):
        model = vic(2, capillary=capillary)
        p = parameters(model, 5)
        first, second = (
            simulate(model, forcing(5, 60), p | {"bubbling": torch.full_like(p["infilt"], psi)})
            for psi in (20.0, 800.0)
        )
        apart = (first.state["w1"] - second.state["w1"]).abs()
        assert (apart > 1e-3).any() if capillary else (apart == 0.0).all()


@pytest.mark.parametrize(
    ("moisture", "expected"),
    [(25.0, 10 * 0.2 * 0.25), (50.0, 10 * 0.2 * 0.5), (75.0, 10 * 0.2 * 0.75 + 8 * 0.25)],
)
def test_baseflow_is_linear_below_ws_and_bends_above(moisture: float, expected: float):
    made = arno_baseflow(number(moisture), soil(), number(10.0))
    assert made.item() == pytest.approx(expected, rel=1e-10)


def test_parameters_map_to_the_unit_interval_and_back():
    for parameter in vic().parameters:
        unit = torch.linspace(0, 1, 11, dtype=torch.float64)
        values = parameter.from_unit(unit)
        assert torch.allclose(parameter.to_unit(values), unit, atol=1e-12)
        assert values[0].item() == pytest.approx(parameter.low, abs=1e-12)
        assert values[-1].item() == pytest.approx(parameter.high)


def test_ranges_obey_vic_constraints_everywhere():
    table = {p.name: p for p in PARAMETERS}
    assert table["Ds"].high <= table["Ws"].low
    assert table["Ws"].high < 1.0
    assert table["Wcr"].high < 1.0
    assert table["Wpwp_ratio"].high < 1.0
    assert table["resid_ratio"].high < 1.0
    assert all(p.low <= p.default <= p.high for p in table.values())
    assert all(p.unit and p.source and p.description for p in table.values())


def test_a_range_from_the_configuration_replaces_the_tables():
    assert vic(ranges={"infilt": [0.1, 0.3]}).parameter("infilt").high == 0.3


def test_bad_ranges_and_names_are_refused():
    with pytest.raises(ConfigError, match="range of parameter infilt: expected low < high"):
        vic(ranges={"infilt": [0.3, 0.1]})
    with pytest.raises(ConfigError, match="unknown parameters porousness"):
        vic(ranges={"porousness": [0.3, 0.4]})
    with pytest.raises(ConfigError, match="no parameter 'porousness'"):
        vic().parameter("porousness")
    with pytest.raises(ConfigError, match="must be positive"):
        Parameter("k", "1", 0.0, 1.0, 0.5, "", "", "log")
