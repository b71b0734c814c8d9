import re
import subprocess
import sys

import pytest
import yaml
from snakemake.utils import update_config

from fpl import config
from fpl.config import names, runs
from fpl.errors import ConfigError


def put(values, key, value):
    """Set ``values["a"]["b"]`` for the key "a.b"."""
    *folders, last = key.split(".")
    for folder in folders:
        values = values[folder]
    values[last] = value


def test_both_configurations_are_valid(configuration, root):
    assert config.load(configuration).dataset == "smap"
    update_config(configuration, yaml.safe_load((root / "config/demo.yaml").read_text()))
    demo = config.load(configuration)
    assert demo.dataset == "twin"
    assert runs.learned(demo) and runs.calibrated(demo)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("learning.epocs", 3, "learning.epocs: unknown key; correct its spelling"),
        ("perods", {}, "perods: unknown key"),
        ("learning.history.blocks", 8, "learning.history.blocks: unknown key"),
        ("learning.history.block_days", 0, "learning.history.block_days: Input should be greater"),
        ("learning.steps", "many", "learning.steps: Input should be a valid integer"),
        ("learning.dropout", 1.5, "learning.dropout: Input should be less than 1"),
        ("dataset", "smos", "dataset: Input should be 'smap' or 'twin'"),
        ("periods.training.start", "2015-13-01", "periods.training.start: Input should be"),
        ("periods.test.end", "2016-03-31", "periods.test: expected start before end"),
        ("periods.training.end", "2016-04-01", "periods: expected training to end before test"),
        ("vic.ranges", {"infilt": [0.4, 0.4]}, "vic: ranges.infilt: expected low < high"),
        ("vic.ranges", {"infiltration": [0.1, 0.4]}, "unknown parameter infiltration; VIC has"),
        ("vic.calibrated_sets.paper", ["infilt", "Dss"], "unknown parameter Dss; VIC has infilt"),
        ("vic.calibrated_sets.paper", ["Ds", "Ds"], "each once"),
        ("warmup.storages", ["w1", "w4"], "warmup.storages.1: Input should be 'w1', 'w2'"),
        ("data.bounds.shortwave", [500.0, 0.0], "data: bounds.shortwave: expected low < high"),
        ("samples", ["s4", "s5"], "samples.1: Input should be 's16', 's8' or 's4'"),
        ("samples", ["s8", "s8"], "samples: expected one or more of s16, s8, s4, each once"),
        ("samples", ["s16", "s8"], "calibration.sample: expected one of s16, s8"),
        ("models.vic_paper.calibrated", "all", "models.vic_paper.calibrated: expected one of"),
        ("models.vic_paper.process", "hbv", "models.vic_paper.process: Input should be 'vic'"),
        ("models.observation", {}, "models.observation"),
        ("methods.hbv", ["fpl"], "methods: expected one of vic_extended, vic_paper"),
        ("methods.vic_paper", ["ga"], "methods.vic_paper.0: Input should be"),
        (
            "models.vic_paper.dynamic",
            ["porosity"],
            "vic_paper.dynamic: expected one of infilt",
        ),
        (
            "models.vic_paper.dynamic",
            ["expt"],
            "methods.vic_paper: expected fpl_gz or fpl_gz_observed",
        ),
        ("headline", "hbv", "headline: expected one of vic_extended, vic_paper"),
        ("seeds.fpl", [], "seeds.fpl: List should have at least 1 item"),
        ("surrogate.sample", "s2", "surrogate.sample: Input should be"),
        ("surrogate.rounds", [0, 2, 1], "surrogate: rounds: expected rising numbers"),
        ("surrogate.rounds", [], "surrogate.rounds: List should have at least 1 item"),
        ("surrogate.training.epochs", 3, "surrogate.training.epochs: unknown key"),
        ("lstm.training.epochs", 3, "lstm.training.epochs: unknown key"),
        ("lstm.samples", ["s4", "d8"], "lstm.samples.1: String should match pattern"),
        ("seeds.fpl", [1, 1], "seeds: expected each seed once"),
        ("identifiability.samples", 100, "samples: expected a power of two"),
        ("identifiability.worlds", [2, 2], "worlds: expected each seed once"),
        ("identifiability.known", ["height"], "known: unknown parameter height; VIC has"),
        ("identifiability.known", ["expt"], "known: expt is calibrated in vic.calibrated_sets"),
    ],
)
def test_wrong_value_is_named_with_its_remedy(configuration, key, value, said):
    put(configuration, key, value)
    with pytest.raises(ConfigError) as raised:
        config.load(configuration)
    assert said in str(raised.value)
    assert "pydantic" not in str(raised.value)


def test_reserved_name_of_a_model_is_refused(configuration):
    configuration["models"]["observation"] = configuration["models"]["vic_paper"]
    with pytest.raises(ConfigError, match="rename the model"):
        config.load(configuration)


def test_missing_key_is_named(configuration):
    del configuration["warmup"]["max_cycles"]
    with pytest.raises(ConfigError, match=r"warmup\.max_cycles: missing key; add it"):
        config.load(configuration)


def test_all_errors_are_told_at_once(configuration):
    put(configuration, "learning.epocs", 3)
    put(configuration, "engine.threads", 0)
    with pytest.raises(ConfigError) as raised:
        config.load(configuration)
    assert "learning.epocs" in str(raised.value) and "engine.threads" in str(raised.value)


def test_sections_can_be_rebuilt_from_what_scripts_get(configuration):
    checked = config.load(configuration)
    settings = checked.model_dump(mode="json")
    assert config.Learning(**settings["learning"]) == checked.learning
    assert config.Periods(**settings["periods"]) == checked.periods
    assert config.Vic(**settings["vic"]) == checked.vic


def test_digest_sees_values_and_not_their_order():
    assert config.digest({"a": 1, "b": [2]}) == config.digest({"b": [2], "a": 1})
    assert config.digest({"a": 1}) != config.digest({"a": 2})


def test_parameter_names_are_those_of_vic():
    from fpl.models.vic import PARAMETERS

    assert tuple(parameter.name for parameter in PARAMETERS) == names.VIC_PARAMETERS


def test_runs_follow_methods_samples_and_seeds(configuration):
    configuration["methods"] = {"vic_extended": ["default", "fpl", "sceua"]}
    configuration["seeds"]["fpl"] = [0, 1, 2]
    configuration["calibration"]["sample"] = "s8"
    checked = config.load(configuration)
    assert len(runs.learned(checked)) == 3 * 3
    assert "vic_extended/fpl/s16/seed2" in runs.learned(checked)
    assert runs.calibrated(checked) == ["vic_extended/sceua/s8/seed0"]
    assert runs.calibration_curves(checked) == [
        "vic_extended/sceua/s16/seed0",
        "vic_extended/sceua/s8/seed0",
    ]
    assert runs.defaults(checked) == ["vic_extended/default/s4/seed0"]
    assert runs.examples(checked) == [
        "vic_extended/default/s4/seed0",
        "vic_extended/fpl/s4/seed0",
        "vic_extended/sceua/s8/seed0",
    ]


def test_runs_of_the_surrogate_are_the_rounds_told_of_and_those_between(configuration):
    configuration["surrogate"] |= {"rounds": [0, 2], "sample": "s8"}
    checked = config.load(configuration)
    assert runs.surrogate(checked) == "vic_extended/surrogate/s8/seed0"
    told = ["round0/fpl", "round2/fpl", "round0/sceua", "round2/sceua"]
    assert runs.surrogate_searches(checked) == told
    assert sorted(runs.surrogate_bills(checked)) == sorted([*told, "round1/fpl"])
    assert runs.beside_surrogate(checked) == {
        "metrics": ["vic_extended/fpl/s8/seed0", "vic_extended/sceua/s4/seed0"],
        "curve": ["vic_extended/fpl/s8/seed0", "vic_extended/sceua/s8/seed0"],
    }
    configuration["methods"]["vic_extended"] = ["default"]
    assert runs.beside_surrogate(config.load(configuration)) == {"metrics": [], "curve": []}


def test_upstream_lstm_is_scored_on_real_data_only(configuration):
    assert "upstream_lstm/lstm/s4/seed0" in runs.baselines(config.load(configuration))
    configuration["dataset"] = "twin"
    assert runs.baselines(config.load(configuration)) == ["observation/climatology/s4/seed0"]


def test_configuration_imports_nothing_heavy():
    code = "import sys, fpl.config, fpl.code_inputs; print({'torch', 'numpy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_networks_are_compared_on_the_two_densest_densities(configuration):
    configuration["methods"] = {"vic_extended": ["fpl", "fpl_gz_observed"], "vic_paper": ["fpl"]}
    configuration["seeds"]["fpl"] = [0]
    checked = config.load(configuration)
    assert runs.networks(checked) == [
        "vic_extended/fpl/s8/seed0",
        "vic_extended/fpl/s4/seed0",
        "vic_extended/fpl_gz_observed/s8/seed0",
        "vic_extended/fpl_gz_observed/s4/seed0",
    ]
    assert set(runs.networks(checked)) <= set(runs.learned(checked))
    assert len(runs.learned(checked)) == 2 * 3 + 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"samples": ["s5x"]}, "experiments.scaling.samples"),
        ({"models": ["none"]}, "experiments.scaling.models: expected one of"),
        ({"seeds": [1, 1]}, "expected each once"),
        ({"method": ["fpl"]}, "experiments.scaling.method: unknown key"),
    ],
)
def test_experiment_that_cannot_be_run_is_told(configuration, change, said):
    configuration["experiments"]["scaling"] |= change
    with pytest.raises(ConfigError, match=re.escape(said)):
        config.load(configuration)


def test_experiments_hold_each_run_once_and_methods_without_chance_one_seed(configuration):
    configuration["experiments"] = {
        "mine": {
            "models": ["vic_extended"],
            "methods": ["default", "gradient", "fpl", "lockstep"],
            "samples": ["random13", "s4"],
            "seeds": [2, 3],
        }
    }
    found = runs.experiments(config.load(configuration))["mine"]
    assert len(set(found)) == len(found) == 1 + 2 + 4 + 2
    assert "vic_extended/default/s4/seed0" in found
    assert "vic_extended/gradient/random13/seed2" in found
    assert "vic_extended/lockstep/s4/seed3" in found
