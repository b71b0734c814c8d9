"""Logging of a workflow script: to the rule's log file and to the terminal."""

import logging
import sys
from pathlib import Path
from types import TracebackType

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def start(path: str | Path) -> None:
    """Send log records to ``path`` and to standard error; write uncaught errors to ``path`` too.

    Call it first in a script. The package's information goes to the file only, warnings (Python's
    own and those of other packages included) to both.
    """
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    to_file = logging.FileHandler(path, mode="w")
    to_terminal = logging.StreamHandler()
    to_terminal.setLevel(logging.WARNING)
    logging.basicConfig(
        level=logging.WARNING, format=FORMAT, handlers=[to_file, to_terminal], force=True
    )
    logging.getLogger("fpl").setLevel(logging.INFO)
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught


def _log_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Log an error: where it happened to the file only, what happened to file and terminal."""
    logger = logging.getLogger("fpl")
    logger.info("stopped here:", exc_info=(kind, error, trace))
    logger.critical("%s: %s", kind.__name__, error)
