"""Table and figure of the networks: who is trained on, who lends SMAP, what seeds span."""

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from studies import SAMPLES, SMAP, TWIN
from synthetic_results import attributes

from fpl.data.split import cells_of_lattice
from fpl.figures import networks as figure
from fpl.tables import networks as table

PLACES = attributes()
S8 = cells_of_lattice(PLACES["row"].values, PLACES["column"].values, "s8")
ERRORS = {"fpl": 0.05, "fpl_gz": 0.045, "fpl_gz_observed": 0.04}


def run(folder, method, sample, seed):
    """Files of a run whose RMSE is known: less at cells trained on, more with each seed."""
    here = folder / "results/twin/vic_extended" / method / sample / f"seed{seed}"
    here.mkdir(parents=True)
    trained = S8 if sample == "s8" else np.ones_like(S8)
    error = ERRORS[method] + 0.001 * seed - 0.01 * trained
    values = {"rmse": error, "ubrmse": error / 2, "r": 1 - error, "bias": error / 3, "nse": error}
    rows = [
        pd.DataFrame(
            {"cell": PLACES["cell"], "period": p, "metric": m, "value": v + 0.002 * (p == "test")}
        )
        for p in ("training", "test")
        for m, v in values.items()
    ]
    pd.concat(rows).to_csv(here / "metrics.csv", index=False)
    costs = {"step": [0, 10], "runs_per_cell": [0, 100.0 + seed], "cpu_seconds": [0, 7.0]}
    pd.DataFrame(costs).to_csv(here / "curve.csv", index=False)
    daily = np.full((S8.size, 20), 2.0) + np.linspace(-1, 1, 20)
    water = xr.Dataset({"evapotranspiration": (("cell", "time"), daily)}, {"cell": PLACES["cell"]})
    water.to_netcdf(here / "simulation.nc")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("networks")
    for method in ERRORS:
        for sample in ("s8", "s4"):
            for seed in (0, 1, 2):
                run(folder, method, sample, seed)
    names = ("metrics.csv", "curve.csv", "simulation.nc")
    return table.build(*(sorted(folder.rglob(name)) for name in names), PLACES, SMAP)


def row(made, **where):
    for name, value in where.items():
        made = made[made[name] == value]
    assert len(made) == 1
    return made.iloc[0]


def test_cells_trained_on_are_apart_from_others(made):
    here = {"method": "fpl", "sample": "s8", "period": "test"}
    trained, untrained = (row(made, cells=c, **here) for c in ("trained", "untrained"))
    assert trained["n"] == S8.sum() and untrained["n"] == (~S8).sum()
    assert row(made, cells="all", **here)["n"] == S8.size
    assert trained["rmse"] == pytest.approx(0.043)
    assert untrained["rmse"] == pytest.approx(0.053)
    assert "untrained" not in set(made[made["sample"] == "s4"]["cells"])


def test_seeds_are_summarised_by_median_and_range(made):
    one = row(made, method="fpl_gz", sample="s4", period="training", cells="trained")
    assert one["seeds"] == 3
    assert [one["rmse_min"], one["rmse"], one["rmse_max"]] == pytest.approx([0.035, 0.036, 0.037])


def test_costs_and_evapotranspiration(made):
    one = row(made, method="fpl_gz", sample="s4", period="training", cells="trained")
    assert one["runs_per_cell"] == 101 and one["cpu_seconds"] == 7
    assert one["mean_annual_et_mm"] == pytest.approx(2.0 * 365.25)


def test_only_the_network_that_reads_smap_is_lent_it(made):
    lent = made.groupby("method")["reads_own_observations"].unique().map(list).to_dict()
    assert lent == {"fpl": ["no"], "fpl_gz": ["no"], "fpl_gz_observed": ["yes"]}


def test_figure_names_networks_groups_units_and_world(made):
    asked = {"headline": "vic_extended", "samples": SAMPLES}
    drawn = figure.plot({"networks": made}, TWIN, asked)
    labels = [ax.get_ylabel() for ax in drawn.axes]
    units = ["m$^{3}$ m$^{-3}$", "m$^{3}$ m$^{-3}$", "R (-)", "mm yr$^{-1}$"]
    assert all(unit in label for unit, label in zip(units, labels, strict=True))
    ticks = [tick.get_text() for tick in drawn.axes[-1].get_xticklabels()]
    assert ticks[0].startswith("learned on s4") and ticks[-1].endswith("cells untrained")
    legend = [text.get_text() for text in drawn.legends[0].get_texts()]
    assert len(legend) == 3 and "observations" in legend[-1]
    assert "generated world (twin)" in drawn.get_suptitle() and "3 seeds" in drawn.get_suptitle()
