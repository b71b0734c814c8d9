"""Captions of figures in the report: each says where n is told and how many seeds it rests on."""

from pathlib import Path
from types import SimpleNamespace

import jinja2
import pytest
import yaml

ROOT = Path(__file__).parents[2]
CAPTIONS = sorted((ROOT / "workflow" / "report").glob("*.rst"))
CONFIG = yaml.safe_load((ROOT / "config" / "config.yaml").read_text())


@pytest.mark.parametrize(
    "caption", [path for path in CAPTIONS if path.stem != "workflow"], ids=lambda path: path.stem
)
def test_a_caption_tells_n_seeds_and_its_table(caption):
    template = jinja2.Template(caption.read_text(), undefined=jinja2.StrictUndefined)
    shown = template.render(snakemake=SimpleNamespace(config=CONFIG))
    assert "**n and seeds**: n" in shown or "**n and seeds**: one cell a panel" in shown
    assert "tables/" in shown and "{" not in shown


def test_the_seeds_of_a_caption_are_those_of_the_configuration():
    template = jinja2.Template((ROOT / "workflow" / "report" / "skill.rst").read_text())
    config = CONFIG | {"seeds": {"fpl": [0, 1, 2, 3], "sceua": [0, 5], "lockstep": [0]}}
    shown = template.render(snakemake=SimpleNamespace(config=config))
    assert "fPL 4, the median of which is drawn; SCE-UA 2." in shown


def test_every_figure_has_a_caption_and_every_caption_a_figure():
    rules = "".join(path.read_text() for path in (ROOT / "workflow" / "rules").glob("*.smk"))
    for caption in CAPTIONS:
        if caption.stem != "workflow":
            assert f'caption="../report/{caption.name}"' in rules
