# Parameter learning: one mapping for all cells of a sample. fpl is g_A; the others: fpl.learning.mappings.


rule learn:
    input:
        **PREPARED,
        code=model_code("learn"),
    output:
        parameters="results/{dataset}/{model}/{method}/{sample}/seed{seed}/parameters.nc",
        curve="results/{dataset}/{model}/{method}/{sample}/seed{seed}/curve.csv",
        checkpoint="results/{dataset}/{model}/{method}/{sample}/seed{seed}/checkpoint.pt",
    wildcard_constraints:
        method=only(runs.of_kind(*runs.LEARNED)),
    threads: checked.engine.threads
    params:
        settings=problem("learning"),
        model=model_settings,
        # Left behind by an interrupted run, taken up by the next; not an output, since Snakemake
        # removes outputs before it starts a job.
        progress="results/{dataset}/{model}/{method}/{sample}/seed{seed}/progress.pt",
    message:
        "Learn the parameters of {wildcards.model}, {wildcards.method} ({wildcards.dataset}, {wildcards.sample}, seed {wildcards.seed})"
    script:
        "../scripts/learn.py"


rule table_networks:
    input:
        code=package_code("table_networks"),
        metrics=of_runs(runs.networks, "metrics.csv"),
        curves=of_runs(runs.networks, "curve.csv"),
        simulations=of_runs(runs.networks, "simulation.nc"),
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/tables/networks.csv",
    params:
        study=study,
    message:
        "Compare the networks at cells trained on and others ({wildcards.dataset})"
    script:
        "../scripts/table_networks.py"
