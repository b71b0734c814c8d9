"""Which package files a script depends on, read from its import statements.

Snakemake reruns a rule when its script changes, but does not see what the script imports. The
workflow therefore lists these files as inputs of each rule. Nothing is imported here, so that
Snakemake can ask at parse time.
"""

import ast
import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

PACKAGE = "fpl"


@cache
def code_inputs(script: Path, source: Path) -> tuple[str, ...]:
    """Return the files of the package under ``source`` that ``script`` imports, however indirectly.

    Imports inside functions count. Files that are not Python and lie beside an imported module
    (styles, tables, templates) count too. Paths are given as ``source`` is, sorted.
    """
    found: set[Path] = set()
    waiting = [script]
    while waiting:
        new = set(_imported(waiting.pop(), source)) - found
        found |= new
        waiting += new
    folders = {path.parent for path in found}
    return tuple(sorted(map(str, found.union(*map(_beside, folders)))))


def digest(paths: Iterable[str | Path]) -> str:
    """Return the sha256 of the contents of ``paths``, in the order given."""
    total = hashlib.sha256()
    for path in paths:
        total.update(hashlib.sha256(Path(path).read_bytes()).digest())
    return total.hexdigest()


@cache
def _imported(path: Path, source: Path) -> frozenset[Path]:
    """Return the package files that the import statements of one file load."""
    found: set[Path] = set()
    for node in _statements(ast.parse(path.read_text(encoding="utf-8"))):
        for name in _names(node, path, source):
            found |= _files(name, source)
    return frozenset(found)


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """Yield all statements under a node; expressions, of which there are many more, hold none."""
    for blocks in ("body", "orelse", "finalbody", "handlers", "cases"):
        inner = getattr(node, blocks, [])
        for statement in inner if isinstance(inner, list) else []:
            yield statement
            yield from _statements(statement)


def _names(node: ast.AST, path: Path, source: Path) -> list[str]:
    """Return the dotted names that an import statement may load; any other node gives none."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            parents = path.relative_to(source).parent.parts
            kept = parents[: len(parents) - node.level + 1]
            base = ".".join([*kept, *([base] if base else [])])
        return [base, *(f"{base}.{alias.name}" for alias in node.names)]
    return []


@cache
def _files(name: str, source: Path) -> set[Path]:
    """Return the files that importing ``name`` runs: the packages above it, then the module."""
    parts = name.split(".")
    if parts[0] != PACKAGE:
        return set()
    steps = [source.joinpath(*parts[: count + 1]) for count in range(len(parts))]
    candidates = [step / "__init__.py" for step in steps] + [steps[-1].with_suffix(".py")]
    return {path for path in candidates if path.is_file()}


def _beside(folder: Path) -> set[Path]:
    """Return the files in ``folder`` that are not Python."""
    return {path for path in folder.iterdir() if path.is_file() and path.suffix != ".py"}
