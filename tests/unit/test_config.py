import subprocess
import sys

import pytest
import yaml

from fpl import config
from fpl.config.sources import SOURCES, module
from fpl.errors import ConfigError
from fpl.models import MODELS


def put(values, key, value):
    """Set ``values["a"]["b"]`` for the key "a.b"."""
    *folders, last = key.split(".")
    for folder in folders:
        values = values[folder]
    values[last] = value


@pytest.fixture
def run(root):
    """The values of config/config.yaml."""
    return yaml.safe_load((root / "config/config.yaml").read_text())


def complaint(values, folder):
    with pytest.raises(ConfigError) as raised:
        config.load(values, folder)
    return str(raised.value)


def test_all_configurations_are_valid(root):
    assert list(config.read(root / "config/config.yaml").cases) == ["smap"]
    overlays = [yaml.safe_load((root / f"config/{n}.yaml").read_text()) for n in ("demo", "full")]
    demo = config.read(root / "config/config.yaml", overlays[0])
    assert list(demo.cases) == ["twin", "twin_basins"]
    assert all(case.data.generated for case in demo.cases.values())
    full = config.read(root / "config/config.yaml", overlays[1]).cases["smap"]
    assert full.seeds.sceua == [0, 1, 2, 3, 4] and full.learning.steps == 1000


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("learning.epocs", 3, "cases.smap.learning.epocs: unknown key; correct its spelling"),
        ("perods", {}, "cases.smap.perods: unknown key"),
        ("engine", {"threads": 2}, "cases.smap.engine: engine is of the run, not of a case"),
        ("learning.history.blocks", 8, "learning.history.blocks: unknown key"),
        ("learning.history.block_days", 0, "learning.history.block_days: Input should be greater"),
        ("learning.steps", "many", "learning.steps: Input should be a valid integer"),
        ("learning.dropout", 1.5, "learning.dropout: Input should be less than 1"),
        ("learning.learning_rate", float("inf"), "learning_rate: Input should be a finite number"),
        ("calibration.stop.peps", float("nan"), "stop.peps: Input should be a finite number"),
        ("objective", "mae", "objective: Input should be 'rmse', 'rsr' or 'kge'"),
        ("place", "basin", "place: expected cell, which the source smap (data.source) has"),
        ("periods.training.start", "2015-13-01", "periods.training.start: Input should be"),
        ("periods.test.end", "2016-03-31", "periods.test: expected start before end"),
        ("periods.training.end", "2016-04-01", "periods: expected training to end before test"),
        ("evaluation.minimum_days", 400, "no more days than periods.training has, 366, got 400"),
        ("data.source", "smos", "data: unknown source 'smos'; expected one of generated_basins,"),
        ("data.cells_x", 3, "data.cells_x: unknown key"),
        ("data.bounds.shortwave", [500.0, 0.0], "data.bounds.shortwave: expected low < high"),
        ("data.soil_moisture_years", [2014], "data.soil_moisture_years: expected years of forcing"),
        ("target.output", "streamflow", "target.output: expected an output of vic (models.vic_ext"),
        ("target.unit", "mm", "target.unit: expected m3 m-3, the unit of surface_soil_moisture"),
        ("samples", ["s4", "t5"], "samples.1: String should match pattern"),
        ("samples", ["s8", "s8"], "samples: expected each once"),
        ("samples", ["s4", "s8"], "samples: expected the sparsest first, got ['s4', 's8']"),
        ("samples", ["all", "s4"], "samples: expected all, which has most places, last"),
        ("samples", ["s5", "s4"], "samples: expected s and a multiple of 4, the step of the latt"),
        ("samples", ["s16", "s8"], "calibration.sample: expected one of s16, s8 (samples)"),
        ("surrogate.sample", "s12", "surrogate.sample: expected one of s16, s8, s4 (samples)"),
        ("surrogate.rounds", [0, 2, 1], "surrogate.rounds: expected rising numbers"),
        ("surrogate.rounds", [], "surrogate.rounds: List should have at least 1 item"),
        ("surrogate.training.epochs", 3, "surrogate.training.epochs: unknown key"),
        ("lstm.training.epochs", 3, "lstm.training.epochs: unknown key"),
        ("lstm.samples", ["s4", "d8"], "lstm.samples.1: String should match pattern"),
        ("seeds.fpl", [1, 1], "seeds.fpl: expected each once"),
        ("seeds.fpl", [], "seeds.fpl: List should have at least 1 item"),
        ("headline", "hbv", "headline: expected one of vic_extended, vic_paper"),
        ("published", "../here", "published: String should match pattern"),
        ("identifiability.samples", 100, "identifiability.samples: expected a power of two"),
        ("identifiability.worlds", [2, 2], "identifiability.worlds: expected each once"),
        ("identifiability.known", ["height"], "identifiability.known: unknown parameter height"),
        ("identifiability.known", ["expt"], "is calibrated in processes.vic.calibrated_sets.ext"),
        ("figures.map_parameters", ["FC"], "figures.map_parameters: unknown parameter FC; vic has"),
        ("experiments.scaling.samples", ["s5x"], "experiments.scaling.samples.0: String should"),
        (
            "experiments.scaling.samples",
            ["s6"],
            "experiments.scaling.samples: expected s and a mul",
        ),
        ("experiments.scaling.models", ["none"], "experiments.scaling.models: expected one of"),
        ("experiments.scaling.seeds", [1, 1], "experiments.scaling.seeds: expected each once"),
        ("experiments.scaling.method", ["fpl"], "experiments.scaling.method: unknown key"),
        ("experiments.scaling.methods", ["ga"], "expected a method of fpl, fpl_gz"),
        ("experiments.main", {}, "experiments.main.models: missing key"),
    ],
)
def test_wrong_value_is_named_with_its_remedy(configuration, check_case, key, value, said):
    put(configuration, key, value)
    with pytest.raises(ConfigError) as raised:
        check_case(configuration)
    assert said in str(raised.value)
    assert "pydantic" not in str(raised.value)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        (
            "processes.hbv",
            {},
            "processes.hbv: unknown process 'hbv'; expected one of snow_bucket, vic",
        ),
        ("processes.vic.settles", ["w1", "w4"], "vic.settles: expected one of w1, w2, w3, canopy"),
        ("processes.vic.ranges", {"infilt": [0.4, 0.4]}, "range of parameter infilt: expected low"),
        ("processes.vic.ranges", {"infiltrat": [0.1, 0.4]}, "vic.ranges: unknown parameter infilt"),
        ("processes.vic.ranges", {"Ds": [0, 1]}, "so low must be positive"),
        (
            "processes.vic.ranges",
            {"porosity": [-0.2, 1.5]},
            "a range within [0, 1], where porosity",
        ),
        ("processes.vic.ranges", {"Dsmax": [0.1, float("inf")]}, "Input should be a finite number"),
        ("processes.vic.calibrated_sets.paper", ["infilt", "Dss"], "paper: unknown parameter Dss;"),
        ("processes.vic.calibrated_sets.paper", ["Ds", "Ds"], "paper: expected each once"),
        (
            "models.vic_paper.calibrated",
            "all",
            "models.vic_paper.calibrated: expected one of paper",
        ),
        ("models.vic_paper.process", "hbv", "models.vic_paper: unknown process 'hbv'; expected"),
        ("models.vic_paper.process", ["vic"], "vic_paper: unknown process ['vic']; expected one"),
        ("models.vic_paper.observation", "none", "models.vic_paper.observation: Input should be"),
        ("models.vic_paper.dynamic", ["porosity"], "vic_paper.dynamic: expected one of infilt"),
        ("models.vic_paper.dynamic", ["expt"], "methods.vic_paper: expected fpl_gz or fpl_gz_obs"),
        ("methods.hbv", ["fpl"], "methods: expected one of vic_extended, vic_paper"),
        ("methods.vic_paper", ["ga"], "methods.vic_paper.0: expected a method of fpl, fpl_gz"),
        ("methods.vic_paper", ["gradient"], "got gradient; name the others in an experiment"),
    ],
)
def test_what_does_not_fit_a_process_model_names_both_sides(
    configuration, check_case, key, value, said
):
    put(configuration, key, value)
    with pytest.raises(ConfigError) as raised:
        check_case(configuration)
    assert said in str(raised.value)


def test_a_source_that_lacks_what_a_model_needs_is_told(run, root):
    run |= {"datasets": ["twin_basins"], "cases": {"twin_basins": {}}}
    change = run["cases"]["twin_basins"]
    change["models"] = {"vic": {"process": "vic", "calibrated": "one", "observation": "rescaled"}}
    sets = {"runoff_steps": 1, "sharing": "exact", "calibrated_sets": {"one": ["infilt"]}}
    change["processes"] = {"vic": sets}
    change["samples"] = ["s8", "all"]
    change["published"] = "basins"
    told = complaint(run, root / "config/cases")
    assert "vic needs the forcing vapour_pressure, shortwave, longwave, wind_speed, which" in told
    assert "vic needs the attributes sand, clay, bulk_density, ndvi, land_cover, which" in told
    assert "the source generated_basins (data.source) does not give" in told
    assert "bounds of the offset of rescaled for surface_soil_moisture of its outputs only" in told
    assert "s8 is a sample of a lattice, and places of the source generated_basins" in told
    assert "cases.twin_basins.published: a generated world" in told
    assert "target.output: expected an output of vic (models.vic)" in told


def test_reserved_name_of_a_model_is_refused(configuration, check_case):
    configuration["models"]["observation"] = configuration["models"]["vic_paper"]
    with pytest.raises(ConfigError, match="rename the model"):
        check_case(configuration)


def test_missing_key_is_named(configuration, check_case):
    del configuration["warmup"]["max_cycles"]
    with pytest.raises(ConfigError, match=r"cases\.smap\.warmup\.max_cycles: missing key; add it"):
        check_case(configuration)


def test_all_errors_of_all_cases_are_told_at_once(run, root):
    run |= {
        "datasets": ["smap", "twin", "nowhere"],
        "cases": {
            "smap": {"learning": {"epocs": 3}, "headline": "none"},
            "twin": {"headline": "none", "evaluation": {"minimum_days": 1000}},
            "tvin": {},
        },
    }
    told = complaint(run, root / "config/cases")
    for said in (
        "cases.smap.learning.epocs: unknown key",
        "cases.twin.headline: expected one of vic_extended",
        "cases.twin.evaluation.minimum_days: expected no more days",
        "cases.tvin: unknown case",
        "got 'nowhere'; mend the name or write",
    ):
        assert said in told


def test_a_case_without_a_file_is_told_with_those_that_there_are(run, root):
    told = complaint(run | {"datasets": ["caravan"]}, root / "config/cases")
    assert "one of smap, twin, twin_basins, got 'caravan'" in told


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"learning": {}}, "learning: expected under cases.NAME"),
        ({"dataset": "smap"}, "dataset: unknown key"),
        ({"datasets": []}, "datasets: List should have at least 1 item"),
        ({"datasets": ["smap", "smap"]}, "datasets: expected each once"),
        (
            {"datasets": ["tables"]},
            "datasets.0: expected names of a-z, 0-9 and _ other than",
        ),
        ({"engine": {"name": "cuda"}}, "engine.name: Input should be 'auto', 'fused' or 'torch'"),
    ],
)
def test_wrong_keys_of_the_run_are_told(run, root, change, said):
    assert said in complaint(run | change, root / "config/cases")


def test_an_overlay_changes_one_case_alone(root):
    both = {"datasets": ["smap", "twin"]}
    change = {"cases": {"smap": {"learning": {"steps": 7}, "experiments": {"regions": None}}}}
    cases = config.read(root / "config/config.yaml", both, change).cases
    assert cases["smap"].learning.steps == 7 and cases["smap"].learning.hidden == 128
    assert "regions" not in cases["smap"].experiments and "scaling" in cases["smap"].experiments
    assert cases["twin"].learning.steps == 80


def test_a_case_of_ones_own_says_only_what_differs(run, root, tmp_path):
    (tmp_path / "smap.yaml").write_text((root / "config/cases/smap.yaml").read_text())
    (tmp_path / "mine.yaml").write_text(
        "like: smap\npublished: null\nlstm: null\nsurrogate: null\nseeds: {fpl: [3]}\n"
    )
    case = config.load(run | {"datasets": ["mine"]}, tmp_path).cases["mine"]
    assert case.name == "mine" and case.lstm is None and case.published is None
    assert case.seeds.fpl == [3] and case.seeds.sceua == [0]
    (tmp_path / "smap.yaml").write_text("like: mine\n")
    told = complaint(run | {"datasets": ["mine"]}, tmp_path)
    assert "mine is like smap is like mine; break it" in told


def test_data_of_another_source_start_afresh(root):
    twin = config.read(root / "config/config.yaml", {"datasets": ["twin"]}).cases["twin"]
    assert twin.data.source == "generated_cells" and not hasattr(twin.data, "local_folders")


def test_published_copies_of_two_cases_do_not_overwrite_one_another(run, root, tmp_path):
    for name in ("smap", "other"):
        text = (root / "config/cases/smap.yaml").read_text()
        (tmp_path / f"{name}.yaml").write_text(text)
    told = complaint(run | {"datasets": ["smap", "other"]}, tmp_path)
    assert "cases.other.published: expected a folder of its own, got '.'" in told


def test_a_file_that_holds_no_sections_is_named(run, tmp_path):
    (tmp_path / "mine.yaml").write_text("- a\n- list\n")
    assert "mine.yaml: expected sections" in complaint(run | {"datasets": ["mine"]}, tmp_path)
    (tmp_path / "mine.yaml").write_text("a: [1\n")
    assert "mine.yaml: expected yaml" in complaint(run | {"datasets": ["mine"]}, tmp_path)


def test_sections_can_be_rebuilt_from_what_scripts_get(configuration, check_case):
    case = check_case(configuration)
    settings = case.model_dump(mode="json")
    assert config.Learning(**settings["learning"]) == case.learning
    assert config.Periods(**settings["periods"]) == case.periods
    assert config.Identifiability(**settings["identifiability"]) == case.identifiability


def test_scripts_get_the_settings_of_each_process_and_source(configuration, check_case):
    del configuration["processes"]["vic"]["settles"]
    settings = check_case(configuration).model_dump(mode="json")
    assert settings["processes"]["vic"]["runoff_steps"] == 4
    assert settings["processes"]["vic"]["settles"] == list(MODELS["vic"].settles)
    assert settings["models"]["vic5_extended"]["capillary"] is False
    assert settings["data"]["ceiling"]["least_times"] == 3


def test_a_study_says_what_tables_need_of_the_case(root):
    from fpl.terms import Study

    cases = config.read(root / "config/config.yaml", {"datasets": ["smap", "twin_basins"]}).cases
    basins = Study.of(cases["twin_basins"].study())
    assert basins.generated and basins.metric.name == "rsr" and basins.places(2) == "2 basins"
    assert basins.target.axis.startswith("streamflow (mm")
    assert Study.of(cases["smap"].study()).thresholds == (0.05, 0.04)


def test_digest_sees_values_and_not_their_order():
    assert config.digest({"a": 1, "b": [2]}) == config.digest({"b": [2], "a": 1})
    assert config.digest({"a": 1}) != config.digest({"a": 2})


def test_each_source_and_process_has_the_module_that_scripts_open(root):
    for source in SOURCES:
        assert (root / "src" / f"{module(source).replace('.', '/')}.py").is_file(), source
    for process in MODELS:
        assert (root / f"src/fpl/setups/{process}.py").is_file(), process


def test_configuration_imports_nothing_heavy():
    code = (
        "import sys, fpl.config.offers, fpl.config.claims, fpl.config.mapped, fpl.code_inputs;"
        "print({'torch', 'numpy', 'pandas'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
