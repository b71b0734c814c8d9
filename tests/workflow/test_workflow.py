"""The whole workflow on two tiny generated worlds, and what reruns after which change."""

import re
from contextlib import ExitStack
from pathlib import Path

import pandas as pd
import pytest
import yaml

from fpl import config
from fpl.config import claims, offers

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


def test_a_second_run_finds_nothing_to_do_after_a_touch(finished):
    (finished.folder / "src/fpl/errors.py").touch()
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


FITTED = {"generate", "learn", "calibrate"}
UNTOUCHED = {"learn", "simulate_twin_fpl"}


@pytest.mark.parametrize(
    ("paths", "reruns", "spares"),
    [
        (
            [
                "src/fpl/figures/scaling.py",
                "src/fpl/figures/networks.py",
                "src/fpl/tables/skill.py",
            ],
            {"twin": {"figure_scaling", "figure_networks", "table_skill"}},
            {"twin": UNTOUCHED | {"figure_metrics", "table_networks", "table_curves"}},
        ),
        (
            ["src/fpl/figures/paper.mplstyle", "workflow/scripts/table_curves.py"],
            {"twin": {"figure_scaling", "figure_metrics", "table_curves"}},
            {"twin": {"learn", "table_skill"}},
        ),
        (
            ["src/fpl/networks/history.py"],
            {"twin": {"learn", "judge"}},
            {"twin": {"calibrate", "generate"}},
        ),
        (
            ["src/fpl/evaluation/metrics.py"],
            {"twin": {"simulate_twin_fpl", "climatology"}},
            {"twin": {"learn"}},
        ),
        (
            ["src/fpl/physics/vic/snow.py"],
            {"twin": FITTED | {"simulate_twin_fpl"}},
            {"twin_basins": FITTED},
        ),
        (  # the training is of both cases, the process model of one
            ["src/fpl/physics/snow_bucket.py", "src/fpl/learning/train.py"],
            {"twin": {"learn"}, "twin_basins": FITTED},
            {"twin": {"calibrate", "generate"}},
        ),
    ],
)
def test_edit_reruns_what_depends_on_it(finished, paths, reruns, spares):
    with ExitStack() as edits:
        for path in paths:
            edits.enter_context(finished.edited(path, "# edited\n"))
        pending = finished.pending(*finished.demo)
    hold(pending, reruns, spares)


@pytest.mark.parametrize(
    ("cases", "reruns", "spares"),
    [
        (
            {
                "twin": {"learning": {"learning_rate": 0.5}, "seeds": {"fpl": [0, 7]}},
                "twin_basins": {"calibration": {"budget": 50}},
            },
            {"twin": {"learn"}, "twin_basins": {"calibrate", "calibrate_lockstep"}},
            {
                "twin": {"calibrate", "calibrate_lockstep", "generate"},
                "twin_basins": {"learn", "generate"},
            },
        ),
        (
            {
                "twin": {"surrogate": {"budget": 30}, "figures": {"map_parameters": ["expt"]}},
                "twin_basins": {"evaluation": {"minimum_days": 20}},
            },
            {
                "twin": {"surrogate_calibrate", "figure_parameters"},
                "twin_basins": {"simulate_twin_basins_fpl", "judge"},
            },
            {
                "twin": UNTOUCHED | {"surrogate_round", "table_skill"},
                "twin_basins": {"learn"},
            },
        ),
    ],
)
def test_setting_of_a_case_reruns_what_depends_on_it(finished, cases, reruns, spares):
    (finished.folder / "config/other.yaml").write_text(yaml.safe_dump({"cases": cases}))
    hold(finished.pending(*finished.demo, "config/other.yaml"), reruns, spares)


def hold(pending, reruns, spares):
    for case, rules in reruns.items():
        assert pending[case] >= rules
    for case, rules in spares.items():
        assert not pending.get(case, set()) & rules
