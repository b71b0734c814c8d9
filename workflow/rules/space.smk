# Places never trained on: SCE-UA regionalised, beside what networks give there.


rule regionalise:
    input:
        **PREPARED,
        code=model_code("regionalise"),
        parameters=of_runs(searches, "parameters.nc"),
    output:
        table="results/{dataset}/experiments/regionalised.csv",
    params:
        settings=problem("evaluation"),
        model=headline_settings,
        samples=regions,
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
        lstm=of_runs(runs.lstms, "metrics.csv"),
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/tables/space.csv",
        cells="results/{dataset}/tables/space_cells.csv",
    params:
        settings=sections("headline"),
        study=study,
    message:
        "Summarise skill at cells never trained on ({wildcards.dataset})"
    script:
        "../scripts/table_space.py"
