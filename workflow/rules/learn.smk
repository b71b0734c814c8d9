# Parameter learning: one network for all cells of a density. fpl is g_A, the other methods are g_z.


rule learn:
    input:
        code=package_code("learn"),
        forcing="results/{dataset}/data/forcing.nc",
        soil_moisture="results/{dataset}/data/soil_moisture.nc",
        attributes="results/{dataset}/data/attributes.nc",
    output:
        parameters="results/{dataset}/{model}/{method}/{density}/seed{seed}/parameters.nc",
        curve="results/{dataset}/{model}/{method}/{density}/seed{seed}/curve.csv",
        checkpoint="results/{dataset}/{model}/{method}/{density}/seed{seed}/checkpoint.pt",
    log:
        "logs/{dataset}/learn/{model}_{method}_{density}_seed{seed}.log",
    benchmark:
        "results/{dataset}/benchmarks/learn/{model}_{method}_{density}_seed{seed}.jsonl"
    wildcard_constraints:
        method="|".join(runs.LEARNED),
    conda:
        "../../environment.yml"
    threads: config["engine"]["threads"]
    params:
        settings=sections("periods", "warmup", "engine", "vic", "learning"),
        model=model_settings,
        # Left behind by an interrupted run, taken up by the next; not an output, since Snakemake
        # removes outputs before it starts a job.
        progress="results/{dataset}/{model}/{method}/{density}/seed{seed}/progress.pt",
    message:
        "Learn the parameters of {wildcards.model}, {wildcards.method} ({wildcards.dataset}, {wildcards.density}, seed {wildcards.seed})"
    script:
        "../scripts/learn.py"
