"""Snakemake on the terminal: one line a job; `profiles/default` asks for it with ``logger: fpl``.

Snakemake finds a logger by the name of its package, hence the name. The full log stays in
``.snakemake/log``. A dry run, ``--verbose`` and ``--debug-dag`` print what Snakemake prints.
"""

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

from snakemake_interface_logger_plugins.base import LogHandlerBase
from snakemake_interface_logger_plugins.common import LogEvent

TAIL = 20  # lines of a failed job's log
# What Snakemake says without naming an event, and what helps nobody on the terminal.
CHATTER = (
    "Assuming unrestricted",
    "host:",
    "Building DAG",
    "Using shell",
    "Conda environments: ignored",
    "Select jobs",
    "Execute ",
    "Write-protecting",
    "Touching output",
    "Removing temporary",
    "Elapsed time",
    "Shutting down",
)
SILENT = (
    LogEvent.WORKFLOW_STARTED,
    LogEvent.RESOURCES_INFO,
    LogEvent.SHELLCMD,
    LogEvent.JOB_STARTED,
    LogEvent.RULEGRAPH,
)


class LogHandler(LogHandlerBase):
    """Prints when a job ends, how long it took, and the end of the log of a job that failed."""

    writes_to_stream = True
    writes_to_file = False
    has_filter = False
    has_formatter = False
    needs_rulegraph = False

    def __post_init__(self) -> None:
        common = self.common_settings
        self.plain = bool(common.dryrun or common.verbose or common.debug_dag)
        self.stream = sys.stdout if common.stdout else sys.stderr
        self.live = self.stream.isatty()
        self.total, self.done = 0, 0
        self.running: dict[int, tuple[str, float]] = {}  # by job: its message, when it began

    def emit(self, record: logging.LogRecord) -> None:
        """Print what a record says, if anything; a closed terminal is no error."""
        try:
            self._clear()
            for line in [self.format(record)] if self.plain else self._lines(record):
                if line and line != "None":
                    self.stream.write(f"{line}\n")
            self._show_running()
            self.stream.flush()
        except BrokenPipeError:
            pass
        except Exception:
            self.handleError(record)

    def close(self) -> None:
        """Leave no line of jobs at work behind."""
        self._clear()
        super().close()

    def _lines(self, record: logging.LogRecord) -> Iterator[str]:
        event, about = getattr(record, "event", None), record.__dict__
        if event == LogEvent.RUN_INFO:
            self.total = about["stats"]["total"]
            jobs = "1 job" if self.total == 1 else f"{self.total} jobs"
            yield f"{jobs}; the full log is kept in .snakemake/log"
        elif event == LogEvent.PROGRESS:
            self.total = about["total"]
        elif event == LogEvent.JOB_INFO:
            name = about["rule_msg"] or about["rule_name"]
            self.running[about["jobid"]] = name, record.created
        elif event == LogEvent.JOB_FINISHED:
            self.done += 1
            name, began = self.running.pop(about["job_id"], ("", record.created))
            count = f"{self.done:>{len(str(self.total))}}/{self.total}"
            yield f"[{count}] {name}  {record.created - began:.1f} s"
        elif event == LogEvent.JOB_ERROR:
            name, _ = self.running.pop(about["jobid"], (about["rule_name"], 0.0))
            yield from _failure(name, about["rule_name"], about["log"])
        elif event not in SILENT:
            text = self.format(record)
            job = event == LogEvent.ERROR and "returned non-zero exit status" in text
            if not job and not text.startswith(CHATTER):  # a job's error is told above
                yield text

    def _clear(self) -> None:
        if self.live:
            self.stream.write("\r\x1b[K")

    def _show_running(self) -> None:
        """On a terminal, the last line names the jobs at work; the next record replaces it."""
        if self.live and not self.plain and self.running:
            names = ", ".join(name for name, _ in self.running.values())
            self.stream.write(f"{len(self.running)} at work: {names}"[:79])


def _failure(name: str, rule: str, logs: list[str]) -> Iterator[str]:
    """Yield which job failed, the end of its logs, and where they are."""
    yield f"\nFAILED: {name} (rule {rule})"
    for path in map(Path, logs):
        lines = path.read_text(errors="replace").splitlines() if path.is_file() else []
        if not lines:
            yield f"Its log, {path}, is empty or missing: its error stands above."
            continue
        yield f"The last lines of its log, {path}:"
        yield from (f"    {line}" for line in lines[-TAIL:])
    yield ""
