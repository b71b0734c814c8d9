# Checks the configuration and says which files the rules are about. The only rule file with functions.
from pathlib import Path

from snakemake.logging import logger

from fpl.code_inputs import code_inputs
from fpl.config import load, runs

checked = load(config)
config.update(checked.model_dump(mode="json"))  # defaults reach the scripts too

TABLES = [
    "skill",
    "curves",
    "parameters",
    "metrics",
    "summary",
    "timeseries",
    "data_report",
    "substeps",
    "identifiability",
    "surrogate",
    "networks",
]
FIGURES = [
    "scaling",
    "metrics",
    "parameters",
    "skill",
    "timeseries",
    "data_report",
    "identifiability",
    "surrogate",
    "networks",
]
# There are no towers, and no LSTM of others, in a generated world.
REAL_TABLES = ["evapotranspiration", "priors_et", "lstm_gap"]
REAL_FIGURES = ["priors_et", "et_tradeoff"]
# Published and committed; the others hold every cell or day and would swell the repository.
PUBLISHED = [
    "skill",
    "curves",
    "summary",
    "data_report",
    "substeps",
    "identifiability",
    "surrogate",
    "networks",
]


def reference_runs():
    """Runs of VIC itself in the local folders; they have no address to fetch them from."""
    for folder in checked.data.local_folders:
        found = sorted(Path(folder, "vic_reference").glob("*.nc"))
        if found:
            return [str(path) for path in found]
    return []


# Real dataset only. Where the runs are absent, the committed copies stay as they are.
if config["dataset"] == "smap" and reference_runs():
    for names in (TABLES, FIGURES, PUBLISHED):
        names.append("vic_fidelity")
elif config["dataset"] == "smap":
    logger.info(
        "No vic_reference/*.nc in data.local_folders: vic_fidelity is left out."
    )


wildcard_constraints:
    dataset=config["dataset"],
    model="|".join(config["models"]),
    method="|".join(["default", *runs.LEARNED, *runs.CALIBRATED]),
    sample=r"s\d+|random\d+|without_region\d",
    seed=r"\d+",
    block=r"\d+",
    round=r"\d+",
    search="fpl|sceua",
    experiment="|".join(runs.experiments(checked)),
    notebook=r"\w+",


def package_code(script):
    """The package files that a script imports: an edit of any of them reruns the rule."""
    return list(code_inputs(Path(f"workflow/scripts/{script}.py"), Path("src")))


def sections(*names):
    """The named sections of the configuration: a change in any other does not rerun the rule."""
    return {name: config[name] for name in names}


def model_settings(wildcards):
    """The settings of one model."""
    return config["models"][wildcards.model]


def of_runs(run_folders, name):
    """A file in each of the run folders of a dataset."""
    return expand("results/{{dataset}}/{run}/{name}", run=run_folders, name=name)


def calibrated_trace(wildcards):
    """The trace of the one sample that is calibrated; sparser samples are subsets of it."""
    return (
        f"results/{wildcards.dataset}/{wildcards.model}/{wildcards.method}/"
        f"{config['calibration']['sample']}/seed{wildcards.seed}/trace.csv"
    )


def tables():
    """Every table of the configured dataset."""
    real = config["dataset"] == "smap"
    names = [*TABLES, *(REAL_TABLES if real else ["recovery"])]
    return expand(
        "results/{dataset}/tables/{name}.csv", dataset=config["dataset"], name=names
    )


def figures():
    """Every figure of the configured dataset."""
    real = config["dataset"] == "smap"
    names = [*FIGURES, *(REAL_FIGURES if real else ["recovery"])]
    return expand(
        "results/{dataset}/figures/{name}.{form}",
        dataset=config["dataset"],
        name=names,
        form=["png", "pdf"],
    )


def notebooks():
    """Every notebook, executed on the configured dataset."""
    return expand(
        "results/{dataset}/notebooks/{name}.html",
        dataset=config["dataset"],
        name=[path.stem for path in sorted(Path("notebooks").glob("*.py"))],
    )


def stamps():
    """What is done to committed files; a generated world is never published."""
    return ["results/smap/published.json", "results/smap/readme.json"] * (
        config["dataset"] == "smap"
    )


def model_runs():
    """Every run of a process model."""
    return runs.learned(checked) + runs.calibrated(checked) + runs.defaults(checked)


def compared_runs():
    """Every run whose evapotranspiration is compared: the priors are, even if no method."""
    return sorted({*model_runs(), runs.prior(checked)})


def headline_parameters(wildcards):
    """Learned parameters of the headline model: first seed, densest."""
    return f"results/{wildcards.dataset}/{runs.first_learned(checked)}/parameters.nc"


def scored_runs():
    """Every run that has metrics."""
    return model_runs() + runs.baselines(checked)


def curve_runs():
    """Every run that has a curve of skill against cost."""
    return runs.learned(checked) + runs.calibration_curves(checked)


def experiment_parameters(wildcards):
    """The parameters of every run of an experiment."""
    found = runs.experiments(checked)[wildcards.experiment]
    return expand(
        "results/{dataset}/{run}/parameters.nc", dataset=wildcards.dataset, run=found
    )


def truth(wildcards):
    """The true parameters, known in the generated world only."""
    return (
        {"truth": "results/twin/data/truth.nc"} if wildcards.dataset == "twin" else {}
    )


def rounds_before(wildcards):
    """What the rounds of the surrogate before this one leave; nothing before the first."""
    number = int(wildcards.round)
    if number == 0:
        return {}
    run = "results/{dataset}/{model}/surrogate/{sample}/seed{seed}".format(**wildcards)
    return {
        "runs": [f"{run}/round{earlier}/runs.nc" for earlier in range(number)],
        "surrogate": f"{run}/round{number - 1}/surrogate.pt",
        "parameters": f"{run}/round{number - 1}/fpl/parameters.nc",
    }


def of_surrogate(places, name):
    """A file in each of these folders of the surrogate's run."""
    return of_runs([f"{runs.surrogate(checked)}/{place}" for place in places], name)


def of_headline(found):
    """Those of some runs that are of the headline model."""
    return [run for run in found if run.startswith(f"{checked.headline}/")]


def headline_searches():
    """SCE-UA on the headline model, by SPOTPY and in lockstep."""
    return of_headline(runs.calibrated(checked))


def scaling_curves():
    """The curves of the experiment scaling, and of SCE-UA on the headline model."""
    searched = of_headline(runs.calibration_curves(checked))
    return of_runs([*runs.experiments(checked)["scaling"], *searched], "curve.csv")


def cost_runs():
    """Every run whose cost is told: the main ones, and the samples' seeds of the experiment scaling."""
    scaling = [
        run
        for run in runs.experiments(checked)["scaling"]
        if run.split("/")[2] in checked.samples
    ]
    return list(dict.fromkeys([*curve_runs(), *scaling]))


def flux_experiments(wildcards):
    """The experiments whose fluxes are compared: those that are configured, main first."""
    names = [
        n for n in ("main", "mappings", "operators") if n in runs.experiments(checked)
    ]
    return expand(
        "results/{dataset}/experiments/{name}.csv",
        dataset=wildcards.dataset,
        name=names,
    )


def dense_runs():
    """Every run whose evapotranspiration is compared, on most cells."""
    return [
        run for run in compared_runs() if run.split("/")[2] == runs.densest(checked)
    ]


def flux_reference(wildcards):
    """Towers and basins; of a generated world its truth, and the days of the runs."""
    if wildcards.dataset == "smap":
        return {"reference": "results/smap/data/et_reference.csv"}
    return {
        "truth": "results/twin/data/truth_fluxes.nc",
        "simulations": expand("results/twin/{run}/simulation.nc", run=dense_runs()),
    }
