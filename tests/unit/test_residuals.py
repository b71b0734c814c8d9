"""Parts of an error: each made by hand comes back as that part."""

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from fpl.evaluation.residuals import residuals

DAYS, CELLS = 360, 3
TIME = pd.date_range("2016-04-01", periods=DAYS)


def field(values: np.ndarray) -> xr.DataArray:
    shaped = np.broadcast_to(values, (CELLS, DAYS)).astype(float)
    return xr.DataArray(
        shaped, dims=("cell", "time"), coords={"cell": np.arange(CELLS), "time": TIME}
    )


def weather(rain: np.ndarray, warmth: float = 15.0) -> xr.Dataset:
    return xr.Dataset(
        {"precipitation": field(rain), "air_temperature": field(np.full(DAYS, warmth))}
    )


DRY = np.zeros(DAYS)
WAVE = 0.2 + 0.05 * np.sin(np.arange(DAYS) / 9.0)


def part(table: pd.DataFrame, name: str) -> float:
    return table.loc[table["part"] == name, "value"].item()


def test_a_constant_error_is_bias_alone() -> None:
    made = residuals(field(WAVE + 0.03), field(WAVE), weather(DRY), "m3 m-3")
    assert part(made, "bias") == pytest.approx(0.03)
    assert part(made, "slow") == pytest.approx(0.0, abs=1e-12)
    assert part(made, "fast") == pytest.approx(0.0, abs=1e-12)
    assert part(made, "spread_ratio") == pytest.approx(1.0)


def test_a_season_is_slow_and_noise_is_fast() -> None:
    season = 0.02 * np.sin(2 * np.pi * np.arange(DAYS) / DAYS)
    slow = residuals(field(WAVE + season), field(WAVE), weather(DRY), "m3 m-3")
    assert part(slow, "slow") > 5 * part(slow, "fast")
    noise = np.random.default_rng(0).normal(0.0, 0.02, DAYS)
    fast = residuals(field(WAVE + noise), field(WAVE), weather(DRY), "m3 m-3")
    assert part(fast, "fast") > 3 * part(fast, "slow")


def test_an_error_after_heavy_rain_shows_on_those_days_only() -> None:
    rain = DRY.copy()
    rain[100:300:20] = 25.0
    wrong = WAVE - 0.04 * np.roll(rain > 0, 1)
    made = residuals(field(wrong), field(WAVE), weather(rain), "m3 m-3").query(
        "statistic == 'mean'"
    )
    means = made.set_index("days")["value"]
    counts = made.set_index("days")["n"]
    assert means["dry after heavy rain"] == pytest.approx(0.04 * (1 - 10 / DAYS))
    assert abs(means["heavy rain"]) < 0.002
    assert counts["dry after heavy rain"] == 10 * CELLS
    assert counts["cold"] == 0


def test_days_without_an_observation_count_for_nothing() -> None:
    seen = field(WAVE).copy()
    seen[:, 50:100] = np.nan
    wild = WAVE.copy()
    wild[50:100] = 9.0
    made = residuals(field(wild), seen, weather(DRY), "m3 m-3")
    assert part(made, "slow") == pytest.approx(0.0, abs=1e-12)
