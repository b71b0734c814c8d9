"""The pages under docs are true: code runs on both engines, messages are real, paths exist."""

import functools
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from fpl.engine.lowering import known_operations
from fpl.engine.trace import trace
from fpl.errors import EngineError

pytestmark = pytest.mark.engines

FOLDERS = ("benchmarks", "config", "docs", "notebooks", "src", "tests", "workflow")
STATED = r"<!-- begin:operations -->\n(.*?)\n *<!-- end:operations -->"


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of a page in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page, flags=re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def page(root) -> str:
    return (root / "docs/new_model.md").read_text()


@pytest.fixture(scope="module")
def run(page, tmp_path_factory):
    """Run the python blocks of the page in order, once with each engine; what they define."""
    script = tmp_path_factory.mktemp("docs") / "page.py"  # a file: messages can quote the lines
    script.write_text("\n".join(blocks(page, "python")))

    @functools.cache
    def namespace(engine: str) -> dict[str, Any]:
        names: dict[str, Any] = {}
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("FPL_ENGINE", engine)
            exec(compile(script.read_text(), script, "exec"), names)
        return names

    return namespace


@pytest.mark.parametrize("engine", ["torch", "fused"])
def test_the_code_runs_and_what_it_asserts_holds(run, page, engine):
    names = run(engine)
    assert "".join(blocks(page, "python")).count("assert ") >= 5
    flow = names["done"].outputs["flow"]
    assert flow.isfinite().all() and flow.std() > 0.0


def test_engines_give_the_same(run):
    one, other = (run(engine) for engine in ("torch", "fused"))
    for name in ("flow", "more"):
        assert torch.allclose(one[name], other[name], rtol=1e-12), name
    assert torch.allclose(one["done"].outputs["flow"], other["done"].outputs["flow"], rtol=1e-12)
    assert torch.allclose(one["factor"].grad, other["factor"].grad, rtol=1e-10)


def told(names: dict[str, Any], engine: str, monkeypatch) -> list[str]:
    """What is said of each thing that the page shows going wrong."""
    monkeypatch.setenv("FPL_ENGINE", engine)

    def of_step(name: str) -> Exception:
        model = replace(names["model"], name=name, step=names[name])
        with pytest.raises((EngineError, RuntimeError)) as caught:
            names["simulate"](model, names["forcing"], names["fixed"])
        return caught.value

    with pytest.raises(EngineError) as caught:
        names["simulate"](names["model"], names["not_finite"], names["fixed"])
    refused = [of_step("deciding"), caught.value]
    if engine == "fused":
        refused.insert(1, of_step("running_sum"))
    return [str(error) for error in refused]


def test_messages_are_those_of_the_fused_engine(run, page, monkeypatch):
    said, shown = told(run("torch"), "fused", monkeypatch), blocks(page, "text")
    assert len(said) == len(shown)
    for message, text in zip(said, shown, strict=True):
        pattern = re.escape(text.strip()).replace(re.escape("..."), ".*")
        assert re.fullmatch(pattern, message.strip()), message


def test_torch_refuses_the_same_except_unknown_operations(run, page, monkeypatch):
    names = run("torch")
    said, shown = told(names, "torch", monkeypatch), blocks(page, "text")
    assert said[0] in shown[0]
    assert said[1].startswith(shown[2].split(".")[0])
    model = replace(names["model"], step=names["running_sum"])
    assert (
        names["simulate"](model, names["forcing"], names["fixed"]).outputs["flow"].isfinite().all()
    )


def test_the_known_operations_are_listed(page):
    expected = "  " + ", ".join(f"`{name}`" for name in known_operations())
    found = re.search(STATED, page, flags=re.DOTALL)
    assert found is not None
    assert " ".join(found[1].split()) == expected.strip(), f"write into docs:\n{expected}"


def test_the_model_of_the_page_is_as_short_as_it_says(page):
    model = blocks(page, "python")[0]
    written = [line for line in model.splitlines() if line.strip() and "import" not in line]
    assert len(written) <= 25


def test_a_loop_stays_a_loop(run):
    names = run("torch")
    model = replace(names["model"], name="hourly", step=names["hourly"])
    graph = trace(model, ("flow",))
    assert [loop.times for loop in graph.loops.values()] == [24]


def test_links_lead_somewhere(root):
    pages = sorted((root / "docs").glob("*.md"))
    assert len(pages) >= 5
    for path in pages:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text()):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def absent(root: Path, text: str) -> list[str]:
    """Files and folders that a text names but the repository lacks; NAME stands for any name."""
    named = re.findall(rf"`((?:{'|'.join(FOLDERS)})/[\w./]*)`", text)
    return sorted({name for name in named if not any(root.glob(name.replace("NAME", "*")))})


@pytest.mark.parametrize("name", ["architecture", "engine", "new_case", "new_model", "vic"])
def test_every_path_that_a_page_names_exists(root, name):
    missing = absent(root, (root / f"docs/{name}.md").read_text())
    assert not missing, f"docs/{name}.md names what is not there: {', '.join(missing)}"


def test_paths_that_do_not_exist_are_listed(root):
    text = "`src/fpl/errors.py`, `src/fpl/NAME.py`, `src/fpl/figures/NAME.f90`, `docs/no.md`"
    assert absent(root, text) == ["docs/no.md", "src/fpl/figures/NAME.f90"]


def test_the_map_lists_the_packages_from_the_top_layer_down(root):
    contract = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = next(c["layers"] for c in contract["contracts"] if c["type"] == "layers")
    depth = {name: i for i, layer in enumerate(layers) for name in layer.split(" | ")}
    text = (root / "docs/architecture.md").read_text()
    listed = re.findall(r"^\| `(fpl\.\w+)` \|", text, flags=re.MULTILINE)
    packages = {f"fpl.{path.parent.name}" for path in root.glob("src/fpl/*/__init__.py")}
    assert set(listed) == packages, f"not in both: {set(listed) ^ packages}"
    assert listed == sorted(listed, key=depth.__getitem__)


def test_the_way_of_the_data_is_that_of_the_rules(root):
    text = (root / "docs/architecture.md").read_text().split("## The way of the data")[1]
    files = re.findall(r"`(?:\w+/)*(\w+\.(?:nc|csv|pt))`", text.split("## I want")[0])
    rules = "".join(path.read_text() for path in (root / "workflow/rules").glob("*.smk"))
    assert len(files) >= 10
    assert [name for name in files if f"/{name}" not in rules] == []


def test_the_stages_name_every_file_of_the_engine(root):
    table = (root / "docs/engine.md").read_text().split("## The stages")[1].split("**Trace.**")[0]
    files = {path.name for path in (root / "src/fpl/engine").iterdir() if path.is_file()}
    assert set(re.findall(r"`(\w+\.(?:py|h))`", table)) == files - {"__init__.py"}
