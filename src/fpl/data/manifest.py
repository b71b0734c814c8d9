"""Where the raw files are: the manifest that the rule `fetch` writes."""

import json
from collections.abc import Mapping
from pathlib import Path

from fpl.errors import DataError


def read_manifest(path: str | Path) -> dict[str, str | None]:
    """Name -> path of the raw files, as `fetch` wrote it."""
    manifest: dict[str, str | None] = json.loads(Path(path).read_text(encoding="utf-8"))
    return manifest


def locate(manifest: Mapping[str, str | None], name: str) -> Path:
    """Path of a raw file; DataError if it is not in the manifest or no longer there."""
    path = manifest.get(name)
    if path is None or not Path(path).is_file():
        raise DataError(
            f"expected the raw file {name!r} at {path}, found none: "
            "delete the manifest (raw.json) so that the rule `fetch` looks for it again"
        )
    return Path(path)
