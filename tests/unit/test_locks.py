"""A lock of a killed run goes; a lock of a run that is alive, or whose job is, stays."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

# A run: it takes the lock, starts a job that waits, says so, and waits itself.
RUN = """
import subprocess, sys, time
from fpl import locks
locks.release_stale({folder!r})
job = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(job.pid, flush=True)
time.sleep(60)
"""
NEXT = "from fpl import locks; print(locks.release_stale({folder!r}))"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What Snakemake leaves after a kill: lock files."""
    (tmp_path / "locks").mkdir()
    (tmp_path / "locks/0.input.lock").write_text("results/twin/data/forcing.nc\n")
    return tmp_path


def start(folder: Path) -> subprocess.CompletedProcess[str]:
    code = NEXT.format(folder=str(folder))
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)


def test_lock_of_a_killed_run_is_removed(folder):
    done = start(folder)
    assert done.returncode == 0 and done.stdout == "True\n"
    assert "Removed the lock of a run that was killed" in done.stderr
    assert not (folder / "locks").exists()


def test_without_a_lock_nothing_is_said(tmp_path):
    done = start(tmp_path / ".snakemake")
    assert done.stdout == "False\n" and done.stderr == ""


def test_lock_stays_while_a_run_or_its_job_is_alive(folder):
    lock = folder / "locks/0.input.lock"
    code = RUN.format(folder=str(folder))
    run = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    with run:
        assert run.stdout is not None
        job = int(run.stdout.readline())  # it has the lock now
        try:
            # It removed the stale lock; as Snakemake does, it now writes its own.
            lock.parent.mkdir(exist_ok=True)
            lock.write_text("results/twin/data/forcing.nc\n")
            beside = start(folder)
            assert beside.stdout == "False\n" and lock.exists()
            assert "Another run is at work in this folder" in beside.stderr
            run.kill()
            run.wait()
            assert start(folder).stdout == "False\n" and lock.exists()  # the job writes on
        finally:
            run.kill()
            os.kill(job, signal.SIGKILL)
            run.stdout.read()  # until both have closed it, that is, have ended
    assert start(folder).stdout == "True\n" and not lock.exists()
