"""Locks that a killed Snakemake left behind: removed when nothing is at work in the folder.

Snakemake refuses a folder that holds its lock files, and a killed run cannot remove them. Whether
a run is alive is told by a lock of the operating system (flock), which no kill leaves behind.
"""

import fcntl
import logging
import os
import shutil
from pathlib import Path

logger = logging.getLogger(__name__)


def release_stale(folder: str | Path) -> bool:
    """Remove the lock files under ``folder`` (.snakemake) if nobody is at work; say whether.

    From now on this process counts as at work until it ends, and so do the jobs that it starts,
    also those that outlive it: the lock becomes the standard input, which they inherit. Call it
    before Snakemake takes its own lock. Raises no error when a run is alive: Snakemake itself
    refuses then, if both want to write the same files.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    held = os.open(folder / "alive", os.O_RDWR | os.O_CREAT, 0o666)
    locks = folder / "locks"
    removed = False
    if locks.is_dir() and any(locks.iterdir()):
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            logger.warning(
                "Another run is at work in this folder, or a job that outlived one. "
                "Wait for it or end it; its locks stay until then."
            )
        else:
            shutil.rmtree(locks)
            removed = True
            logger.warning("Removed the lock of a run that was killed; going on where it was.")
    fcntl.flock(held, fcntl.LOCK_SH)
    os.dup2(held, 0)
    os.close(held)
    return removed
