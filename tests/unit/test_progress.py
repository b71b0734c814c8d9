"""What a person sees of a run: one line a job, and why a job failed."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SNAKEFILE = """
rule all:
    input: "draw.txt"
    localrule: True

rule learn:
    output: "learn.txt"
    message: "Learn vic_extended (twin, s4)"
    shell: "touch {output}"

rule draw:
    input: "learn.txt"
    output: "draw.txt"
    log: "logs/draw.log"
    message: "Draw skill (twin)"
    shell: "for i in $(seq 50); do echo line $i; done > {log}; COMMAND"

onsuccess:
    from snakemake.logging import logger
    logger.info("RMSE 0.034, open REPLICATION.md")
"""


def run(folder: Path, command: str, *options: str) -> subprocess.CompletedProcess[str]:
    (folder / "Snakefile").write_text(SNAKEFILE.replace("COMMAND", command))
    return subprocess.run(
        [sys.executable, "-m", "snakemake", "--cores", "1", "--logger", "fpl", *options],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_one_line_a_job_the_summary_last_and_the_full_log_in_a_file(tmp_path):
    done = run(tmp_path, "touch {output}")
    assert done.returncode == 0, done.stdout
    lines = [re.sub(r"[\d.]+ s$", "T s", line) for line in done.stdout.splitlines()]
    assert lines[:5] == [
        "3 jobs; the full log is kept in .snakemake/log",
        "[1/3] Learn vic_extended (twin, s4)  T s",
        "[2/3] Draw skill (twin)  T s",
        "[3/3] all  T s",
        "RMSE 0.034, open REPLICATION.md",
    ]
    (log,) = (tmp_path / ".snakemake/log").iterdir()
    assert len(lines) == 6 and lines[5] == f"Complete log(s): {log}"
    assert "reason: Missing output files" in log.read_text() or "Reason:" in log.read_text()


def test_failed_job_shows_the_end_of_its_log_and_where_it_is(tmp_path):
    done = run(tmp_path, "exit 3")
    assert done.returncode == 1
    assert "FAILED: Draw skill (twin) (rule draw)" in done.stdout
    assert "The last lines of its log, logs/draw.log:" in done.stdout
    assert "    line 50\n" in done.stdout and "line 30\n" not in done.stdout
    assert "[2/3]" not in done.stdout and "RMSE" not in done.stdout
    assert str(tmp_path / ".snakemake/log") in done.stdout


@pytest.mark.parametrize("option", ["--dry-run", "--verbose"])
def test_dry_run_and_verbose_print_what_snakemake_prints(tmp_path, option):
    done = run(tmp_path, "touch {output}", option)
    assert done.returncode == 0
    assert "Job stats:" in done.stdout and "Job 1: Draw skill (twin)" in done.stdout


def test_error_in_the_snakefile_is_told(tmp_path):
    done = run(tmp_path, "{nonsense}")
    assert done.returncode == 1 and "nonsense" in done.stdout


@pytest.mark.parametrize(
    ("name", "usable"),
    [("fpl-main (1)", False), ("it's", False), ("a&b", False), ("fpl_1.2+é", True)],
)
def test_make_refuses_a_path_that_jobs_cannot_run_in(tmp_path, name, usable):
    folder = tmp_path / name
    folder.mkdir()
    (folder / "Makefile").write_text((ROOT / "Makefile").read_text())
    done = subprocess.run(["make", "--dry-run", "help"], cwd=folder, capture_output=True, text=True)
    assert (done.returncode == 0) == usable, done.stderr
    assert usable or (str(folder) in done.stderr and "Move or rename it" in done.stderr)
