"""The whole workflow on a tiny generated world, and what reruns after which change."""

import re
from contextlib import ExitStack

import pandas as pd
import pytest
import yaml

from fpl import config
from fpl.config import runs

# Files are spread over workers whole (--dist loadfile), so that the demonstration runs once


def test_demo_makes_every_table_and_figure(finished):
    made = finished.folder / "results/twin"
    assert not finished.planned(*finished.demo), "the second run must find nothing to do"
    skill = pd.read_csv(made / "tables/skill.csv")
    assert set(skill["dataset"]) == {"twin"}
    assert set(skill["method"]) == {
        "fpl",
        "fpl_gz_observed",
        "sceua",
        "lockstep",
        "default",
        "climatology",
    }
    assert set(skill["cells"]) >= {"s8", "s4"}
    for folder, count in (("tables", 29), ("figures", 46), ("notebooks", 9)):
        files = [path for path in (made / folder).iterdir() if path.stat().st_size > 0]
        assert len(files) >= count, sorted(files)


def test_run_prints_a_line_a_job_and_ends_with_what_came_out(finished):
    progress = re.findall(r"^\[ *\d+/(\d+)\] .+  [\d.]+ s$", finished.printed, re.MULTILINE)
    assert {int(total) for total in progress} == {len(progress)}
    assert finished.printed.count("\n") < len(progress) + 60
    end = finished.printed.split(f"[{len(progress)}/")[-1]
    assert "RMSE" in end and "Claims: " in end and "results/twin/REPLICATION.md" in end


def test_generated_world_is_never_published(finished):
    assert not (finished.folder / "results/tables").exists()
    assert not (finished.folder / "figures").exists()
    assert not (finished.folder / "results/smap").exists()


def test_every_job_leaves_log_and_benchmark(finished):
    logs = {path.stem for path in (finished.folder / "logs/twin").rglob("*.log")}
    benchmarks = {
        path.stem for path in (finished.folder / "results/twin/benchmarks").rglob("*.jsonl")
    }
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
            {"learn", "evaluate", "figure_metrics", "table_networks", "table_curves"},
        ),
        (
            ["src/fpl/figures/paper.mplstyle", "workflow/scripts/table_curves.py"],
            {"figure_scaling", "figure_metrics", "table_curves"},
            {"learn", "table_skill"},
        ),
        (["src/fpl/networks/history.py"], {"learn", "judge"}, {"calibrate", "generate"}),
        (["src/fpl/evaluation/metrics.py"], {"evaluate", "climatology"}, {"simulate", "learn"}),
        (["src/fpl/learning/train.py"], {"learn"}, {"calibrate", "generate"}),
        (["src/fpl/physics/vic/snow.py"], {"generate", "learn", "calibrate", "simulate"}, set()),
    ],
)
def test_edit_reruns_what_depends_on_it(finished, paths, reruns, spares):
    with ExitStack() as edits:
        for path in paths:
            edits.enter_context(finished.edited(path, "# edited\n"))
        plan = finished.planned(*finished.demo)
    assert set(plan) >= reruns
    assert not set(plan) & spares


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
        ({"evaluation": {"minimum_days": 20}}, {"evaluate", "judge"}, {"learn", "simulate"}),
    ],
)
def test_setting_reruns_what_depends_on_it(finished, settings, reruns, spares):
    overlay = finished.folder / "config/other.yaml"
    overlay.write_text(yaml.safe_dump(settings))
    plan = finished.planned(*finished.demo, "config/other.yaml")
    assert set(plan) >= reruns
    assert not set(plan) & spares


def test_replication_is_planned_in_full(checkout):
    plan = checkout.planned()
    values = yaml.safe_load((checkout.folder / "config/config.yaml").read_text())
    checked = config.load(values)
    wanted = {run for experiment in runs.experiments(checked).values() for run in experiment}
    assert plan["learn"] == len([run for run in wanted if run.split("/")[1] in runs.LEARNED])
    assert plan["publish"] == plan["readme"] == plan["lstm_baseline"] == 1
    assert "generate" not in plan and "table_recovery" not in plan


def test_committed_results_do_not_stop_a_fresh_clone_from_computing(checkout):
    for folder, name in (("results/tables", "skill.csv"), ("figures", "scaling.png")):
        (checkout.folder / folder).mkdir(parents=True)
        (checkout.folder / folder / name).write_text("committed")
    plan = checkout.planned()
    assert plan["learn"] > 0 and plan["publish"] == 1


def test_wrong_key_is_told_before_anything_runs(checkout):
    (checkout.folder / "config/wrong.yaml").write_text("learning: {epocs: 3}\n")
    done = checkout.snakemake(*checkout.demo, "config/wrong.yaml")
    assert done.returncode != 0
    assert "learning.epocs: unknown key; correct its spelling or remove it" in done.stdout
    assert not (checkout.folder / "results").exists()


def test_every_script_belongs_to_a_rule(checkout):
    scripts = {path.stem for path in (checkout.folder / "workflow/scripts").glob("*.py")}
    rules = "".join(p.read_text() for p in (checkout.folder / "workflow/rules").glob("*.smk"))
    assert {name for name in scripts if f"rule {name}:" not in rules} == {"compare"}
