# Cells never trained on: SCE-UA regionalised, beside what networks give there.

TABLES.append("space")
FIGURES += ["space", "space_map"]
PUBLISHED.append("space")


rule regionalise:
    input:
        code=package_code("regionalise"),
        parameters=of_runs(
            [
                run
                for run in runs.calibrated(checked)
                if run.split("/")[0] == checked.headline
            ],
            "parameters.nc",
        ),
        forcing="results/{dataset}/data/forcing.nc",
        observations="results/{dataset}/data/observations.nc",
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/experiments/regionalised.csv",
    log:
        "logs/{dataset}/regionalise.log",
    benchmark:
        "results/{dataset}/benchmarks/regionalise.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("periods", "warmup", "engine", "vic", "evaluation"),
        model=config["models"][config["headline"]],
        samples=[
            *(name for name in config["samples"] if name != runs.densest(checked)),
            *config["experiments"]["regions"]["samples"],
        ],
    message:
        "Carry calibrated parameters to cells never trained on, and judge there ({wildcards.dataset})"
    script:
        "../scripts/regionalise.py"


rule table_space:
    input:
        code=package_code("table_space"),
        main="results/{dataset}/experiments/main.csv",
        mappings="results/{dataset}/experiments/mappings.csv",
        regions="results/{dataset}/experiments/regions.csv",
        regionalised="results/{dataset}/experiments/regionalised.csv",
        lstm=expand(
            "results/{{dataset}}/observation/lstm_trained/{sample}/seed{seed}/metrics.csv",
            sample=config.get("lstm", {}).get("samples", []),
            seed=config.get("lstm", {}).get("seeds", []),
        ),
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/tables/space.csv",
        cells="results/{dataset}/tables/space_cells.csv",
    log:
        "logs/{dataset}/table_space.log",
    benchmark:
        "results/{dataset}/benchmarks/table_space.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("headline"),
    message:
        "Summarise skill at cells never trained on ({wildcards.dataset})"
    script:
        "../scripts/table_space.py"


rule figure_space:
    input:
        code=package_code("figure_space"),
        table="results/{dataset}/tables/space.csv",
        cells="results/{dataset}/tables/space_cells.csv",
    output:
        png=report(
            "results/{dataset}/figures/space.png",
            caption="../report/space.rst",
            category="Figures",
        ),
        pdf="results/{dataset}/figures/space.pdf",
    log:
        "logs/{dataset}/figure_space.log",
    benchmark:
        "results/{dataset}/benchmarks/figure_space.jsonl"
    conda:
        "../../environment.yml"
    message:
        "Draw skill at cells never trained on ({wildcards.dataset})"
    script:
        "../scripts/figure_space.py"


rule figure_space_map:
    input:
        code=package_code("figure_space_map"),
        cells="results/{dataset}/tables/space_cells.csv",
        table="results/{dataset}/tables/space.csv",
    output:
        png=report(
            "results/{dataset}/figures/space_map.png",
            caption="../report/space_map.rst",
            category="Figures",
        ),
        pdf="results/{dataset}/figures/space_map.pdf",
    log:
        "logs/{dataset}/figure_space_map.log",
    benchmark:
        "results/{dataset}/benchmarks/figure_space_map.jsonl"
    conda:
        "../../environment.yml"
    message:
        "Map skill in regions left out ({wildcards.dataset})"
    script:
        "../scripts/figure_space_map.py"
