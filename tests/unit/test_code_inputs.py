from pathlib import Path

import pytest

from fpl.code_inputs import code_inputs, digest


@pytest.fixture
def package(tmp_path):
    """A small package fpl, a script that imports part of it, and its folder."""
    files = {
        "fpl/__init__.py": "",
        "fpl/errors.py": "",
        "fpl/physics/__init__.py": "",
        "fpl/physics/snow.py": "import numpy as np\nfrom fpl.errors import DataError\n",
        "fpl/physics/soil.py": "from . import snow\n",
        "fpl/engine/__init__.py": "from fpl.engine.run import run\n",
        "fpl/engine/run.py": "def run():\n    import fpl.physics.soil\n",
        "fpl/engine/lanes.h": "// template",
        "fpl/figures/__init__.py": "",
        "fpl/figures/maps.py": "from ..engine import run\n",
        "fpl/tables/__init__.py": "",
        "fpl/tables/skill.py": "from fpl import errors\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def found(package: Path, text: str) -> set[str]:
    script = package / f"script{abs(hash(text))}.py"
    script.write_text(text)
    paths = code_inputs(script, package)
    assert list(paths) == sorted(paths)
    return {Path(path).relative_to(package / "fpl").as_posix() for path in paths}


def test_imports_are_followed_through_functions_and_packages(package):
    assert found(package, "import torch\nfrom fpl.engine import run\n") == {
        "__init__.py",
        "engine/__init__.py",
        "engine/lanes.h",
        "engine/run.py",
        "errors.py",
        "physics/__init__.py",
        "physics/snow.py",
        "physics/soil.py",
    }


def test_what_is_not_imported_is_left_out(package):
    assert found(package, "from fpl.tables.skill import build\n") == {
        "__init__.py",
        "errors.py",
        "tables/__init__.py",
        "tables/skill.py",
    }


def test_relative_imports_are_resolved(package):
    assert "physics/snow.py" in found(package, "import fpl.figures.maps as maps\n")
    assert "physics/snow.py" in found(package, "from fpl.physics import soil\n")


def test_script_without_imports_of_the_package_needs_nothing(package):
    assert found(package, "import json\n") == set()


def test_real_scripts_do_not_depend_on_what_does_not_concern_them(root):
    def inputs(name):
        return set(code_inputs(root / f"workflow/scripts/{name}.py", root / "src"))

    def module(name):
        return str(root / f"src/fpl/{name}.py")

    assert module("tables/readme") in inputs("readme")
    assert module("evaluation/metrics") in inputs("climatology")
    assert not any("/figures/" in path or "/engine/" in path for path in inputs("climatology"))
    drawn = inputs("figure") | set(code_inputs(Path(module("figures/scaling")), root / "src"))
    assert module("figures/style") in drawn and not any("/engine/" in path for path in drawn)


def test_digest_follows_contents(tmp_path):
    first, second = tmp_path / "a", tmp_path / "b"
    first.write_text("1")
    second.write_text("2")
    before = digest([first, second])
    assert before == digest([first, second]) != digest([second, first])
    second.write_text("3")
    assert digest([first, second]) != before
