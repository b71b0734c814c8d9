# The runs of an experiment, judged together in one job: skill and water balance of every cell.


rule judge:
    input:
        code=package_code("judge"),
        parameters=experiment_parameters,
        forcing="results/{dataset}/data/forcing.nc",
        observations="results/{dataset}/data/observations.nc",
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/experiments/{experiment}.csv",
    log:
        "logs/{dataset}/judge/{experiment}.log",
    benchmark:
        "results/{dataset}/benchmarks/judge/{experiment}.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("periods", "warmup", "engine", "vic", "evaluation"),
        models=config["models"],
    message:
        "Judge the runs of the experiment {wildcards.experiment} ({wildcards.dataset})"
    script:
        "../scripts/judge.py"
