# Raw files to CF netCDF, for real data and for the generated world.


rule fetch:
    input:
        code=package_code("fetch"),
        table="config/datasets.csv",
    output:
        manifest="results/smap/data/raw.json",
    log:
        "logs/smap/fetch.log",
    benchmark:
        "results/smap/benchmarks/fetch.jsonl"
    retries: 2
    localrule: True
    conda:
        "../../environment.yml"
    params:
        settings=sections("data"),
    message:
        "Find or download the raw files of config/datasets.csv"
    script:
        "../scripts/fetch.py"


rule prepare:
    input:
        code=package_code("prepare"),
        manifest="results/smap/data/raw.json",
    output:
        forcing="results/smap/data/forcing.nc",
        observations="results/smap/data/observations.nc",
        attributes="results/smap/data/attributes.nc",
        quality="results/smap/data/quality.csv",
    log:
        "logs/smap/prepare.log",
    benchmark:
        "results/smap/benchmarks/prepare.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("data", "periods"),
    message:
        "Make forcing, soil moisture and attributes from the raw files"
    script:
        "../scripts/prepare.py"


rule generate:
    input:
        code=package_code("generate"),
    output:
        forcing="results/twin/data/forcing.nc",
        observations="results/twin/data/observations.nc",
        attributes="results/twin/data/attributes.nc",
        quality="results/twin/data/quality.csv",
        truth="results/twin/data/truth.nc",
        truth_fluxes="results/twin/data/truth_fluxes.nc",
    log:
        "logs/twin/generate.log",
    benchmark:
        "results/twin/benchmarks/generate.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections(
            "headline", "twin", "periods", "data", "warmup", "vic", "engine"
        ),
        model=config["models"][config["headline"]],
    message:
        "Generate a world with known parameters (twin)"
    script:
        "../scripts/generate.py"


rule data_report:
    input:
        code=package_code("data_report"),
        forcing="results/{dataset}/data/forcing.nc",
        observations="results/{dataset}/data/observations.nc",
        attributes="results/{dataset}/data/attributes.nc",
        quality="results/{dataset}/data/quality.csv",
    output:
        table="results/{dataset}/tables/data_report.csv",
        png="results/{dataset}/figures/data_report.png",
        pdf="results/{dataset}/figures/data_report.pdf",
    log:
        "logs/{dataset}/data_report.log",
    benchmark:
        "results/{dataset}/benchmarks/data_report.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("periods"),
    message:
        "Report coverage and defects of the data ({wildcards.dataset})"
    script:
        "../scripts/data_report.py"
