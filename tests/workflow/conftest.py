"""A copy of the repository in which the workflow runs on two tiny generated worlds."""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
COPIED = (
    "Snakefile",
    "README.md",
    "config",
    "environment.yml",
    "notebooks",
    "profiles",
    "src",
    "workflow",
)
SMALL = {
    "seeds": {"fpl": [0], "lockstep": [0]},
    "learning": {"steps": 6, "monitor_every": 2, "checkpoint_every": 4, "batch_cells": 6},
    "calibration": {"budget": 40, "complexes": 1},
}
TINY = {
    "engine": {"cache": str(ROOT / ".cache/kernels")},
    "cases": {
        "twin": SMALL
        | {
            "data": {"cells_x": 4, "cells_y": 3},
            "samples": ["s8", "s4"],
            "experiments": {
                "scaling": {"samples": ["random6", "s8", "s4"], "seeds": [0]},
                "regions": {"samples": ["without_region0"], "seeds": [0]},
                "mappings": {"methods": ["gradient"], "seeds": [0]},
                "operators": {"models": ["vic_extended"], "seeds": [0]},
            },
            "lstm": {"samples": ["s4"]},
            "surrogate": {"rounds": [0]},
        },
        "twin_basins": SMALL | {"data": {"basins": 8}, "samples": ["random4", "all"]},
    },
}


@dataclass(frozen=True)
class Checkout:
    """A working copy; snakemake and its scripts use the package in it."""

    folder: Path
    demo: tuple[str, ...] = ("--configfile", "config/demo.yaml", "config/tiny.yaml")
    printed: str = ""  # what the run that filled it printed

    def snakemake(self, *options: str) -> subprocess.CompletedProcess[str]:
        """Run snakemake in the copy, output as text."""
        command = [sys.executable, "-m", "snakemake", "--cores", "2", *options]
        surroundings = os.environ | {"PYTHONPATH": str(self.folder / "src")}
        return subprocess.run(
            command,
            cwd=self.folder,
            env=surroundings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    def planned(self, *options: str) -> Counter[str]:
        """Return how many jobs of each rule a run would start."""
        done = self.snakemake("--dry-run", *options)
        assert done.returncode == 0, done.stdout
        if "Nothing to be done" in done.stdout:
            return Counter()
        stats = done.stdout.split("Job stats:")[1].split("total")[0]
        return Counter({rule: int(count) for rule, count in re.findall(r"(\w+) +(\d+)\n", stats)})

    def pending(self, *options: str) -> dict[str, set[str]]:
        """Return the rules of each case that have an output which a run would make."""
        done = self.snakemake("--summary", *options)
        assert done.returncode == 0, done.stdout
        rules: dict[str, set[str]] = {}
        for line in done.stdout.splitlines():
            cells = line.split("\t")  # path, time, rule, ..., plan; other lines have none
            if cells[-1] == "update pending":
                rules.setdefault(Path(cells[0]).parts[1], set()).add(cells[2])
        return rules

    @contextmanager
    def edited(self, path: str, text: str) -> Iterator[None]:
        """Append text to a file for a while; contents and time of change are put back."""
        file = self.folder / path
        before, times = file.read_bytes(), file.stat()
        file.write_bytes(before + text.encode())
        yield
        file.write_bytes(before)
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


def copy(folder: Path) -> Checkout:
    """Copy what the workflow consists of, and no results."""
    for name in COPIED:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    (folder / "config/tiny.yaml").write_text(yaml.safe_dump(TINY))
    return Checkout(folder)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A copy for one test, nothing computed yet."""
    return copy(tmp_path)


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A copy in which the demonstration has run."""
    made = copy(tmp_path_factory.mktemp("checkout"))
    done = made.snakemake(*made.demo)
    assert done.returncode == 0, done.stdout[-8000:]
    return replace(made, printed=done.stdout)
