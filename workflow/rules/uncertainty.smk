# What do several seeds of the same run know of their error?
from fpl.config.ensembles import ensembles

TABLES.append("uncertainty")
FIGURES.append("uncertainty")
PUBLISHED.append("uncertainty")


rule table_uncertainty:
    input:
        code=package_code("table_uncertainty"),
        simulations=of_runs(ensembles(checked), "simulation.nc"),
        observations="results/{dataset}/data/observations.nc",
    output:
        table="results/{dataset}/tables/uncertainty.csv",
    log:
        "logs/{dataset}/table_uncertainty.log",
    benchmark:
        "results/{dataset}/benchmarks/table_uncertainty.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("periods", "evaluation"),
    message:
        "Judge the uncertainty that seeds give ({wildcards.dataset})"
    script:
        "../scripts/table_uncertainty.py"


rule figure_uncertainty:
    input:
        code=package_code("figure_uncertainty"),
        uncertainty="results/{dataset}/tables/uncertainty.csv",
    output:
        png=report(
            "results/{dataset}/figures/uncertainty.png",
            caption="../report/uncertainty.rst",
            category="Figures",
        ),
        pdf="results/{dataset}/figures/uncertainty.pdf",
    log:
        "logs/{dataset}/figure_uncertainty.log",
    benchmark:
        "results/{dataset}/benchmarks/figure_uncertainty.jsonl"
    conda:
        "../../environment.yml"
    message:
        "Draw the uncertainty that seeds give ({wildcards.dataset})"
    script:
        "../scripts/figure_uncertainty.py"
