"""Evapotranspiration beside estimates: means, pairs, statistics, tables and figures."""

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from studies import SAMPLES, SMAP
from synthetic_results import PERIODS, attributes
from test_data_et_reference import SETTINGS

from fpl.errors import DataError
from fpl.evaluation import evapotranspiration as et
from fpl.figures import et_tradeoff, priors_et
from fpl.tables import evapotranspiration as tables
from fpl.tables.runs import IDENTITY

CELLS = attributes()["cell"].values
TIME = pd.date_range(PERIODS["training"]["start"], PERIODS["test"]["end"], freq="D")


def field(values):
    """A value a cell, on every day (cell, time)."""
    return xr.DataArray(
        np.repeat(np.asarray(values, float)[:, None], TIME.size, axis=1),
        dims=("cell", "time"),
        coords={"cell": CELLS, "time": TIME},
    )


TRUE = np.linspace(0.5, 2.5, CELLS.size)
RAIN = field(np.full(CELLS.size, 3.0))


@pytest.fixture
def reference():
    """A tower at every fourth cell (the truth), a basin at every second (the truth, wetter)."""
    towers = pd.DataFrame({"source": "tower", "cell": CELLS[::4], "et_mm_yr": TRUE[::4]})
    basins = pd.DataFrame({"source": "water_balance", "cell": CELLS[::2], "et_mm_yr": TRUE[::2]})
    basins["p_mm_yr"] = 365.25 * 6.0
    made = pd.concat([towers, basins], ignore_index=True)
    made["et_mm_yr"] *= 365.25
    made = made.assign(q_mm_yr=np.nan, baseflow_index=np.nan)
    places = attributes().to_dataframe()[["lat", "lon"]]
    made = made.join(places, on="cell").assign(distance_km=0.0, igbp="GRA", years=3)
    return made.assign(id=[str(n) for n in range(len(made))], area_km2=100.0)


def summary(factor, reference, cells=CELLS):
    simulated = et.annual(field(factor * TRUE).sel(cell=cells), RAIN, PERIODS)
    return et.summarise(et.pairs(simulated, reference), SETTINGS)


def pick(table, **where):
    for name, value in where.items():
        table = table[table[name] == value]
    assert len(table) == 1
    return table.iloc[0]


def test_years_are_means_of_their_own_days():
    values = field(TRUE)
    values[:, PERIODS["test"]["start"] <= TIME] *= 3.0
    table = et.annual(values, RAIN, PERIODS).set_index(["period", "cell"])["simulated_mm_yr"]
    np.testing.assert_allclose(table["training"], 365.25 * TRUE)
    np.testing.assert_allclose(table["test"], 3 * 365.25 * TRUE)
    tested = (PERIODS["test"]["start"] <= TIME).mean()
    np.testing.assert_allclose(table["both"], 365.25 * TRUE * (1 + 2 * tested))


@pytest.mark.parametrize(("factor", "within"), [(1.0, True), (0.9, True), (1.2, False)])
def test_bias_is_that_of_the_mean(reference, factor, within):
    table = summary(factor, reference)
    for source in ("tower", "water_balance", "pooled", "tower_shared", "water_balance_shared"):
        row = pick(table, period="both", source=source, quantity="et")
        assert row["bias_percent"] == pytest.approx(100 * (factor - 1), abs=1e-9)
        assert row["r"] == pytest.approx(1.0)
        assert row["within_15_percent"] == within
        # every cell is off by the same factor: drawing cells anew changes nothing
        assert row["bias_low"] == pytest.approx(row["bias_high"], abs=1e-9)


def test_shares_of_precipitation_have_the_precipitation_of_their_own_years(reference):
    row = pick(summary(1.0, reference), period="both", quantity="et_per_p")
    assert row["source"] == "water_balance"
    assert row["simulated"] == pytest.approx(TRUE[::2].mean() / 3.0)
    assert row["reference"] == pytest.approx(TRUE[::2].mean() / 6.0)


def test_a_cell_counts_once(reference):
    crowd = pd.concat([reference, *[reference[reference["cell"] == CELLS[0]]] * 9])
    crowd = crowd.assign(et_mm_yr=crowd["et_mm_yr"] * np.where(crowd["source"] == "tower", 0.8, 1))
    once = reference.assign(
        et_mm_yr=reference["et_mm_yr"] * np.where(reference["source"] == "tower", 0.8, 1)
    )
    many, few = (
        pick(summary(1.0, table), period="both", source="pooled", quantity="et")
        for table in (crowd, once)
    )
    assert many["pairs"] == few["pairs"] + 18
    assert many["cells"] == few["cells"] == CELLS[::2].size
    assert many["bias_percent"] == pytest.approx(few["bias_percent"])


def test_interval_covers_the_bias_and_is_the_same_each_time(reference):
    noise = np.random.default_rng(1).normal(1.0, 0.3, len(reference))
    rough = reference.assign(et_mm_yr=reference["et_mm_yr"] * noise)
    one, two = summary(1.0, rough), summary(1.0, rough)
    pd.testing.assert_frame_equal(one, two)
    assert (
        (one["bias_low"] < one["bias_percent"]) & (one["bias_percent"] < one["bias_high"])
    ).all()


def test_runs_that_broke_down_or_have_no_estimates_are_told(reference):
    broken = field(TRUE)
    broken[3, 5] = np.nan
    with pytest.raises(DataError, match=r"'training'.*1 missing values"):
        et.annual(broken, RAIN, PERIODS)
    with pytest.raises(DataError, match="same prepared data"):
        summary(1.0, reference, cells=CELLS[1::2])


@pytest.fixture
def world(tmp_path):
    """Two runs, with the bias of evapotranspiration against the error of soil moisture."""
    made = []
    for method, factor, rmse in (("default", 1.0, 0.07), ("fpl", 0.6, 0.03)):
        run = tmp_path / f"smap/vic_extended/{method}/s4/seed0"
        run.mkdir(parents=True)
        field(factor * TRUE).to_dataset(name="evapotranspiration").to_netcdf(run / "simulation.nc")
        rows = {"cell": [1, 2, 3], "period": "test", "metric": "rmse", "value": [0.0, rmse, 1.0]}
        others = {"period": "training", "metric": "rmse"}, {"metric": "r"}
        table = pd.DataFrame(rows)
        pd.concat([table, *[table.assign(**o) for o in others]]).to_csv(
            run / "metrics.csv", index=False
        )
        made.append(run)
    return made


@pytest.fixture
def made(world, reference):
    files = [[run / name for run in world] for name in ("simulation.nc", "metrics.csv")]
    table = tables.build(*files, reference, RAIN, PERIODS, SETTINGS, SMAP)
    return table, tables.priors(files[0][0], reference, attributes(), RAIN, PERIODS)


def test_table_shows_the_right_moisture_for_the_wrong_reasons(made):
    table, _ = made
    assert list(table.columns[:5]) == IDENTITY
    row = pick(table, method="fpl", period="both", source="pooled", quantity="et")
    assert row["test_rmse"] == 0.03 and row["bias_percent"] == pytest.approx(-40.0)
    assert not row["within_15_percent"]
    assert not table.duplicated([*IDENTITY, "period", "source", "quantity"]).any()


def test_priors_hold_every_cell_and_every_estimate(made, reference):
    _, table = made
    assert list(table.columns) == tables.PRIOR_COLUMNS
    assert (table["kind"] == "cell").sum() == CELLS.size
    assert (table["kind"] != "cell").sum() == len(reference)
    assert set(table["period"]) == {"both"} and table["simulated_mm_yr"].notna().all()


def test_figures_say_what_the_tables_say(made):
    table, priors = made
    figure = priors_et.plot({"priors_et": priors, "evapotranspiration": table}, SMAP, {})
    assert "24 cells" in figure.get_suptitle() and "prior" in figure.get_suptitle()
    texts = [ax.get_title() for ax in figure.axes]
    assert any("flux towers, 6 cells" in text and "+0 %" in text for text in texts)
    assert sum("mm yr$^{-1}$" in ax.get_xlabel() for ax in figure.axes) == 2
    trade = et_tradeoff.plot({"evapotranspiration": table}, SMAP, {"samples": SAMPLES})
    labels = [text.get_text() for text in trade.legends[0].get_texts()]
    assert labels == ["fPL", "priors", "fitted on s4", "within 15 %"]
    assert trade.axes[0].get_ylim()[0] < -40
    titles = [ax.get_title() for ax in trade.axes]
    assert titles[0].endswith("flux towers, 6 cells") and titles[1].endswith("P - Q, 12 cells")
    assert trade.axes[0].get_ylim() == trade.axes[1].get_ylim()
    towers = {"evapotranspiration": table[table["source"] == "tower"]}
    with pytest.raises(DataError, match="expected rows of tower, water_balance"):
        et_tradeoff.plot(towers, SMAP, {"samples": SAMPLES})
    cells = {"priors_et": priors[priors["kind"] == "cell"], "evapotranspiration": table}
    with pytest.raises(DataError, match="expected rows of kind cell"):
        priors_et.plot(cells, SMAP, {})
