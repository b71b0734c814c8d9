"""The page on a case of one's own: its yaml is a case, its commands run, its messages are real."""

import re
import shlex

import pandas as pd
import pytest
import yaml

from fpl import config
from fpl.config import offers
from fpl.errors import ConfigError

NAME = "my_basins"


def blocks(page, language):
    """The fenced blocks of the page in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page, flags=re.DOTALL | re.MULTILINE)


@pytest.fixture
def page(root):
    return (root / "docs/new_case.md").read_text()


@pytest.fixture
def mine(checkout, page):
    """A copy of the repository that has the page's case."""
    (checkout.folder / f"config/cases/{NAME}.yaml").write_text(blocks(page, "yaml")[0])
    return checkout


def read(checkout, name):
    return config.read(checkout.folder / "config/config.yaml", {"datasets": [name]}).cases[name]


def commands(page):
    """What the page has snakemake do, without the number of cores."""
    lines = [shlex.split(line) for line in "".join(blocks(page, "sh")).splitlines()]
    assert all(line[:3] == [".venv/bin/snakemake", "--cores", "2"] for line in lines)
    return [line[3:] for line in lines]


def test_the_case_is_a_case_and_each_of_its_keys_changes_something(mine, page):
    case, like = read(mine, NAME), read(mine, "twin_basins")
    values = yaml.safe_load(blocks(page, "yaml")[0])
    assert values.pop("like") == "twin_basins"
    assert all(getattr(case, key) != getattr(like, key) for key in values)


def test_wrong_cases_are_refused_in_the_words_of_the_page(mine, page, monkeypatch):
    monkeypatch.chdir(mine.folder)
    wrong, messages = blocks(page, "yaml")[1:], blocks(page, "text")
    assert len(wrong) == len(messages) >= 3
    for text, message in zip(wrong, messages, strict=True):
        (mine.folder / "config/cases/wrong.yaml").write_text(text)
        values = yaml.safe_load((mine.folder / "config/config.yaml").read_text())
        with pytest.raises(ConfigError) as caught:
            config.load(values | {"datasets": ["wrong"]})
        said = [line.strip() for line in str(caught.value).splitlines()[1:]]
        assert said == message.splitlines()


def test_the_page_lists_what_comes_out(mine, page):
    table = page.split("## What comes out")[1].split("##")[0]
    offered = offers.offers(read(mine, NAME))
    exhibits = {
        "tables": {table.name for table in offers.tables(offered)},
        "figures": {"data_report", *(figure.name for figure in offers.figures(offered))},
        "notebooks": {notebook.name for notebook in offers.notebooks(offered)},
    }
    for kind, names in exhibits.items():
        listed = set(re.findall(rf"`(?:results/{NAME}/)?{kind}/(\w+)\.", table))
        assert set() < listed <= names
    plan = mine.planned(*commands(page)[0][:-1])
    assert plan["generate"] == plan["calibrate_lockstep"] == plan["notebook"] == 1
    assert plan["learn"] == 4 and "calibrate" not in plan


def test_its_commands_run_from_data_to_scores(mine, page):
    dry, whole, scores = commands(page)
    assert dry == [*whole, "--dry-run"] and scores[: len(whole)] == whole
    done = mine.snakemake(*scores)
    assert done.returncode == 0, done.stdout[-4000:]
    results = mine.folder / "results" / NAME
    listed = set(re.findall(r"`((?:data|snow_bucket)/[\w/]+\.\w+)`", page))
    assert len(listed) == 8
    assert [name for name in listed if not (results / name).is_file()] == []
    found = pd.read_csv(results / "snow_bucket/fpl/all/seed0/metrics.csv")
    rsr = found[found["metric"] == "rsr"]
    assert sorted(rsr["period"].unique()) == ["test", "training"] and rsr["cell"].nunique() == 10
    assert rsr["value"].median() < 1.0  # better than the mean of the observations
