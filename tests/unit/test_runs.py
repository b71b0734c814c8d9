"""Runs that a case asks for: main ones, experiments, searches through a surrogate."""

import pytest

from fpl.config import runs, surrogates
from fpl.terms import Run


def folders(found):
    """The runs as folders below that of the case."""
    return [run.folder.removeprefix("smap/") for run in found]


def of_method(case, *methods):
    return folders(runs.select(runs.runs(case), method=methods))


def test_runs_follow_methods_samples_and_seeds(configuration, check_case):
    configuration["methods"] = {"vic_extended": ["default", "fpl", "sceua"]}
    configuration["seeds"]["fpl"] = [0, 1, 2]
    configuration["calibration"]["sample"] = "s8"
    case = check_case(configuration)
    assert len(of_method(case, "fpl")) == 3 * 3
    assert "vic_extended/fpl/s16/seed2" in of_method(case, "fpl")
    assert of_method(case, "sceua") == ["vic_extended/sceua/s8/seed0"]
    assert folders(runs.select(runs.curves(case), method="sceua")) == [
        "vic_extended/sceua/s16/seed0",
        "vic_extended/sceua/s8/seed0",
    ]
    assert of_method(case, "default") == ["vic_extended/default/s4/seed0"]
    assert folders(runs.examples(case)) == [
        "vic_extended/default/s4/seed0",
        "vic_extended/fpl/s4/seed0",
        "vic_extended/sceua/s8/seed0",
    ]


def test_select_keeps_what_is_named_each_once_and_the_first_seed():
    many = [
        Run("d", model, method, "s4", seed)
        for seed in (2, 1)
        for model in ("a", "b")
        for method in ("fpl", "sceua")
    ]
    assert runs.select(many + many) == many
    assert runs.select(many, model="a", method=["fpl"]) == [
        Run("d", "a", "fpl", "s4", 2),
        Run("d", "a", "fpl", "s4", 1),
    ]
    first = runs.select(many, method="fpl", first_seed=True)
    assert first == [Run("d", "a", "fpl", "s4", 1), Run("d", "b", "fpl", "s4", 1)]
    assert runs.select(many, sample="s8") == runs.select(many, model=()) == []
    assert runs.select(many, method="fp") == [], "a part of a name is no name"


def test_runs_of_the_surrogate_are_the_reported_rounds_and_those_between(configuration, check_case):
    configuration["surrogate"] |= {"rounds": [0, 2], "sample": "s8"}
    case = check_case(configuration)
    assert folders([surrogates.route(case)]) == ["vic_extended/surrogate/s8/seed0"]
    reported = ["round0/fpl", "round2/fpl", "round0/sceua", "round2/sceua"]
    assert surrogates.searches(case) == reported
    assert sorted(surrogates.bills(case)) == sorted([*reported, "round1/fpl"])
    beside = {kind: folders(found) for kind, found in surrogates.beside(case).items()}
    assert beside == {
        "metrics": ["vic_extended/fpl/s8/seed0", "vic_extended/sceua/s4/seed0"],
        "curve": ["vic_extended/fpl/s8/seed0", "vic_extended/sceua/s8/seed0"],
    }


def test_a_search_on_fewer_places_does_not_stand_beside_the_surrogate(configuration, check_case):
    configuration["surrogate"]["sample"] = "s4"
    configuration["calibration"]["sample"] = "s8"
    beside = surrogates.beside(check_case(configuration))
    assert folders(beside["metrics"]) == ["vic_extended/fpl/s4/seed0"]
    configuration["methods"]["vic_extended"] = ["default"]
    assert surrogates.beside(check_case(configuration)) == {"metrics": [], "curve": []}


def test_upstream_lstm_is_scored_where_the_source_has_it(configuration, check_case, root):
    from fpl import config

    real = check_case(configuration)
    shipped = {"upstream_lstm/lstm/s4/seed0", "upstream_lstm/lstm_multi/s4/seed0"}
    assert shipped <= set(folders(runs.baselines(real)))
    twin = config.read(root / "config/config.yaml", {"datasets": ["twin"]}).cases["twin"]
    assert [run.folder for run in runs.baselines(twin)] == ["twin/observation/climatology/s4/seed0"]


def test_networks_are_compared_on_the_two_samples_with_most_places(configuration, check_case):
    configuration["methods"] = {"vic_extended": ["fpl", "fpl_gz_observed"], "vic_paper": ["fpl"]}
    configuration["seeds"]["fpl"] = [0]
    case = check_case(configuration)
    assert folders(runs.networks(case)) == [
        "vic_extended/fpl/s8/seed0",
        "vic_extended/fpl/s4/seed0",
        "vic_extended/fpl_gz_observed/s8/seed0",
        "vic_extended/fpl_gz_observed/s4/seed0",
    ]
    assert len(of_method(case, "fpl", "fpl_gz_observed")) == 2 * 3 + 2


def test_experiments_hold_each_run_once_and_methods_without_chance_one_seed(
    configuration, check_case
):
    configuration["experiments"] = {
        "mine": {
            "models": ["vic_extended"],
            "methods": ["default", "gradient", "fpl", "lockstep"],
            "samples": ["random13", "s4"],
            "seeds": [2, 3],
        }
    }
    found = folders(runs.experiments(check_case(configuration))["mine"])
    assert len(set(found)) == len(found) == 1 + 2 + 4 + 2
    assert "vic_extended/default/s4/seed0" in found
    assert "vic_extended/gradient/random13/seed2" in found
    assert "vic_extended/lockstep/s4/seed3" in found


@pytest.mark.parametrize("name", ["smap", "twin", "twin_basins"])
def test_every_run_is_of_its_case_and_named_once(root, name):
    from fpl import config

    case = config.read(root / "config/config.yaml", {"datasets": [name]}).cases[name]
    main = runs.runs(case)
    assert len(set(main)) == len(main) > 0
    assert {run.dataset for found in runs.experiments(case).values() for run in found} == {name}
    assert {run.sample for run in main} <= set(case.samples)
