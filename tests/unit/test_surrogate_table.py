"""The table and the figure of the surrogate's route: the bill adds up, both judges are told."""

import numpy as np
import pandas as pd
import pytest
from studies import STUDIES, TWIN

from fpl.errors import DataError
from fpl.figures import style
from fpl.figures import surrogate as figure
from fpl.tables.surrogate import build

CELLS = np.array([1, 2, 3])
BILLS = {  # vic runs, warm-up, surrogate runs; seconds of vic, training, search
    ("fpl", 0): (30, 60, 300, 1.0, 90.0, 50.0),
    ("fpl", 1): (15, 30, 300, 0.5, 20.0, 50.0),
    ("sceua", 0): (None, None, 600, None, None, 35.0),
    ("sceua", 1): (None, None, 600, None, None, 36.0),
}
NAMES = ("model_runs", "model_warmup_runs", "surrogate_runs")
NAMES += ("model_seconds", "training_seconds", "search_seconds")


def metrics(offset, judges=("surrogate", "model")):
    rows = []
    for place, judge in enumerate(judges):
        for period in ("training", "test"):
            for metric in ("rmse", "ubrmse", "r", "bias", "kge"):
                for cell in (1, 2, 3, 4):
                    value = offset + 0.1 * place + (9.0 if cell == 4 else 0.001 * cell)
                    rows.append(
                        {"cell": cell, "period": period, "metric": metric, "value": value}
                        | ({"judged_by": judge} if len(judges) > 1 else {})
                    )
    return pd.DataFrame(rows)


@pytest.fixture
def table(tmp_path):
    run = tmp_path / "smap/vic_extended/surrogate/s8/seed0"
    files = {"metrics": [], "errors": [], "bills": []}
    for (method, number), bill in BILLS.items():
        folder = run / f"round{number}" / method
        folder.mkdir(parents=True)
        metrics(0.03 + 0.01 * number).to_csv(folder / "metrics.csv", index=False)
        rows = [
            {"sets": s, "period": p, "output": o, "rmse": 0.01, "unit": "1"}
            for s in ("held_out", "optimum")
            for o in ("surface_soil_moisture", "evapotranspiration")
            for p in ("training", "test")
        ]
        pd.DataFrame(rows).to_csv(folder / "errors.csv", index=False)
        known = {n: v for n, v in zip(NAMES, bill, strict=True) if v is not None}
        pd.DataFrame([known]).to_csv(folder / "bill.csv", index=False)
        for name, file in (("metrics", "metrics"), ("errors", "errors"), ("bills", "bill")):
            files[name].append(folder / f"{file}.csv")
    direct = [tmp_path / f"smap/vic_extended/{run}" for run in ("fpl/s8/seed0", "sceua/s8/seed7")]
    for folder in direct:
        folder.mkdir(parents=True)
        metrics(0.02, judges=("model",)).to_csv(folder / "metrics.csv", index=False)
        curve = {"step": [0, 9], "runs_per_cell": [0, 950.0], "warmup_runs_per_cell": [0, 2000.0]}
        curve |= {"wall_seconds": [0, 31.0], "cpu_seconds": [0, 30.0]}
        pd.DataFrame(curve).to_csv(folder / "curve.csv", index=False)
    return build(
        **files,
        direct_metrics=[folder / "metrics.csv" for folder in direct],
        direct_curves=[folder / "curve.csv" for folder in direct],
        cells=CELLS,
        study=TWIN,
    )


def row(table, **wanted):
    for name, value in wanted.items():
        table = table[table[name] == value]
    return table.query("judged_by == 'model' and period == 'test'").iloc[0]


def test_every_search_is_told_by_both_judges_in_both_periods(table):
    route = table[table["route"] == "surrogate"]
    counts = route.groupby(["method", "round", "judged_by", "period"]).size()
    assert len(counts) == 2 * 2 * 2 * 2 and (counts == 1).all()


def test_skill_is_the_median_over_the_cells_asked_for(table):
    assert (table["cells"] == 3).all()
    told = table.query("route == 'surrogate' and method == 'fpl' and round == 1")
    by_judge = told[told["period"] == "test"].set_index("judged_by")["rmse"]
    assert by_judge["surrogate"] == pytest.approx(0.042)
    assert by_judge["model"] == pytest.approx(0.142)


def test_the_bill_of_a_round_holds_all_rounds_before(table):
    last = row(table, route="surrogate", method="fpl", round=1)
    assert last["model_runs_per_cell"] == 45 / 3
    assert last["surrogate_runs_per_cell"] == 600 / 3
    assert last["core_seconds"] == pytest.approx(1.5 + 110.0 + 100.0)


def test_sceua_pays_for_its_surrogate_and_not_for_fpl_in_its_round(table):
    first = row(table, route="surrogate", method="sceua", round=0)
    assert first["core_seconds"] == pytest.approx(1.0 + 90.0 + 35.0)
    last = row(table, route="surrogate", method="sceua", round=1)
    assert last["model_runs_per_cell"] == 45 / 3
    assert last["surrogate_runs_per_cell"] == (300 + 600) / 3
    assert last["core_seconds"] == pytest.approx(1.5 + 110.0 + 50.0 + 36.0)


def test_parts_add_up_and_the_direct_route_has_no_surrogate(table):
    parts = table[["model_seconds", "training_seconds", "search_seconds"]].sum(axis=1)
    np.testing.assert_allclose(parts, table["core_seconds"])
    direct = row(table, route="direct", method="fpl")
    assert direct["model_runs_per_cell"] == 950 and direct["core_seconds"] == 30.0
    assert direct["surrogate_runs_per_cell"] == 0 and np.isnan(direct["target_error_optimum"])


def test_direct_searches_keep_their_own_seeds(table):
    direct = table[table["route"] == "direct"].set_index("method")["seed"]
    assert set(direct["fpl"]) == {0} and set(direct["sceua"]) == {7}


@pytest.mark.parametrize("dataset", ["smap", "twin"])
def test_figure_shows_both_judges_and_says_what_world_it_is(table, dataset, tmp_path):
    path = tmp_path / "surrogate.csv"
    table.assign(dataset=dataset).to_csv(path, index=False)
    made = figure.plot({"surrogate": pd.read_csv(path)}, STUDIES[dataset], {})
    assert ("generated world" in made.get_suptitle()) == (dataset == "twin")
    assert "3 cells (s8)" in made.get_suptitle()
    assert made.get_size_inches()[0] == style.DOUBLE
    lines = {line.get_label(): line for line in made.axes[0].get_lines()}
    np.testing.assert_allclose(lines["fPL, scored by the surrogate"].get_ydata(), [0.032, 0.042])
    np.testing.assert_allclose(lines["fPL, scored by the model"].get_ydata(), [0.132, 0.142])
    assert "fPL on the model itself" in lines
    assert all(ax.has_data() and ax.get_xlabel() for ax in made.axes)


def test_a_table_without_the_route_is_an_error(table):
    with pytest.raises(DataError, match="expected test rows of route surrogate"):
        figure.plot({"surrogate": table[table["route"] == "direct"]}, TWIN, {})
