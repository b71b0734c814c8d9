# Evapotranspiration and runoff beside flux towers and gauged basins; of a generated world beside the truth.
TABLES.append("et_methods")
FIGURES.append("et_methods")
PUBLISHED.append("et_methods")
if config["evapotranspiration"]["modis_csv"]:
    REAL_TABLES.append("et_modis")


rule table_et_methods:
    input:
        unpack(flux_reference),
        code=package_code("table_et_methods"),
        experiments=flux_experiments,
    output:
        table="results/{dataset}/tables/et_methods.csv",
    log:
        "logs/{dataset}/table_et_methods.log",
    benchmark:
        "results/{dataset}/benchmarks/table_et_methods.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("periods", "evapotranspiration"),
    message:
        "Compare fluxes of every method with estimates ({wildcards.dataset})"
    script:
        "../scripts/table_et_methods.py"


rule figure_et_methods:
    input:
        code=package_code("figure_et_methods"),
        table="results/{dataset}/tables/et_methods.csv",
    output:
        png=report(
            "results/{dataset}/figures/et_methods.png",
            caption="../report/et_methods.rst",
            category="Figures",
        ),
        pdf="results/{dataset}/figures/et_methods.pdf",
    log:
        "logs/{dataset}/figure_et_methods.log",
    benchmark:
        "results/{dataset}/benchmarks/figure_et_methods.jsonl"
    conda:
        "../../environment.yml"
    message:
        "Draw fluxes of every method beside estimates ({wildcards.dataset})"
    script:
        "../scripts/figure_et_methods.py"


rule table_et_modis:
    input:
        code=package_code("table_et_modis"),
        simulations=expand("results/smap/{run}/simulation.nc", run=dense_runs()),
        attributes="results/smap/data/attributes.nc",
        modis=config["evapotranspiration"]["modis_csv"] or [],
    output:
        table="results/smap/tables/et_modis.csv",
    log:
        "logs/smap/table_et_modis.log",
    benchmark:
        "results/smap/benchmarks/table_et_modis.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("periods", "evapotranspiration"),
    message:
        "Compare evapotranspiration of every method with MODIS, at 8 days"
    script:
        "../scripts/table_et_modis.py"


rule et_reference:
    input:
        code=package_code("et_reference"),
        manifest="results/smap/data/raw.json",
        attributes="results/smap/data/attributes.nc",
    output:
        table="results/smap/data/et_reference.csv",
    log:
        "logs/smap/et_reference.log",
    benchmark:
        "results/smap/benchmarks/et_reference.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("evapotranspiration"),
    message:
        "Match flux towers and gauged basins with cells"
    script:
        "../scripts/et_reference.py"


rule table_evapotranspiration:
    input:
        code=package_code("table_evapotranspiration"),
        simulations=expand("results/smap/{run}/simulation.nc", run=compared_runs()),
        metrics=expand("results/smap/{run}/metrics.csv", run=compared_runs()),
        reference="results/smap/data/et_reference.csv",
        forcing="results/smap/data/forcing.nc",
    output:
        table="results/smap/tables/evapotranspiration.csv",
    log:
        "logs/smap/table_evapotranspiration.log",
    benchmark:
        "results/smap/benchmarks/table_evapotranspiration.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("periods", "evapotranspiration"),
    message:
        "Compare the evapotranspiration of every run with independent estimates"
    script:
        "../scripts/table_evapotranspiration.py"


rule table_priors_et:
    input:
        code=package_code("table_priors_et"),
        simulation=f"results/smap/{runs.prior(checked)}/simulation.nc",
        attributes="results/smap/data/attributes.nc",
        reference="results/smap/data/et_reference.csv",
        forcing="results/smap/data/forcing.nc",
    output:
        table="results/smap/tables/priors_et.csv",
    log:
        "logs/smap/table_priors_et.log",
    benchmark:
        "results/smap/benchmarks/table_priors_et.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("periods"),
    message:
        "Evapotranspiration of the prior parameters at every cell, tower and gauge"
    script:
        "../scripts/table_priors_et.py"


rule figure_priors_et:
    input:
        code=package_code("figure_priors_et"),
        priors="results/smap/tables/priors_et.csv",
        summary="results/smap/tables/evapotranspiration.csv",
    output:
        png=report(
            "results/smap/figures/priors_et.png",
            caption="../report/priors_et.rst",
            category="Figures",
        ),
        pdf="results/smap/figures/priors_et.pdf",
    log:
        "logs/smap/figure_priors_et.log",
    benchmark:
        "results/smap/benchmarks/figure_priors_et.jsonl"
    conda:
        "../../environment.yml"
    message:
        "Draw evapotranspiration of the prior parameters"
    script:
        "../scripts/figure_priors_et.py"


rule figure_et_tradeoff:
    input:
        code=package_code("figure_et_tradeoff"),
        summary="results/smap/tables/evapotranspiration.csv",
    output:
        png=report(
            "results/smap/figures/et_tradeoff.png",
            caption="../report/et_tradeoff.rst",
            category="Figures",
        ),
        pdf="results/smap/figures/et_tradeoff.pdf",
    log:
        "logs/smap/figure_et_tradeoff.log",
    benchmark:
        "results/smap/benchmarks/figure_et_tradeoff.jsonl"
    conda:
        "../../environment.yml"
    message:
        "Draw the error of soil moisture against the bias of evapotranspiration"
    script:
        "../scripts/figure_et_tradeoff.py"
