"""What runs of the workflow plan: all of the replication, a case of one's own, several cases."""

from fpl import config
from fpl.config import runs


def test_replication_is_planned_in_full_in_a_fresh_clone(checkout):
    for folder, name in (("results/tables", "skill.csv"), ("figures", "scaling.png")):
        (checkout.folder / folder).mkdir(parents=True)
        (checkout.folder / folder / name).write_text("committed")
    plan = checkout.planned()
    case = config.read(checkout.folder / "config/config.yaml").cases["smap"]
    every = [run for found in runs.experiments(case).values() for run in found]
    learned = runs.select(every, method=runs.of_kind(*runs.LEARNED))
    assert plan["learn"] == len(learned)
    assert plan["publish_smap"] == plan["readme"] == 1
    assert plan["lstm_baseline"] == len(runs.SHIPPED)
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


def test_wrong_key_is_told_before_anything_runs(checkout):
    wrong = "cases: {twin: {learning: {epocs: 3}}}\n"
    (checkout.folder / "config/wrong.yaml").write_text(wrong)
    done = checkout.snakemake(*checkout.demo, "config/wrong.yaml")
    assert done.returncode != 0
    assert "cases.twin.learning.epocs: unknown key; correct its spelling or remove" in done.stdout
    assert not (checkout.folder / "results").exists()


def test_every_script_belongs_to_a_rule(root):
    scripts = {path.stem for path in (root / "workflow/scripts").glob("*.py")}
    rules = "".join(p.read_text() for p in (root / "workflow/rules").glob("*.smk"))
    # Of rules made in loops, or with another name; one is of `make`
    named = {"compare", "execute_notebook", "figure", "publish", "score_calibration", "simulate"}
    assert {name for name in scripts if f"rule {name}:" not in rules} == named
    assert all(f"scripts/{name}.py" in rules for name in named - {"compare"})
