"""Find the raw files: in local folders first, else by download; each checked against its sha256."""

import json
import logging
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd
import pooch
import requests
from tqdm import tqdm

from fpl.errors import DataError

logger = logging.getLogger(__name__)

COLUMNS = ["name", "group", "needed", "path", "url", "sha256", "bytes", "licence", "citation"]
UNREACHABLE = (requests.exceptions.ConnectionError, requests.exceptions.Timeout)


def read_table(path: str | Path) -> pd.DataFrame:
    """The table of raw files, one row a file.

    DataError if it is absent, columns are missing or a name occurs twice.
    """
    if not Path(path).is_file():
        raise DataError(f"expected the table of raw files at {path}, found none")
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    missing = [column for column in COLUMNS if column not in table]
    if missing:
        raise DataError(
            f"{path}: expected columns {', '.join(COLUMNS)}; missing {', '.join(missing)}"
        )
    if not table["name"].is_unique:
        twice = table["name"][table["name"].duplicated()].iloc[0]
        raise DataError(f"{path}: the name {twice!r} occurs twice")
    return table


def fetch(
    *,
    table: str | Path,
    manifest: str | Path,
    local_folders: Sequence[str | Path],
    download_folder: str | Path,
    timeout: float = 30.0,
) -> dict[str, str | None]:
    """Find or download every file of ``table`` and write name -> path to ``manifest`` (json).

    A file with the wrong checksum is reported and the next place is tried (in the download folder
    it is replaced once a good copy has come). A file that the table does not call needed may stay
    away: its path is then null. All needed files that could not be had are listed in one DataError.
    timeout : seconds.
    """
    found: dict[str, str | None] = {}
    problems: dict[str, list[str]] = {}
    online = True
    rows = read_table(table).to_dict("records")
    for row in tqdm(rows, desc="raw files", unit="file", disable=None):
        path, reasons = _local(row, local_folders)
        if path is None and online:
            path, online = _download(row, Path(download_folder), reasons, timeout)
        elif path is None:
            reasons.append(f"{row['url']}: not tried, the server could not be reached before")
        found[row["name"]] = None if path is None else path.as_posix()
        if path is None:
            problems[row["name"]] = reasons
    _report(rows, problems, local_folders, download_folder)
    Path(manifest).parent.mkdir(parents=True, exist_ok=True)
    Path(manifest).write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return found


def _local(row: dict[str, str], folders: Iterable[str | Path]) -> tuple[Path | None, list[str]]:
    """The first whole copy in the local folders, and why the places before it did not serve."""
    reasons: list[str] = []
    for folder in folders:
        candidate = Path(folder) / row["path"]
        fault = _fault(candidate, row)
        if fault is None:
            return candidate, reasons
        reasons.append(f"{candidate}: {fault}")
        if candidate.exists():
            logger.warning("%s: %s; trying the next place", candidate, fault)
    return None, reasons


def _fault(path: Path, row: dict[str, str]) -> str | None:
    """What is wrong with a file, None if it is the one expected."""
    if not path.is_file():
        return "no such file"
    size = path.stat().st_size
    if size != int(row["bytes"]):
        return f"wrong checksum: expected {row['bytes']} bytes, got {size} (truncated or changed)"
    digest = pooch.file_hash(str(path), alg="sha256")
    if digest != row["sha256"]:
        return f"wrong checksum: expected sha256 {row['sha256']}, got {digest}"
    return None


def _download(
    row: dict[str, str], folder: Path, reasons: list[str], timeout: float
) -> tuple[Path | None, bool]:
    """Download one file; also say whether the network is still worth trying.

    pooch writes beside the target under a temporary name and moves the file there only if its
    checksum is right, so that an interrupted download leaves nothing that looks whole.
    """
    if not row["url"]:
        reasons.append("no address to download from: this file can be had from a local folder only")
        return None, True
    target = folder / row["path"]
    target.parent.mkdir(parents=True, exist_ok=True)
    get = pooch.HTTPDownloader(progressbar=False, timeout=timeout)
    try:
        pooch.retrieve(
            row["url"],
            known_hash=f"sha256:{row['sha256']}",
            fname=target.name,
            path=target.parent,
            downloader=get,
        )
    except OSError as error:  # so are requests' errors, full disks and read-only folders
        reasons.append(f"{row['url']}: {_first_line(error)}")
        return None, not isinstance(error, UNREACHABLE)
    except ValueError as error:  # pooch: the download does not match the checksum
        reasons.append(f"{row['url']}: wrong checksum ({_first_line(error)})")
        return None, True
    return target, True


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:200]


def _report(
    rows: list[dict[str, str]],
    problems: dict[str, list[str]],
    local_folders: Sequence[str | Path],
    download_folder: str | Path,
) -> None:
    """Log optional files that stayed away; raise one DataError for the needed ones."""
    needed = [row for row in rows if row["name"] in problems and row["needed"] == "yes"]
    for row in rows:
        if row["name"] in problems and row not in needed:
            logger.warning("%s left out: %s", row["name"], "; ".join(problems[row["name"]]))
    if not needed:
        return
    lines = [
        f"  {row['name']} ({row['path']}):\n    " + "\n    ".join(problems[row["name"]])
        for row in needed
    ]
    raise DataError(
        f"{len(needed)} of {len(rows)} raw files could not be had. "
        "Where was looked, and what came:\n"
        + "\n".join(lines)
        + "\nWhat to do: get the files by hand from the addresses in config/datasets.csv and put "
        f"each at {Path(download_folder).as_posix()}/<path> (the paths are in that table too), or "
        "name a folder that holds them in data.local_folders (now: "
        f"{', '.join(str(folder) for folder in local_folders)}), then run again. "
        "`make demo` needs none of these files."
    )
