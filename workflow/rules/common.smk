# Checks the configuration; gives rules the code, the settings and the files of a case. No rules here.
import os
import re
from itertools import product
from pathlib import Path

from snakemake.io import strip_wildcard_constraints
from snakemake.logging import logger

from fpl.code_inputs import code_inputs
from fpl.config import claims, load, mapped, offers, runs, surrogates
from fpl.config.ensembles import ensembles
from fpl.config.exhibits import FIGURES
from fpl.config.sources import module

SOURCE = Path("src")
checked = load(config)
ledger = claims.read("config/claims.yaml")  # refuses wrong keys here
cases = checked.cases
PLAIN = {name: case.model_dump(mode="json") for name, case in cases.items()}
config["cases"] = PLAIN  # captions of the report read it, with defaults
OFFERED = {name: offers.offers(case, ledger.datasets()) for name, case in cases.items()}
GENERATED = [name for name, case in cases.items() if case.data.generated]
REAL = [name for name in cases if name not in GENERATED]
if (
    not REAL
):  # small worlds: kernels of one width; compiling takes longer than running them
    os.environ.setdefault("FPL_PARTS", "1")
PUBLISHED = [name for name, case in cases.items() if case.published is not None]
# What opening a process model on the data of a case reads of the case.
PROBLEM = ("target", "objective", "periods", "warmup", "engine", "processes")
# The files of a dataset that a process model is opened on.
PREPARED = {
    name: f"results/{{dataset}}/data/{name}.nc"
    for name in ("forcing", "observations", "attributes")
}


def only(names):
    """A constraint of a wildcard: one of these names; nothing, if there are none."""
    return "|".join(map(re.escape, names)) or "(?!)"


wildcard_constraints:
    dataset=only(cases),
    model=only(sorted({model for case in cases.values() for model in case.models})),
    method=only(["default", *runs.of_kind("network", "learned", "calibrated")]),
    sample=r"s\d+|random\d+|without_region\d|all",
    seed=r"\d+",
    block=r"\d+",
    round=r"\d+",
    search="fpl|sceua",
    shipped=only(runs.SHIPPED),
    experiment=only(
        dict.fromkeys(n for case in cases.values() for n in runs.experiments(case))
    ),
    notebook=r"\w+",


def package_code(script, *modules):
    """The package files that a script imports, and those modules that it opens by their names: an
    edit of any of them reruns the rule."""
    files = set(code_inputs(Path(f"workflow/scripts/{script}.py"), SOURCE))
    for name in modules:
        path = SOURCE.joinpath(*name.split(".")).with_suffix(".py")
        files |= {str(path), *code_inputs(path, SOURCE)}
    return sorted(files)


def model_code(script):
    """The package files of a script that opens a process model, with the set-up of that process;
    without a wildcard for the model, of all processes of the case."""

    def files(wildcards):
        case = of(wildcards)
        models = [wildcards.model] if "model" in wildcards.keys() else list(case.models)
        names = [f"fpl.setups.{process}" for process in case.processes_of(models)]
        return package_code(script, *names)

    return files


def source_code(script, *, opens_model=False):
    """The package files of a script that opens the data source of the case."""

    def files(wildcards):
        case, names = of(wildcards), [module(of(wildcards).data.source)]
        if opens_model:
            process = case.models[case.headline].process
            names.append(f"fpl.setups.{process}")
        return package_code(script, *names)

    return files


def of(wildcards):
    """The case of the dataset."""
    return cases[wildcards.dataset]


def sections(*names):
    """The named sections of the case: a change in any other does not rerun the rule."""
    return lambda wildcards: {name: PLAIN[wildcards.dataset][name] for name in names}


def problem(*names):
    """The sections that opening a process model reads, and more of them."""
    return sections(*PROBLEM, *names)


def setting(*keys):
    """One setting of the case, by the keys on the way to it."""

    def plain(wildcards):
        value = PLAIN[wildcards.dataset]
        for key in keys:
            value = value[key]
        return value

    return plain


def study(wildcards):
    """What tables and figures know of the case (fpl.terms.Study)."""
    return of(wildcards).study()


def model_settings(wildcards):
    """The settings of one model."""
    return PLAIN[wildcards.dataset]["models"][wildcards.model]


def headline_settings(wildcards):
    """The settings of the headline model."""
    plain = PLAIN[wildcards.dataset]
    return plain["models"][plain["headline"]]


def largest(wildcards):
    """The sample with most places."""
    return of(wildcards).largest


def paths(found, name):
    """A file in the folder of each run."""
    return [run.path(name) for run in found]


def patterns(found, name):
    """The same with a wildcard for the dataset."""
    return paths([run._replace(dataset="{dataset}") for run in found], name)


def of_runs(choose, name):
    """A file in the folder of each run that ``choose`` gives for a case."""
    return lambda wildcards: paths(choose(of(wildcards)), name)


def judged(*names):
    """The tables of those of the named experiments that the case has."""

    def files(wildcards):
        there = runs.experiments(of(wildcards))
        folder = f"results/{wildcards.dataset}/experiments"
        return [f"{folder}/{name}.csv" for name in names if name in there]

    return files


def experiment_parameters(wildcards):
    """The parameters of every run of an experiment."""
    found = runs.experiments(of(wildcards))[wildcards.experiment]
    return paths(found, "parameters.nc")


def blocks(wildcards):
    """The blocks of places that a search is spread over."""
    return expand(
        "results/{dataset}/{model}/sceua/{sample}/seed{seed}/blocks/{block}.csv",
        block=range(of(wildcards).calibration.blocks),
        **wildcards,
    )


def calibrated_traces(wildcards):
    """The trace that each curve of a search is scored by: that of the one sample that is searched,
    of which sparser samples are subsets."""
    case = of(wildcards)
    found = [
        run._replace(sample=case.calibration.sample) for run in searched_curves(case)
    ]
    return paths(found, "trace.csv")


def job_files(made):
    """The name of a rule, with a file for each of its jobs where it has wildcards beside dataset."""
    parts = Path(strip_wildcard_constraints(made.output[0])).with_suffix("").parts
    own = [part for part in parts if "{" in part and part != "{dataset}"]
    return Path(made.name, "_".join(own))
