"""From daily weather to VIC's forcing: hand-computed values, limits and directions."""

import math

import numpy as np
import pytest
import torch

from fpl.physics.radiation import extraterrestrial
from fpl.physics.vic import demand, vic, weather
from fpl.physics.vic.vegetation import vegetation


def value(*numbers: float) -> torch.Tensor:
    return torch.tensor(numbers, dtype=torch.float64)


def test_extraterrestrial_radiation_of_fao() -> None:
    """FAO-56 example 8: 20 degS on 3 September, 32.2 MJ m-2 d-1."""
    top = extraterrestrial(latitude=value(-20.0), day_of_year=torch.tensor([246]))
    assert top.item() * 0.0864 == pytest.approx(32.2, abs=0.05)


def test_polar_night_is_dark_and_has_no_diurnal_range() -> None:
    place = {"latitude": value(80.0), "day_of_year": torch.tensor([355])}
    assert extraterrestrial(**place).item() == pytest.approx(0.0, abs=1e-9)
    dark = weather.diurnal_range(shortwave=value(0.0)[None], elevation=value(0.0), **place)
    assert dark.item() == 0.0


def test_diurnal_range_inverts_hargreaves_up_to_a_clear_sky() -> None:
    place = {"latitude": value(-20.0), "day_of_year": torch.tensor([246])}
    top = extraterrestrial(**place)
    swing = weather.diurnal_range(shortwave=0.4 * top, elevation=value(0.0), **place)
    assert (0.16 * swing.sqrt()).item() == pytest.approx(0.4)
    clearest = weather.diurnal_range(shortwave=1.2 * top, elevation=value(1000.0), **place)
    assert clearest.item() == pytest.approx((0.77 / 0.16) ** 2)


def test_swings_are_those_of_a_sine_and_cancel() -> None:
    swings = weather.diurnal_swings(value(10.0))
    assert len(swings) == 8
    assert sum(swings).item() == pytest.approx(0.0, abs=1e-12)
    assert max(s.item() for s in swings) == pytest.approx(5.0 * math.sin(3 * math.pi / 8))


def test_deficit_grows_with_the_diurnal_range() -> None:
    def deficit(temperature_range: float, vapour: float = 1000.0) -> float:
        swings = weather.diurnal_swings(value(temperature_range))
        return weather.vapour_pressure_deficit(value(15.0), value(vapour), swings).item()

    saturated = demand.saturation_vapour_pressure(value(15.0)).item()
    assert deficit(0.0) == pytest.approx(saturated - 1000.0)
    assert deficit(15.0) > deficit(5.0) > deficit(0.0)
    assert deficit(0.0, vapour=2000.0) == 0.0  # clipped
    assert deficit(15.0, vapour=saturated) > 0.0  # the warm half of the day only


@pytest.mark.parametrize(
    ("temperature", "expected"), [(-3.0, 4.0), (-0.5, 4.0), (0.0, 2.0), (0.25, 1.0), (0.5, 0.0)]
)
def test_snowfall_of_a_day_of_even_temperature(temperature: float, expected: float) -> None:
    even = weather.diurnal_swings(value(0.0))
    found = weather.snowfall(value(4.0), value(temperature), even)
    assert found.item() == pytest.approx(expected)


def test_snow_falls_in_the_cold_hours_of_a_day_above_freezing() -> None:
    swings = weather.diurnal_swings(value(20.0))
    assert weather.snowfall(value(8.0), value(2.0), swings).item() == pytest.approx(
        4.0
    )  # half the day


def observed(cells: int, dtype: torch.dtype = torch.float64) -> dict[str, torch.Tensor]:
    days = torch.arange(1, 366)
    season = -torch.cos(2 * math.pi * (days - 15) / 365)[:, None].to(dtype).expand(-1, cells)
    return {
        "precipitation": torch.full_like(season, 2.5),
        "air_temperature": 8.0 + 16.0 * season,
        "vapour_pressure": 800.0 + 500.0 * season,
        "shortwave": 180.0 + 90.0 * season,
        "longwave": 310.0 + 50.0 * season,
        "wind_speed": torch.full_like(season, 3.0),
    }


def driven(forcing: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    cells = forcing["wind_speed"].shape[1]
    return weather.weather(
        forcing=forcing,
        vegetation=vegetation(([4, 10, 7, 12] * cells)[:cells]),
        elevation=np.full(cells, 300.0),
        latitude=np.full(cells, 40.0),
        day_of_year=np.arange(1, 366),
    )


def test_a_temperate_year_gives_all_that_vic_is_driven_by() -> None:
    made = driven(observed(4))
    assert set(made) == set(vic().forcing_names)
    for name, values in made.items():
        assert values.shape == (365, 4) and torch.isfinite(values).all(), name
    assert (made["vapour_pressure_deficit"] > 0).all()
    assert (made["snowfall"] >= 0).all() and (made["snowfall"] <= made["precipitation"]).all()
    assert made["snowfall"][:20].mean() > 0.9 * made["precipitation"][:20].mean()
    assert made["snowfall"][170:200].max() == 0.0


def test_dtype_is_kept_and_the_wind_floored() -> None:
    single, double = driven(observed(2, torch.float32)), driven(observed(2))
    for name, values in single.items():
        assert values.dtype == torch.float32, name
        torch.testing.assert_close(values.double(), double[name], rtol=1e-4, atol=1e-3)
    calm = observed(2) | {"wind_speed": torch.zeros(365, 2, dtype=torch.float64)}
    assert (driven(calm)["wind_speed"] == weather.WIND_FLOOR).all()
