"""The whole workflow on two tiny generated worlds, and what reruns after which change."""

import re
from contextlib import ExitStack
from pathlib import Path

import pandas as pd
import pytest
import yaml

from fpl import config
from fpl.config import claims, offers, runs

# Files are spread over workers whole (--dist loadfile), so that the demonstration runs once


ROOT = Path(__file__).parents[2]
METHODS = {"fpl", "sceua", "lockstep", "default", "climatology"}


@pytest.mark.parametrize(
    ("dataset", "methods", "samples"),
    [
        ("twin", METHODS | {"fpl_gz_observed"}, {"s8", "s4"}),
        ("twin_basins", METHODS, {"random4", "all"}),
    ],
)
def test_demo_makes_every_table_and_figure_of_each_case(finished, dataset, methods, samples):
    made = finished.folder / "results" / dataset
    skill = pd.read_csv(made / "tables/skill.csv")
    assert set(skill["dataset"]) == {dataset}
    assert set(skill["method"]) == methods
    assert set(skill["cells"]) >= samples
    case = config.read(ROOT / "config/config.yaml", {"datasets": [dataset]}).cases[dataset]
    offered = offers.offers(case, claims.read(ROOT / "config/claims.yaml").datasets())
    drawn = ["data_report", *(figure.name for figure in offers.figures(offered))]
    wanted = [made / f"tables/{table.name}.csv" for table in offers.tables(offered)]
    wanted += [made / f"figures/{name}.{form}" for name in drawn for form in ("png", "pdf")]
    wanted += [made / f"notebooks/{page.name}.html" for page in offers.notebooks(offered)]
    assert len(drawn) > 5 and offers.notebooks(offered)
    assert [path for path in wanted if not path.is_file() or not path.stat().st_size] == []


def test_a_second_run_finds_nothing_to_do(finished):
    assert not finished.planned(*finished.demo)


def test_run_prints_a_line_a_job_and_ends_with_what_came_out(finished):
    progress = re.findall(r"^\[ *\d+/(\d+)\] .+  [\d.]+ s$", finished.printed, re.MULTILINE)
    assert {int(total) for total in progress} == {len(progress)}
    assert finished.printed.count("\n") < len(progress) + 60
    end = finished.printed.split(f"[{len(progress)}/")[-1]
    first, second = end.split("Results of twin_basins\n")
    assert "Results of twin\n" in first and "RMSE" in first and "Claims: " in first
    assert "results/twin/REPLICATION.md" in first
    assert "RSR" in second and "results/twin_basins/notebooks/10_basins.html" in second


def test_generated_world_is_never_published(finished):
    assert not (finished.folder / "results/tables").exists()
    assert not (finished.folder / "figures").exists()
    assert not (finished.folder / "results/smap").exists()


@pytest.mark.parametrize("dataset", ["twin", "twin_basins"])
def test_every_job_leaves_log_and_benchmark(finished, dataset):
    logs = {path.stem for path in (finished.folder / "logs" / dataset).rglob("*.log")}
    folder = finished.folder / "results" / dataset / "benchmarks"
    benchmarks = {path.stem for path in folder.rglob("*.jsonl")}
    assert logs == benchmarks != set()


def test_report_of_figures_can_be_made(finished):
    done = finished.snakemake(*finished.demo, "--report", "results/report.html")
    assert done.returncode == 0, done.stdout
    page = finished.folder / "results/report.html"
    assert page.stat().st_size > 100_000
    assert "a generated world whose true parameters are known" in page.read_text()


@pytest.mark.parametrize(
    ("paths", "reruns", "spares"),
    [
        (
            [
                "src/fpl/figures/scaling.py",
                "src/fpl/figures/networks.py",
                "src/fpl/tables/skill.py",
            ],
            {"figure_scaling", "figure_networks", "table_skill"},
            {"learn", "simulate_twin_fpl", "figure_metrics", "table_networks", "table_curves"},
        ),
        (
            ["src/fpl/figures/paper.mplstyle", "workflow/scripts/table_curves.py"],
            {"figure_scaling", "figure_metrics", "table_curves"},
            {"learn", "table_skill"},
        ),
        (["src/fpl/networks/history.py"], {"learn", "judge"}, {"calibrate", "generate"}),
        (["src/fpl/evaluation/metrics.py"], {"simulate_twin_fpl", "climatology"}, {"learn"}),
        (["src/fpl/learning/train.py"], {"learn"}, {"calibrate", "generate"}),
        (
            ["src/fpl/physics/vic/snow.py"],
            {"generate", "learn", "calibrate", "simulate_twin_fpl"},
            {"simulate_twin_basins_fpl"},
        ),
    ],
)
def test_edit_reruns_what_depends_on_it(finished, paths, reruns, spares):
    with ExitStack() as edits:
        for path in paths:
            edits.enter_context(finished.edited(path, "# edited\n"))
        plan = finished.planned(*finished.demo)
    assert set(plan) >= reruns
    assert not set(plan) & spares


def test_edit_of_a_process_model_reruns_its_case_alone(finished):
    learned = {}
    for path in ("physics/vic/snow.py", "physics/snow_bucket.py", "learning/train.py"):
        with finished.edited(f"src/fpl/{path}", "# edited\n"):
            learned[path] = finished.planned(*finished.demo)["learn"]
    assert 0 < learned["physics/vic/snow.py"] < learned["learning/train.py"]
    assert 0 < learned["physics/snow_bucket.py"] < learned["learning/train.py"]


def test_touch_reruns_nothing(finished):
    (finished.folder / "src/fpl/errors.py").touch()
    assert not finished.planned(*finished.demo)


@pytest.mark.parametrize(
    ("settings", "reruns", "spares"),
    [
        (
            {"learning": {"learning_rate": 0.5}, "seeds": {"fpl": [0, 7]}},
            {"learn"},
            {"calibrate", "calibrate_lockstep", "generate"},
        ),
        (
            {"surrogate": {"budget": 30}, "figures": {"map_parameters": ["expt"]}},
            {"surrogate_calibrate", "figure_parameters"},
            {"surrogate_round", "learn", "table_skill"},
        ),
        (
            {"calibration": {"budget": 50}},
            {"calibrate", "calibrate_lockstep"},
            {"learn", "generate"},
        ),
        ({"evaluation": {"minimum_days": 20}}, {"simulate_twin_fpl", "judge"}, {"learn"}),
    ],
)
def test_setting_reruns_what_depends_on_it(finished, settings, reruns, spares):
    plan = changed(finished, {"twin": settings})
    assert set(plan) >= reruns
    assert not set(plan) & spares


def test_setting_of_one_case_reruns_nothing_of_another(finished):
    learning = {"learning": {"learning_rate": 0.5}}
    one, both = (
        changed(finished, dict.fromkeys(names, learning))["learn"]
        for names in (["twin_basins"], ["twin", "twin_basins"])
    )
    assert 0 < one < both


def changed(finished, cases):
    """What a run with other settings of cases would start."""
    overlay = finished.folder / "config/other.yaml"
    overlay.write_text(yaml.safe_dump({"cases": cases}))
    return finished.planned(*finished.demo, "config/other.yaml")


def test_replication_is_planned_in_full(checkout):
    plan = checkout.planned()
    case = config.read(checkout.folder / "config/config.yaml").cases["smap"]
    every = [run for found in runs.experiments(case).values() for run in found]
    learned = runs.select(every, method=runs.of_kind(*runs.LEARNED))
    assert plan["learn"] == len(learned)
    assert plan["publish_smap"] == plan["readme"] == plan["lstm_baseline"] == 1
    assert "generate" not in plan and "table_recovery" not in plan


def test_a_case_of_ones_own_is_planned_from_its_file(checkout):
    mine = "like: twin\nsurrogate: null\nseeds: {fpl: [3]}\nmethods: {vic_extended: [fpl, sceua]}\n"
    (checkout.folder / "config/cases/mine.yaml").write_text(mine)
    plan = checkout.planned("--config", "datasets=[mine]")
    assert plan["generate"] == 1 and plan["learn"] > 0
    assert not {"surrogate_round", "table_surrogate", "figure_cost", "publish_smap"} & set(plan)


def test_all_cases_are_planned_in_one_run(checkout):
    plan = checkout.planned("--config", "datasets=[smap, twin, twin_basins]")
    assert plan["prepare"] == plan["publish_smap"] == 1 and plan["generate"] == 2
    assert plan["data_report"] == plan["table_skill"] == 3


def test_committed_results_do_not_stop_a_fresh_clone_from_computing(checkout):
    for folder, name in (("results/tables", "skill.csv"), ("figures", "scaling.png")):
        (checkout.folder / folder).mkdir(parents=True)
        (checkout.folder / folder / name).write_text("committed")
    plan = checkout.planned()
    assert plan["learn"] > 0 and plan["publish_smap"] == 1


def test_wrong_key_is_told_before_anything_runs(checkout):
    wrong = "cases: {twin: {learning: {epocs: 3}}}\n"
    (checkout.folder / "config/wrong.yaml").write_text(wrong)
    done = checkout.snakemake(*checkout.demo, "config/wrong.yaml")
    assert done.returncode != 0
    assert "cases.twin.learning.epocs: unknown key; correct its spelling or remove" in done.stdout
    assert not (checkout.folder / "results").exists()


def test_every_script_belongs_to_a_rule(checkout):
    scripts = {path.stem for path in (checkout.folder / "workflow/scripts").glob("*.py")}
    rules = "".join(p.read_text() for p in (checkout.folder / "workflow/rules").glob("*.smk"))
    # Of rules made in loops, but for one that is of `make`
    named = {"compare", "figure", "publish", "score_calibration", "simulate"}
    assert {name for name in scripts if f"rule {name}:" not in rules} == named
    assert all(f"scripts/{name}.py" in rules for name in named - {"compare"})
