"""Shared by all tests. Tests run side by side, so each keeps to one thread."""

import os
from pathlib import Path

import pytest
import yaml

for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"  # before torch or numpy are imported
os.environ.setdefault("FPL_PARTS", "1")  # small kernels: compiled sooner, one for any few cells

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def engine_asked_for(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """``FPL_ENGINE`` chooses the engine of all tests but those that choose it themselves."""
    if request.node.get_closest_marker("engines"):
        monkeypatch.delenv("FPL_ENGINE", raising=False)


@pytest.fixture
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture
def configuration() -> dict:
    """The values of config/config.yaml; each test may change its copy."""
    return yaml.safe_load((ROOT / "config/config.yaml").read_text())
