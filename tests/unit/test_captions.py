"""Captions of figures in the report: each says where n is told and how many seeds it rests on."""

from pathlib import Path
from types import SimpleNamespace

import jinja2
import pytest

from fpl import config
from fpl.config.exhibits import FIGURES

ROOT = Path(__file__).parents[2]
CAPTIONS = sorted((ROOT / "workflow" / "report").glob("*.rst"))
CASE = config.read(ROOT / "config" / "config.yaml").cases["smap"].model_dump(mode="json")


def job(case):
    """What a caption knows of its figure."""
    return SimpleNamespace(
        config={"cases": {"smap": case}}, wildcards=SimpleNamespace(dataset="smap")
    )


@pytest.mark.parametrize(
    "caption", [path for path in CAPTIONS if path.stem != "workflow"], ids=lambda path: path.stem
)
def test_a_caption_tells_n_seeds_and_its_table(caption):
    template = jinja2.Template(caption.read_text(), undefined=jinja2.StrictUndefined)
    shown = template.render(snakemake=job(CASE))
    assert "**n and seeds**: n" in shown or "**n and seeds**: one place a panel" in shown
    assert "tables/" in shown and "{" not in shown


def test_the_seeds_of_a_caption_are_those_of_the_configuration():
    template = jinja2.Template((ROOT / "workflow" / "report" / "skill.rst").read_text())
    case = CASE | {"seeds": {"fpl": [0, 1, 2, 3], "sceua": [0, 5], "lockstep": [0]}}
    shown = template.render(snakemake=job(case))
    assert "fPL 4, the median of which is drawn; SCE-UA 2." in shown


def test_every_figure_has_a_caption_and_every_caption_a_figure():
    drawn = {figure.name for figure in FIGURES}
    assert {caption.stem for caption in CAPTIONS} == drawn | {"workflow"}


def test_the_page_of_the_report_names_every_case():
    template = jinja2.Template((ROOT / "workflow" / "report" / "workflow.rst").read_text())
    cases = config.read(
        ROOT / "config" / "config.yaml", {"datasets": ["smap", "twin_basins"]}
    ).cases
    plain = {name: case.model_dump(mode="json") for name, case in cases.items()}
    shown = template.render(snakemake=SimpleNamespace(config={"cases": plain}))
    assert "**smap**: real data" in shown and "experiment scaling 0, 1" in shown
    assert "**twin_basins**: a generated world" in shown and "a place is a basin" in shown
