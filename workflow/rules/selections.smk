# Which runs and files of a case the rules read. No rules here.

# Runs of a case: each function takes a case and gives runs, for `of_runs`


def fitted_runs(case):
    """Main runs that learn or search."""
    kinds = runs.of_kind("network", "learned", "calibrated")
    return runs.select(runs.runs(case), method=kinds)


def model_runs(case):
    """Every main run of a process model."""
    return fitted_runs(case) + runs.select(runs.runs(case), method="default")


def scored_runs(case):
    """Every main run that has metrics."""
    return model_runs(case) + runs.baselines(case)


def bounded_runs(case):
    """Every run on most places of each model and of each method that gives maps."""
    found = {run for named in runs.experiments(case).values() for run in named}
    return runs.select(sorted(found), method=mapped.METHODS, sample=case.largest)


def compared_runs(case):
    """Every run whose evapotranspiration is compared: the priors are, even if no method."""
    return sorted({*model_runs(case), runs.prior(case)})


def dense_runs(case):
    """Every run whose evapotranspiration is compared, on most places."""
    return runs.select(compared_runs(case), sample=case.largest)


def searches(case):
    """SCE-UA on the headline model, by SPOTPY and in lockstep."""
    return runs.select(runs.headline(case), method=runs.of_kind("calibrated"))


def full_searches(case):
    """Every seed of SCE-UA in lockstep on the headline model."""
    return runs.select(runs.headline(case), method="lockstep")


def simulated_runs(name, method):
    """The runs of a method that are simulated: the main ones, seeds whose spread is judged, and the
    priors where evapotranspiration is compared."""
    case = cases[name]
    compared = [runs.prior(case)] if case.evapotranspiration else []
    return runs.select([*model_runs(case), *ensembles(case), *compared], method=method)


def simulated_methods():
    """Each case with each method of which it simulates runs."""
    pairs = product(
        cases, ["default", *runs.of_kind("network", "learned", "calibrated")]
    )
    return [(name, method) for name, method in pairs if simulated_runs(name, method)]


def searched_curves(case):
    """Every main run of a search, on each sample that it is scored on."""
    return runs.select(runs.curves(case), method=runs.of_kind("calibrated"))


def scaling_runs(case):
    """The runs of the experiment scaling, and SCE-UA on the headline model."""
    return [
        *runs.experiments(case)["scaling"],
        *runs.select(searched_curves(case), model=case.headline),
    ]


def cost_runs(case):
    """Every run whose cost is reported: the main ones, and those of the experiment scaling on main samples."""
    more = runs.select(runs.experiments(case)["scaling"], sample=case.samples)
    return list(dict.fromkeys([*runs.curves(case), *more]))


def lstm_gap_runs(case):
    """The first seed of each method on the headline model, and of the LSTM, on most places."""
    trained = runs.lstms(case)[0]._replace(
        sample=case.largest, seed=min(case.lstm.seeds)
    )
    return [*runs.beside_lstm(case), trained]


def all_lstms(case):
    """The LSTMs trained here, and the one that comes with the data."""
    return [
        *runs.lstms(case),
        *(run for run in runs.baselines(case) if run.method in runs.SHIPPED),
    ]


def unmodelled_runs(case):
    """What is scored without a process model."""
    return [*runs.baselines(case), *runs.lstms(case)]


def compared_models(wildcards):
    """The models that any method is run on."""
    return list(of(wildcards).methods)


def recovered_worlds(wildcards):
    """What learning gives of generated parameters, one table for each world."""
    folder = f"results/{wildcards.dataset}/identifiability"
    seeds = of(wildcards).identifiability.worlds
    return [f"{folder}/recovery_seed{seed}.csv" for seed in seeds]


def headline_parameters(wildcards):
    """Learned parameters of the headline model: first seed, most places."""
    case = of(wildcards)
    found = runs.select(
        runs.headline(case), method="fpl", sample=case.largest, first_seed=True
    )
    return paths(found, "parameters.nc")[0]


def prior_simulation(wildcards):
    """What the headline model gives with prior parameters."""
    return runs.prior(of(wildcards)).path("simulation.nc")


def regions(wildcards):
    """Samples that leave places out, to which calibrated parameters are carried."""
    case = of(wildcards)
    left_out = case.experiments.get("regions")
    return [
        *(name for name in case.samples if name != case.largest),
        *(left_out.samples if left_out else []),
    ]


# What only some cases have


def truth(wildcards):
    """The true parameters, known in a generated world only."""
    known = f"results/{wildcards.dataset}/data/truth.nc"
    return {"truth": known} if wildcards.dataset in GENERATED else {}


def flux_reference(wildcards):
    """Towers and basins; of a generated world its truth, and the days of the runs."""
    folder = f"results/{wildcards.dataset}/data"
    if "towers" in OFFERED[wildcards.dataset]:
        return {"reference": f"{folder}/et_reference.csv"}
    return {
        "truth": f"{folder}/truth_fluxes.nc",
        "simulations": paths(dense_runs(of(wildcards)), "simulation.nc"),
    }


def modis(wildcards):
    """The file of MODIS evapotranspiration."""
    return of(wildcards).evapotranspiration.modis_csv or []


def reference_runs(wildcards):
    """Runs of the original model."""
    return offers.reference_runs(of(wildcards))


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


def of_surrogate(choose, name):
    """A file in each folder of the surrogate's run that ``choose`` gives for a case."""

    def files(wildcards):
        route = surrogates.route(of(wildcards))
        return [route.path(f"{folder}/{name}") for folder in choose(of(wildcards))]

    return files


def last_round(case):
    """Where fPL ends on the surrogate."""
    return [f"round{surrogates.settings(case).rounds[-1]}/fpl"]


def beside_surrogate(kind, name):
    """A file of each run on the process model that stands beside the surrogate's route."""
    return of_runs(lambda case: surrogates.beside(case)[kind], name)
