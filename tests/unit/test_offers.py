"""Which tables, figures and notebooks a case has."""

import re

import pytest

from fpl import config
from fpl.config import claims, offers
from fpl.config.exhibits import FIGURES, NEEDS, NOTEBOOKS, TABLES


@pytest.fixture
def offered(root):
    """What each case offers, by name."""
    datasets = {"datasets": ["smap", "twin", "twin_basins"]}
    cases = config.read(root / "config/config.yaml", datasets).cases
    judged = claims.read(root / "config/claims.yaml").datasets()
    return {name: offers.offers(case, judged) for name, case in cases.items()}


def names(exhibits):
    return {exhibit.name for exhibit in exhibits}


def test_every_need_is_explained_and_every_name_stands_once():
    for exhibits in (FIGURES, TABLES, NOTEBOOKS):
        assert len(names(exhibits)) == len(exhibits)
        for exhibit in exhibits:
            assert set(exhibit.needs) <= set(NEEDS), exhibit.name


def test_figures_and_notebooks_read_tables_that_there_are():
    there = {stem for table in TABLES for stem in (table.name, *table.beside)}
    for exhibit in (*FIGURES, *NOTEBOOKS):
        assert set(exhibit.reads) <= there, exhibit.name


def test_every_table_has_a_rule_and_every_rule_of_a_table_is_listed(root):
    rules = "".join(path.read_text() for path in (root / "workflow/rules").glob("*.smk"))
    outputs = re.findall(r"(?s)    output:\n(.*?)\n    \w+:", rules)
    made = {stem for text in outputs for stem in re.findall(r"/tables/(\w+)\.csv\"", text)}
    assert made == {stem for table in TABLES for stem in (table.name, *table.beside)}


def test_every_notebook_is_listed(root):
    assert {path.stem for path in (root / "notebooks").glob("*.py")} == names(NOTEBOOKS)


def test_a_generated_world_has_no_towers_and_its_parameters_recovered(offered):
    real, twin = offered["smap"], offered["twin"]
    assert {"evapotranspiration", "priors_et", "lstm_gap"} <= names(offers.tables(real))
    assert not {"evapotranspiration", "lstm_gap"} & names(offers.tables(twin))
    assert "recovery" in names(offers.figures(twin)) and "et_methods" in names(offers.tables(twin))
    assert "recovery" not in names(offers.figures(real))
    assert names(offers.notebooks(real)) == names(offers.notebooks(twin))
    assert "10_basins" not in names(offers.notebooks(real))


def test_a_case_without_a_section_lacks_its_exhibits(offered):
    tables = names(offers.tables(offered["twin_basins"]))
    assert {"skill", "curves", "lockstep", "uncertainty", "recovery", "temporal"} <= tables
    assert not {"surrogate", "lstm", "identifiability", "et_methods", "fairness"} & tables
    assert not {"claims", "substeps", "space"} & tables
    assert {"scaling", "metrics", "lockstep"} <= names(offers.figures(offered["twin_basins"]))
    assert names(offers.notebooks(offered["twin_basins"])) == {"10_basins"}


@pytest.mark.parametrize(
    ("methods", "without"),
    [
        (["default", "fpl", "lockstep"], {"lockstep"}),
        (["default", "fpl", "sceua"], {"lockstep", "space", "scaling", "fairness"}),
        (["default"], {"cost", "uncertainty", "networks", "substeps"}),
    ],
)
def test_exhibits_whose_method_is_not_run_are_left_out(configuration, check_case, methods, without):
    configuration["methods"] = {"vic_extended": methods}
    found = offers.offers(check_case(configuration))
    assert not names(offers.tables(found)) & without
    assert "skill" in names(offers.tables(found))


def test_modis_and_runs_of_vic_are_offered_where_their_files_are(
    configuration, check_case, tmp_path
):
    assert "modis" not in offers.offers(check_case(configuration))
    folder = tmp_path / "raw/vic_reference"
    folder.mkdir(parents=True)
    configuration["data"]["local_folders"] = [str(tmp_path / "none"), str(tmp_path / "raw")]
    configuration["evapotranspiration"]["modis_csv"] = "modis.csv"
    found = offers.offers(check_case(configuration))
    assert "modis" in found and "vic_reference" not in found
    (folder / "one.nc").touch()
    case = check_case(configuration)
    assert "vic_reference" in offers.offers(case)
    assert offers.reference_runs(case) == [str(folder / "one.nc")]
