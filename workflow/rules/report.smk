# Executed notebooks, copies of the real-data results that are committed, numbers in the README.


rule notebook:
    input:
        code=package_code("notebook"),
        notebook="notebooks/{notebook}.py",
        forcing="results/{dataset}/data/forcing.nc",
        observations="results/{dataset}/data/observations.nc",
        attributes="results/{dataset}/data/attributes.nc",
        tables=tables(),
        figures=figures(),
    output:
        html="results/{dataset}/notebooks/{notebook}.html",
    log:
        "logs/{dataset}/notebook/{notebook}.log",
    benchmark:
        "results/{dataset}/benchmarks/notebook/{notebook}.jsonl"
    conda:
        "../../environment.yml"
    message:
        "Execute notebook {wildcards.notebook} ({wildcards.dataset})"
    script:
        "../scripts/notebook.py"


rule publish:
    input:
        code=package_code("publish"),
        tables=expand("results/smap/tables/{name}.csv", name=[*PUBLISHED, *REAL_TABLES]),
        markdown=["results/smap/tables/summary.md", "results/smap/REPLICATION.md"],
        figures=expand(
            "results/smap/figures/{name}.{form}",
            name=[*FIGURES, *REAL_FIGURES],
            form=["png", "pdf"],
        ),
    output:
        tables=expand("results/tables/{name}.csv", name=[*PUBLISHED, *REAL_TABLES]),
        markdown=["results/tables/summary.md", "REPLICATION.md"],
        figures=expand(
            "figures/{name}.{form}",
            name=[*FIGURES, *REAL_FIGURES],
            form=["png", "pdf"],
        ),
        # Not committed: a fresh clone, which has the copies, lacks it and so rebuilds everything.
        stamp="results/smap/published.json",
    log:
        "logs/smap/publish.log",
    benchmark:
        "results/smap/benchmarks/publish.jsonl"
    conda:
        "../../environment.yml"
    message:
        "Copy tables and figures to where they are committed"
    script:
        "../scripts/publish.py"


rule readme:
    input:
        code=package_code("readme"),
        datasets="config/datasets.csv",
        markdown="results/tables/summary.md",
        fluxes="results/tables/et_methods.csv",
        claims="results/tables/claims.csv",
        ledger="config/claims.yaml",
        readme="README.md",
    output:
        stamp="results/smap/readme.json",
    log:
        "logs/smap/readme.log",
    benchmark:
        "results/smap/benchmarks/readme.jsonl"
    conda:
        "../../environment.yml"
    message:
        "Fill the marked blocks of README.md"
    script:
        "../scripts/readme.py"
