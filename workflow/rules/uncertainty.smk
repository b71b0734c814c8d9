# What do several seeds of the same run know of their error?


rule table_uncertainty:
    input:
        code=package_code("table_uncertainty"),
        simulations=of_runs(ensembles, "simulation.nc"),
        observations="results/{dataset}/data/observations.nc",
    output:
        table="results/{dataset}/tables/uncertainty.csv",
    params:
        settings=sections("periods", "evaluation"),
        study=study,
    message:
        "Judge the uncertainty that seeds give ({wildcards.dataset})"
    script:
        "../scripts/table_uncertainty.py"
