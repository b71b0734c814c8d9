# Raw files to CF netCDF, and generated worlds.


rule fetch:
    input:
        code=package_code("fetch"),
        table="config/datasets.csv",
    output:
        manifest="results/{dataset}/data/raw.json",
    wildcard_constraints:
        dataset=only(REAL),
    retries: 2
    localrule: True
    params:
        settings=sections("data"),
    message:
        "Find or download the raw files of config/datasets.csv ({wildcards.dataset})"
    script:
        "../scripts/fetch.py"


rule prepare:
    input:
        code=source_code("prepare"),
        manifest="results/{dataset}/data/raw.json",
    output:
        forcing="results/{dataset}/data/forcing.nc",
        observations="results/{dataset}/data/observations.nc",
        attributes="results/{dataset}/data/attributes.nc",
        quality="results/{dataset}/data/quality.csv",
    wildcard_constraints:
        dataset=only(REAL),
    params:
        settings=sections("data", "periods", "target"),
    message:
        "Make forcing, observations and attributes from the raw files ({wildcards.dataset})"
    script:
        "../scripts/prepare.py"


rule generate:
    input:
        code=source_code("generate", opens_model=True),
    output:
        forcing="results/{dataset}/data/forcing.nc",
        observations="results/{dataset}/data/observations.nc",
        attributes="results/{dataset}/data/attributes.nc",
        quality="results/{dataset}/data/quality.csv",
        truth="results/{dataset}/data/truth.nc",
        truth_fluxes="results/{dataset}/data/truth_fluxes.nc",
    wildcard_constraints:
        dataset=only(GENERATED),
    params:
        settings=problem("headline", "data"),
        model=headline_settings,
    message:
        "Generate a world with known parameters ({wildcards.dataset})"
    script:
        "../scripts/generate.py"


rule data_report:
    input:
        **PREPARED,
        code=package_code("data_report"),
        quality="results/{dataset}/data/quality.csv",
    output:
        table="results/{dataset}/tables/data_report.csv",
        png="results/{dataset}/figures/data_report.png",
        pdf="results/{dataset}/figures/data_report.pdf",
    params:
        settings=sections("periods", "samples"),
        study=study,
    message:
        "Report coverage and defects of the data ({wildcards.dataset})"
    script:
        "../scripts/data_report.py"
