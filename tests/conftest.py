"""Shared by all tests. Tests run side by side, so each keeps to one thread."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from fpl import config

for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"  # before torch or numpy are imported
os.environ.setdefault("FPL_PARTS", "1")  # small kernels: compiled sooner, one for any few cells

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def engine_asked_for(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """``FPL_ENGINE`` chooses the engine of all tests but those that choose it themselves."""
    if request.node.get_closest_marker("engines"):
        monkeypatch.delenv("FPL_ENGINE", raising=False)


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture
def configuration() -> dict:
    """The values of config/cases/smap.yaml; each test may change its copy."""
    return yaml.safe_load((ROOT / "config/cases/smap.yaml").read_text())


@pytest.fixture
def check_case(tmp_path: Path) -> Callable[..., config.Case]:
    """Checks the values of a case, as if a file of that name held them."""
    run = yaml.safe_load((ROOT / "config/config.yaml").read_text())

    def check(values: dict, name: str = "smap") -> config.Case:
        folder = tmp_path / "cases"
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(values, sort_keys=False))
        return config.load(run | {"datasets": [name]}, folder).cases[name]

    return check
