"""Figures say what they show: axes, units, counts, seeds, and whether a world is generated."""

import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from matplotlib.colors import to_rgb
from studies import BASINS, SETTINGS, SMAP, TWIN
from synthetic_results import LATTICES, attributes, world

from fpl.errors import DataError
from fpl.figures import metrics, parameters, recovery, scaling, skill, style, timeseries
from fpl.tables import curves as curve_table
from fpl.tables import metrics as metric_table
from fpl.tables import parameters as parameter_table
from fpl.tables import recovery as recovery_table
from fpl.tables import runs
from fpl.tables import timeseries as series_table
from fpl.terms import METHODS
from fpl.terms.target import unit_text

MODEL = "vic_extended"
MODULES = {
    module.__name__.split(".")[-1]: module
    for module in (scaling, metrics, parameters, skill, timeseries, recovery)
}


@pytest.fixture(scope="module", params=[SMAP, TWIN, BASINS], ids=lambda study: study.name)
def study(request):
    return request.param


@pytest.fixture(scope="module")
def tables(study, tmp_path_factory):
    results = world(tmp_path_factory.mktemp("world"), study)
    files, truth = sorted(results.rglob("parameters.nc")), results / "data/truth.nc"
    built = {"metrics": metric_table.build(sorted(results.rglob("metrics.csv")), attributes())}
    groups = runs.cell_groups(attributes(), LATTICES)
    built["curves"] = curve_table.build(sorted(results.rglob("curve.csv")), groups)
    known = truth if study.generated else None
    built["parameters"] = parameter_table.build(files, attributes(), known)
    fitted = [path for path in files if "default" not in str(path)]
    built["recovery_cells"] = recovery_table.cells(truth, fitted)
    built["recovery"] = recovery_table.build(built["recovery_cells"])
    simulations = [
        results / MODEL / f"{m}/s4/seed0/simulation.nc" for m in ("fpl", "sceua", "default")
    ]
    with xr.open_dataset(results / "data/observations.nc") as data:
        built["timeseries"] = series_table.build(
            built["metrics"], simulations, data, [25, 50, 75], study
        )
    return built


@pytest.fixture(scope="module")
def figures(tables, study):
    return {name: module.plot(tables, study, SETTINGS) for name, module in MODULES.items()}


def labels(figure):
    return " ".join(ax.get_xlabel() + " " + ax.get_ylabel() for ax in figure.axes)


def test_only_figures_of_generated_worlds_say_so(figures, study):
    for name, figure in figures.items():
        said = f"generated world ({study.name})" in figure.get_suptitle()
        assert said == study.generated, name


def test_figures_are_of_a_journal_width_and_a_page_high(figures):
    for figure in figures.values():
        width, height = figure.get_size_inches()
        assert width in (style.SINGLE, style.DOUBLE) and height < 9.5


def test_a_flux_is_drawn_as_a_hydrograph(figures, tables, study):
    figure, ax = figures["timeseries"], figures["timeseries"].axes[0]
    seen = ax.get_lines()[-1]
    observed = tables["timeseries"].query("method == 'observed'")
    first = observed[observed["cell"] == observed["cell"].iloc[0]]
    assert np.isfinite(seen.get_ydata()).sum() == first["value"].notna().sum()
    assert (ax.get_yscale() == "function") == study.target.is_flux
    assert ("square-root" in figure.get_supylabel()) == study.target.is_flux
    assert (seen.get_linestyle() == "-") == study.target.is_flux


def test_axes_have_units_and_titles_counts(figures, study):
    for name in ("scaling", "metrics", "skill"):
        assert study.metric.axis(study.target) in labels(figures[name])
    assert unit_text(study.target.unit) in figures["timeseries"].get_supylabel()
    assert "core s" in labels(figures["scaling"])
    for name in ("metrics", "parameters", "skill", "recovery"):
        assert f"24 {study.place}s" in figures[name].get_suptitle()
    for name in ("scaling", "metrics", "skill"):
        assert "2 seeds" in figures[name].get_suptitle()


def test_no_panel_is_empty(figures):
    for figure in figures.values():
        for ax in figure.axes:
            assert ax.has_data() or not ax.axison or ax.get_label() == "<colorbar>"


def test_scaling_has_a_line_for_each_method_and_sample_and_the_threshold(figures, study):
    ax = figures["scaling"].axes[0]
    assert ax.get_xscale() == "log"
    styles = [line.get_linestyle() for line in ax.get_lines()]
    assert (styles.count("-"), styles.count("--"), styles.count(":")) == (3, 3, 1)
    threshold = ax.get_lines()[styles.index(":")]
    assert set(threshold.get_ydata()) == {study.thresholds[0]}
    texts = [text.get_text() for text in figures["scaling"].legends[0].get_texts()]
    assert f"s8: 8 {study.place}s" in texts and METHODS["sceua"].label in texts


def test_scaling_line_is_the_median_over_seeds(figures, tables):
    ax = figures["scaling"].axes[0]
    colour = to_rgb(style.sample_colours(LATTICES)["s4"])
    solid = next(line for line in ax.get_lines() if to_rgb(line.get_color()) == colour)
    run = tables["curves"].query("model == @MODEL and method == 'fpl' and sample == 's4'")
    steps = run.groupby("step")
    np.testing.assert_allclose(solid.get_ydata(), steps["test_objective"].median())
    np.testing.assert_allclose(solid.get_xdata(), steps["runs_per_cell"].median())


def test_scaling_shows_what_is_drawn_and_no_emptiness_around_it(tables):
    curves = tables["curves"]
    for factor in (1.0, 3.0):
        drawn = curves.assign(test_objective=factor * curves["test_objective"])
        ax = scaling.plot({"curves": drawn}, SMAP, SETTINGS).axes[0]
        values = [*drawn["test_objective"], SMAP.thresholds[0]]
        low, high = ax.get_ylim()
        assert 0.8 * min(values) < low < min(values)
        assert max(values) < high < 1.25 * max(values)
        ticks = [text.get_text() for text in ax.get_yticklabels()]
        assert "0.05" in ticks


def test_step_before_the_first_run_is_not_drawn(tables):
    curves = tables["curves"].copy()
    curves.loc[curves["step"] == 0, ["runs_per_cell", "cpu_seconds_per_cell"]] = 0
    ax = scaling.plot({"curves": curves}, SMAP, SETTINGS).axes[0]
    assert len(ax.get_lines()[0].get_xdata()) == curves["step"].nunique() - 1


def test_metrics_are_drawn_on_places_that_all_runs_have(tables, study):
    table = tables["metrics"]
    lacking = (table["method"] == "sceua") & (table["cell"] == 5)
    figure = metrics.plot({"metrics": table[~lacking]}, study, SETTINGS)
    assert f"23 {study.place}s" in figure.get_suptitle()


def test_metrics_of_an_absent_lstm_leave_the_others(tables, study):
    table = tables["metrics"].copy()
    table.loc[table["method"] == "lstm", "value"] = np.nan
    figure = metrics.plot({"metrics": table}, study, SETTINGS)
    assert f"24 {study.place}s" in figure.get_suptitle()


def test_compared_maps_have_the_same_limits(figures, study):
    columns = 3 if study.generated else 2
    maps = [ax for ax in figures["parameters"].axes if ax.get_label() != "<colorbar>"]
    assert len(maps) == 2 * columns
    for row in (maps[:columns], maps[columns:]):
        assert len({ax.collections[0].get_clim() for ax in row}) == 1
    fpl, sceua, difference = (ax.collections[0].get_clim() for ax in figures["skill"].axes[:3])
    assert fpl == sceua
    assert difference[0] == -difference[1]


def test_outlines_of_states_are_drawn_for_the_real_world_only(figures, study):
    for name in ("parameters", "skill"):
        expected = 1 if study.generated else 2
        assert len(figures[name].axes[0].collections) == expected


def test_recovery_tells_r_of_each_parameter(figures, tables):
    titles = " ".join(ax.get_title() for ax in figures["recovery"].axes)
    for row in tables["recovery"].query("sample == 's4'").itertuples():
        assert f"{row.r:.2f}" in titles


def test_files_are_the_same_bytes_each_time(tables, study, tmp_path):
    for name in ("one", "two"):
        figure = skill.plot(tables, study, SETTINGS)
        style.save(figure, tmp_path / f"{name}.png", tmp_path / f"{name}.pdf")
    for kind in ("png", "pdf"):
        one, two = ((tmp_path / f"{name}.{kind}").read_bytes() for name in ("one", "two"))
        assert len(one) > 10_000 and one == two


def test_missing_methods_are_errors_that_say_so(tables, study):
    def drawn(module, settings=SETTINGS, **changed):
        module.plot(tables | changed, study, settings)

    table = tables["metrics"]
    with pytest.raises(DataError, match="expected test rows of method fpl or sceua"):
        drawn(metrics, metrics=table[table["method"] == "lstm"])
    with pytest.raises(DataError, match=f"expected test values of {study.objective}"):
        drawn(metrics, metrics=table[table["metric"] != study.objective])
    with pytest.raises(DataError, match="both fpl and sceua"):
        drawn(skill, metrics=table[table["method"] != "sceua"])
    with pytest.raises(DataError, match="expected rows of method fpl or sceua"):
        drawn(scaling, curves=tables["curves"].iloc[:0])
    with pytest.raises(DataError, match=r"\['depth'\].*figures.map_parameters"):
        drawn(parameters, SETTINGS | {"figures": {"map_parameters": ["depth"]}})
    with pytest.raises(DataError, match="method fpl"):
        drawn(timeseries, timeseries=tables["timeseries"].query("method == 'observed'"))
    with pytest.raises(DataError, match="method fpl or sceua"):
        drawn(recovery, recovery_cells=tables["recovery_cells"].iloc[:0])


@pytest.mark.parametrize("names", [["s16", "s8", "s4"], ["random6", "random12", "all"], ["all"]])
def test_samples_of_any_name_are_darker_the_larger_they_are(names):
    colours = style.sample_colours(names)
    light = [sum(to_rgb(colours[name])) for name in names]
    assert list(colours) == names and light == sorted(light, reverse=True)
    assert colours[names[-1]] == "#2f1163"


def test_the_largest_sample_is_the_last_one_named_that_is_there():
    run = pd.DataFrame({"sample": ["b", "a", "b", "a"], "seed": [1, 0, 2, 0]})
    assert style.largest(run, ["a", "b", "c"])["seed"].tolist() == [1]
    assert style.largest(run, ["b", "a"], seeds=True)["sample"].tolist() == ["a", "a"]
    known = pd.concat([run, pd.DataFrame({"sample": ["whole"], "seed": [0]})])
    assert style.largest(known, ["a", "b"])["sample"].tolist() == ["whole"]


def test_no_two_methods_that_are_compared_share_a_colour():
    drawn = [method for method in METHODS.values() if method.kind not in ("given", "series")]
    assert len({method.colour for method in drawn}) == len(drawn)
    assert len({method.marker for method in drawn}) == len(drawn)
    assert METHODS["lockstep"].colour != METHODS["fpl"].colour


def test_settings_of_a_user_change_no_figure(tmp_path):
    code = (
        "import sys; import matplotlib as mpl; from fpl.figures import style; "
        "figure = style.new(1, 1); figure.subplots().plot([0, 1]); "
        "style.save(figure, sys.argv[1] + '.png', sys.argv[1] + '.pdf')"
    )
    (tmp_path / "matplotlibrc").write_text("text.usetex: True\naxes.facecolor: red\n")
    for name, folder in (("own", tmp_path), ("none", tmp_path / "other")):
        environment = os.environ | {"MATPLOTLIBRC": str(folder)}
        command = [sys.executable, "-c", code, str(tmp_path / name)]
        subprocess.run(command, check=True, env=environment)
    own, none = ((tmp_path / f"{name}.png").read_bytes() for name in ("own", "none"))
    assert own == none


def test_figures_work_in_a_process_of_their_own_and_without_torch():
    code = (
        "import sys; from fpl.figures import scaling, style; "
        "style.new(1, 1); print('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
