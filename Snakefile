import threading
from pathlib import Path

from snakemake.logging import logger
from snakemake.utils import min_version

from fpl import locks, outcome

min_version("9.25")

if workflow.is_main_process:
    locks.release_stale(".snakemake")


configfile: "config/config.yaml"


report: "workflow/report/workflow.rst"


include: "workflow/rules/common.smk"
include: "workflow/rules/selections.smk"
include: "workflow/rules/exhibits.smk"
include: "workflow/rules/data.smk"
include: "workflow/rules/learn.smk"
include: "workflow/rules/calibrate.smk"
include: "workflow/rules/lockstep.smk"
include: "workflow/rules/evaluate.smk"
include: "workflow/rules/experiments.smk"
include: "workflow/rules/skill.smk"
include: "workflow/rules/cost.smk"
include: "workflow/rules/space.smk"
include: "workflow/rules/parameters.smk"
include: "workflow/rules/identify.smk"
include: "workflow/rules/uncertainty.smk"
include: "workflow/rules/surrogate.smk"
include: "workflow/rules/lstm.smk"
include: "workflow/rules/fairness.smk"
include: "workflow/rules/fidelity.smk"
include: "workflow/rules/evapotranspiration.smk"
include: "workflow/rules/claims.smk"
include: "workflow/rules/report.smk"
include: "workflow/rules/defaults.smk"


rule all:
    default_target: True
    input:
        tables(),
        figures(),
        notebooks(),
        stamps(),
    localrule: True


rule tables:
    input:
        tables(),
    localrule: True


rule figures:
    input:
        figures(),
    localrule: True


# Snakemake leaves timers for its next look for jobs, and would wait for them (profiles/default).
stop_timers = lambda: [
    thread.cancel()
    for thread in threading.enumerate()
    if isinstance(thread, threading.Timer)
]


onsuccess:
    if not workflow.dag_settings.targets:  # a run of everything
        for dataset in cases:
            logger.info(outcome.text(Path("results", dataset)))
    stop_timers()


onerror:
    stop_timers()
