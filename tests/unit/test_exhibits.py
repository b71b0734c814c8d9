"""The catalogue of figures: complete, and drawn for basins without a word of soil moisture."""

import ast
import importlib
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT
from matplotlib.text import Text
from studies import BASINS, SAMPLES, SETTINGS, SMAP
from synthetic_results import attributes, world

from fpl.config.exhibits import FIGURES, NEEDS
from fpl.figures import style
from fpl.tables import parameters, recovery
from fpl.tables.compare import RENAMED_COLUMNS, renamed
from fpl.terms import METRICS

OWN_RULES = {"data_report", "benchmarks"}  # drawn from other than tables of a case
OF_ONE_CASE = {"towers", "upstream_lstm", "vic_reference"}  # what only real soil moisture has
GENERIC = [figure for figure in FIGURES if not OF_ONE_CASE & set(figure.needs)]
SHAPE = {"snakemake", "torch", "numpy", "xarray", "matplotlib", "seaborn", "spotpy", "pytest"}


def test_catalogue_modules_and_captions_are_the_same():
    names = [figure.name for figure in FIGURES]
    modules = {
        path.stem
        for path in (ROOT / "src/fpl/figures").glob("*.py")
        if re.search(r"^def plot\(", path.read_text(), re.MULTILINE)
    }
    captions = {path.stem for path in (ROOT / "workflow/report").glob("*.rst")} - {"workflow"}
    assert len(names) == len(set(names))
    assert set(names) == modules - OWN_RULES == captions
    assert not list((ROOT / "workflow/scripts").glob("figure_*.py"))


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_a_line_of_the_catalogue_names_what_the_module_reads(figure):
    source = (ROOT / f"src/fpl/figures/{figure.name}.py").read_text()
    assert set(figure.needs) <= set(NEEDS)
    assert set(re.findall(r'tables\["(\w+)"\]', source)) == set(figure.reads)
    asked = set(re.findall(r'settings\["(\w+)"\]', source))
    if "**settings" not in source:
        assert asked == set(figure.sections)


def imported(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def test_every_package_of_the_given_shape_is_used():
    folders = (ROOT / "src", ROOT / "workflow", ROOT / "tests")
    files = [path for folder in folders for path in folder.rglob("*.py") if path != Path(__file__)]
    used = {package for path in files for package in imported(path)}
    used |= set(re.findall(r"^from (\w+)", (ROOT / "Snakefile").read_text(), re.MULTILINE))
    assert used >= SHAPE


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """Tables that a case of basins might have: committed ones with RMSE turned into RSR, and those
    that are not committed from a small synthetic world."""
    results = world(tmp_path_factory.mktemp("world"), BASINS)
    files, truth = sorted(results.rglob("parameters.nc")), results / "data/truth.nc"
    fitted = [path for path in files if "default" not in str(path)]
    built = {path.stem: as_basins(path) for path in (ROOT / "results/tables").glob("*.csv")}
    built["parameters"] = parameters.build(files, attributes(), truth)
    built["parameter_maps"] = built["parameters"]
    built["recovery_cells"] = recovery.cells(truth, fitted)
    built["recovery"] = recovery.build(built["recovery_cells"])
    built["space_cells"] = cells_of_hold_outs(built["space"])
    built["variograms"] = variograms()
    return built | series(results)


def as_basins(path):
    """A committed table with today's columns, RSR for RMSE in columns, beside it in rows."""
    table = pd.read_csv(path, low_memory=False)
    table = renamed(table, {*RENAMED_COLUMNS.values(), *table} - set(RENAMED_COLUMNS))
    beside = table.copy()
    for name in table.select_dtypes(exclude="number"):
        beside[name] = table[name].replace(r"^rmse", "rsr", regex=True)
    both = pd.concat([beside, table], ignore_index=True).drop_duplicates(ignore_index=True)
    return both.rename(columns=lambda name: re.sub(r"^rmse", "rsr", name))


def cells_of_hold_outs(space):
    draw, places = np.random.default_rng(0), attributes()
    rows = []
    for sample in ("s8", "s16", "regions"):
        best = space[(space["method"] == "best_regionalised") & (space["sample"] == sample)]
        for method in ("fpl", "default", "lockstep", best["note"].iloc[0]):
            rows.append(
                pd.DataFrame(
                    {"method": method, "sample": sample, "cell": places["cell"],
                     "lat": places["lat"], "lon": places["lon"], "region": places["cell"] % 3,
                     "rsr": draw.uniform(0.3, 1.0, places.sizes["cell"])}
                )
            )  # fmt: skip
    return pd.concat(rows, ignore_index=True)


def variograms():
    return pd.DataFrame(
        {"model": "vic_extended", "method": method, "parameter": parameter,
         "distance_km": distance, "semivariance": 0.8}
        for method in ("fpl", "lockstep") for parameter in ("mean", "infilt")
        for distance in (100.0, 200.0)
    )  # fmt: skip


def series(results):
    import xarray as xr

    from fpl.tables import curves, metrics, runs, timeseries

    built = {"metrics": metrics.build(sorted(results.rglob("metrics.csv")), attributes())}
    groups = runs.cell_groups(attributes(), SAMPLES)
    built["curves"] = curves.build(sorted(results.rglob("curve.csv")), groups)
    files = [
        results / f"vic_extended/{method}/s4/seed0/simulation.nc" for method in ("fpl", "sceua")
    ]
    with xr.open_dataset(results / "data/observations.nc") as data:
        built["timeseries"] = timeseries.build(built["metrics"], files, data, [50], BASINS)
    return built


@pytest.mark.parametrize("figure", GENERIC, ids=lambda figure: figure.name)
def test_a_figure_of_basins_speaks_of_basins_and_their_units(figure, tables, tmp_path):
    module = importlib.import_module(f"fpl.figures.{figure.name}")
    read = {name: tables[name] for name in figure.reads}
    settings = {name: SETTINGS[name] for name in figure.sections}
    drawn = module.plot(read, BASINS, settings)
    drawn.savefig(tmp_path / "drawn.png", dpi=50)
    texts = [text.get_text() for text in drawn.findobj(Text)]
    assert drawn.get_suptitle().startswith("generated world (twin_basins)")
    if figure.name in ("claims", "multiverse"):  # its words are those of the ledger
        return
    for text in texts:
        assert not re.search(r"m3 m-3|m\$\^\{?3|moisture|SMAP|\bcells?\b", text)


def test_units_of_each_metric_follow_the_target():
    for study, unit in ((SMAP, "m3 m-3"), (BASINS, "mm d-1")):
        of = {name: metric.unit_of(study.target) for name, metric in METRICS.items()}
        assert {of[name] for name in ("rmse", "ubrmse", "bias", "abs_bias")} == {unit}
        assert {of[name] for name in ("r", "nse", "kge", "rsr")} == {"1"}
    assert style.axis(BASINS, "rsr", "test") == "test RSR (-)"
    assert style.axis(SMAP, "rmse") == "RMSE (m$^{3}$ m$^{-3}$)"
    assert style.objective(BASINS._replace(objective="kge"), "test") == "test 1 − KGE (-)"
