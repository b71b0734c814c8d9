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


def attributes(config_sha256: str = "", **extra: object) -> dict[str, str]:
    """Global netCDF attributes: conventions, package version, git commit, time of making.

    Outside a git checkout the commit is "unknown". ``extra`` values are written as text.
    """
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    version, commit = metadata.version("fpl"), _git("rev-parse", "HEAD")
    changed = bool(_git("status", "--porcelain", "--untracked-files=no"))
    made = {
        "Conventions": "CF-1.11",
        "history": f"{now} made by fpl {version}",
        "fpl_version": version,
        "git_commit": commit or "unknown",
        "git_dirty": str(changed) if commit else "unknown",
        "config_sha256": config_sha256,
    }
    return made | {key: str(value) for key, value in extra.items()}
