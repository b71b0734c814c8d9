"""Figures say what they show: axes, units, counts, seeds, and whether they are of a twin."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from synthetic_results import LATTICES, attributes, world

from fpl.errors import DataError
from fpl.figures import metrics, parameters, recovery, scaling, skill, style, timeseries
from fpl.tables import curves as curve_table
from fpl.tables import metrics as metric_table
from fpl.tables import parameters as parameter_table
from fpl.tables import recovery as recovery_table
from fpl.tables import runs
from fpl.tables import timeseries as series_table

MODEL = "vic_extended"


@pytest.fixture(scope="module", params=["smap", "twin"])
def tables(request, tmp_path_factory):
    dataset = request.param
    results = world(tmp_path_factory.mktemp("world"), dataset)
    found, truth = sorted(results.rglob("parameters.nc")), results / "data/truth.nc"
    made = {"dataset": dataset}
    made["metrics"] = metric_table.build(sorted(results.rglob("metrics.csv")), attributes())
    groups = runs.cell_groups(attributes(), LATTICES)
    made["curves"] = curve_table.build(sorted(results.rglob("curve.csv")), groups)
    known = truth if dataset == "twin" else None
    made["parameters"] = parameter_table.build(found, attributes(), known)
    made["cells"] = recovery_table.cells(truth, [p for p in found if "default" not in str(p)])
    made["recovery"] = recovery_table.build(made["cells"])
    simulations = [
        results / MODEL / f"{m}/s4/seed0/simulation.nc" for m in ("fpl", "sceua", "default")
    ]
    with xr.open_dataset(results / "data/observations.nc") as data:
        series = series_table.build(made["metrics"], simulations, data, [25, 50, 75])
    made["series"] = series.assign(date=pd.to_datetime(series["date"]))
    return made


@pytest.fixture(scope="module")
def figures(tables):
    return {
        "scaling": scaling.plot(tables["curves"]),
        "metrics": metrics.plot(tables["metrics"]),
        "parameters": parameters.plot(tables["parameters"], MODEL, ["infilt", "expt"]),
        "skill": skill.plot(tables["metrics"], MODEL),
        "timeseries": timeseries.plot(tables["series"], "2015-08-01"),
        "recovery": recovery.plot(tables["cells"], tables["recovery"]),
    }


def labels(figure):
    return " ".join(ax.get_xlabel() + " " + ax.get_ylabel() for ax in figure.axes)


def test_only_twin_figures_say_twin(figures, tables):
    for name, figure in figures.items():
        is_twin = "generated world (twin)" in figure.get_suptitle()
        assert is_twin == (tables["dataset"] == "twin"), name


def test_figures_are_of_a_journal_width_and_a_page_high(figures):
    for figure in figures.values():
        width, height = figure.get_size_inches()
        assert width in (style.SINGLE, style.DOUBLE) and height < 9.5


def test_axes_have_units_and_titles_counts(figures):
    for name in ("scaling", "metrics", "skill"):
        assert "m$^3$ m$^{-3}$" in labels(figures[name])
    assert "m$^3$ m$^{-3}$" in figures["timeseries"].get_supylabel()
    assert "core s" in labels(figures["scaling"])
    for name in ("metrics", "parameters", "skill", "recovery"):
        assert "24 cells" in figures[name].get_suptitle()
    for name in ("scaling", "metrics", "skill"):
        assert "2 seeds" in figures[name].get_suptitle()


def test_no_panel_is_empty(figures):
    for figure in figures.values():
        for ax in figure.axes:
            assert ax.has_data() or not ax.axison or ax.get_label() == "<colorbar>"


def test_scaling_has_a_line_for_each_method_and_sample_and_the_threshold(figures):
    ax = figures["scaling"].axes[0]
    assert ax.get_xscale() == "log"
    styles = [line.get_linestyle() for line in ax.get_lines()]
    assert (styles.count("-"), styles.count("--"), styles.count(":")) == (3, 3, 1)
    threshold = ax.get_lines()[styles.index(":")]
    assert set(threshold.get_ydata()) == {scaling.FUNCTIONAL_RMSE}
    texts = [text.get_text() for text in figures["scaling"].legends[0].get_texts()]
    assert "s8: 8 cells" in texts and "SCE-UA" in texts


def test_scaling_line_is_the_median_over_seeds(figures, tables):
    ax = figures["scaling"].axes[0]
    solid = next(line for line in ax.get_lines() if line.get_color() == style.SAMPLE_COLOURS["s4"])
    run = tables["curves"].query("model == @MODEL and method == 'fpl' and sample == 's4'")
    steps = run.groupby("step")
    np.testing.assert_allclose(solid.get_ydata(), steps["test_rmse"].median())
    np.testing.assert_allclose(solid.get_xdata(), steps["runs_per_cell"].median())


def test_scaling_shows_what_is_drawn_and_no_emptiness_around_it(tables):
    curves = tables["curves"]
    for factor in (1.0, 3.0):
        ax = scaling.plot(curves.assign(test_rmse=factor * curves["test_rmse"])).axes[0]
        values = [*factor * curves["test_rmse"], scaling.FUNCTIONAL_RMSE]
        low, high = ax.get_ylim()
        assert 0.8 * min(values) < low < min(values)
        assert max(values) < high < 1.25 * max(values)
        ticks = [text.get_text() for text in ax.get_yticklabels()]
        assert "0.05" in ticks


def test_step_before_the_first_run_is_not_drawn(tables):
    curves = tables["curves"].copy()
    curves.loc[curves["step"] == 0, ["runs_per_cell", "cpu_seconds_per_cell"]] = 0
    ax = scaling.plot(curves).axes[0]
    assert len(ax.get_lines()[0].get_xdata()) == curves["step"].nunique() - 1


def test_metrics_are_drawn_on_cells_that_all_runs_have(tables):
    table = tables["metrics"]
    lacking = (table["method"] == "sceua") & (table["cell"] == 5)
    figure = metrics.plot(table[~lacking])
    assert "23 cells" in figure.get_suptitle()


def test_metrics_of_an_absent_lstm_leave_the_others(tables):
    table = tables["metrics"].copy()
    table.loc[table["method"] == "lstm", "value"] = np.nan
    assert "24 cells" in metrics.plot(table).get_suptitle()


def test_compared_maps_have_the_same_limits(figures, tables):
    columns = 3 if tables["dataset"] == "twin" else 2
    maps = [ax for ax in figures["parameters"].axes if ax.get_label() != "<colorbar>"]
    assert len(maps) == 2 * columns
    for row in (maps[:columns], maps[columns:]):
        assert len({ax.collections[0].get_clim() for ax in row}) == 1
    fpl, sceua, difference = (ax.collections[0].get_clim() for ax in figures["skill"].axes[:3])
    assert fpl == sceua
    assert difference[0] == -difference[1]


def test_outlines_of_states_are_drawn_for_the_real_world_only(figures, tables):
    for name in ("parameters", "skill"):
        expected = 1 if tables["dataset"] == "twin" else 2
        assert len(figures[name].axes[0].collections) == expected


def test_recovery_tells_r_of_each_parameter(figures, tables):
    titles = " ".join(ax.get_title() for ax in figures["recovery"].axes)
    for row in tables["recovery"].query("sample == 's4'").itertuples():
        assert f"{row.r:.2f}" in titles


def test_files_are_the_same_bytes_each_time(tables, tmp_path):
    for name in ("one", "two"):
        figure = skill.plot(tables["metrics"], MODEL)
        style.save(figure, tmp_path / f"{name}.png", tmp_path / f"{name}.pdf")
    for kind in ("png", "pdf"):
        one, two = ((tmp_path / f"{name}.{kind}").read_bytes() for name in ("one", "two"))
        assert len(one) > 10_000 and one == two


def test_missing_methods_are_errors_that_say_so(tables):
    table = tables["metrics"]
    with pytest.raises(DataError, match="expected test rows of method fpl or sceua"):
        metrics.plot(table[table["method"] == "lstm"])
    with pytest.raises(DataError, match="both fpl and sceua"):
        skill.plot(table[table["method"] != "sceua"], MODEL)
    with pytest.raises(DataError, match="expected rows of method fpl or sceua"):
        scaling.plot(tables["curves"].iloc[:0])
    with pytest.raises(DataError, match=r"\['depth'\].*figures.map_parameters"):
        parameters.plot(tables["parameters"], MODEL, ["depth"])
    with pytest.raises(DataError, match="method fpl"):
        timeseries.plot(tables["series"].query("method == 'observed'"), "2015-08-01")
    with pytest.raises(DataError, match="method fpl or sceua"):
        recovery.plot(tables["cells"].iloc[:0], tables["recovery"])


def test_figures_work_in_a_process_of_their_own_and_without_torch():
    code = (
        "import sys; from fpl.figures import scaling, style; "
        "style.new(1, 1); print('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
