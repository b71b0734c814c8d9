"""Notebooks only read results: they parse, define nothing and import nothing that computes."""

import ast
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.py"))
READERS = {"os", "pathlib", "pandas", "xarray", "IPython", "fpl"}


def test_there_are_notebooks():
    assert {path.stem[:2] for path in NOTEBOOKS} >= {"01", "02", "03", "04"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_computes_nothing(path):
    tree = ast.parse(path.read_text())
    defined = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    assert not defined
    modules = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
        )
    }
    assert modules <= READERS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_says_how_to_make_its_inputs(path):
    first = " ".join(path.read_text().split("# %%")[1].replace("\n#", " ").split())
    assert "make replicate" in first and "make demo" in first and "FPL_DATASET" in first
