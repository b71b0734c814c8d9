"""Who made a file: attributes that every output carries."""

import datetime
import subprocess
from importlib import metadata


def _git(*words: str) -> str:
    try:
        done = subprocess.run(["git", *words], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def _dirty() -> str:
    if not _git("rev-parse", "HEAD"):
        return "unknown"
    return str(bool(_git("status", "--porcelain", "--untracked-files=no")))


def attributes(config_sha256: str = "", **extra: object) -> dict[str, str]:
    """Global netCDF attributes: conventions, package version, git commit, time of making.

    Outside a git checkout the commit is "unknown". ``extra`` values are written as text.
    """
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    version = metadata.version("fpl")
    made = {
        "Conventions": "CF-1.11",
        "history": f"{now} made by fpl {version}",
        "fpl_version": version,
        "git_commit": _git("rev-parse", "HEAD") or "unknown",
        "git_dirty": _dirty(),
        "config_sha256": config_sha256,
    }
    return made | {key: str(value) for key, value in extra.items()}
