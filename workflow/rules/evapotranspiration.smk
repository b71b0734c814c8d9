# Evapotranspiration and runoff beside flux towers and gauged basins; of a generated world beside the truth.


rule et_reference:
    input:
        code=package_code("et_reference"),
        manifest="results/{dataset}/data/raw.json",
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/data/et_reference.csv",
    params:
        settings=sections("evapotranspiration"),
    message:
        "Match flux towers and gauged basins with places ({wildcards.dataset})"
    script:
        "../scripts/et_reference.py"


rule table_et_methods:
    input:
        unpack(flux_reference),
        code=package_code("table_et_methods"),
        experiments=judged("main", "mappings", "operators"),
    output:
        table="results/{dataset}/tables/et_methods.csv",
    params:
        settings=sections("periods", "evapotranspiration"),
        study=study,
    message:
        "Compare fluxes of every method with estimates ({wildcards.dataset})"
    script:
        "../scripts/table_et_methods.py"


rule table_et_modis:
    input:
        code=package_code("table_et_modis"),
        simulations=of_runs(dense_runs, "simulation.nc"),
        attributes="results/{dataset}/data/attributes.nc",
        modis=modis,
    output:
        table="results/{dataset}/tables/et_modis.csv",
    params:
        settings=sections("periods", "evapotranspiration"),
        study=study,
    message:
        "Compare evapotranspiration of every method with MODIS, at 8 days ({wildcards.dataset})"
    script:
        "../scripts/table_et_modis.py"


rule table_evapotranspiration:
    input:
        code=package_code("table_evapotranspiration"),
        simulations=of_runs(compared_runs, "simulation.nc"),
        metrics=of_runs(compared_runs, "metrics.csv"),
        reference="results/{dataset}/data/et_reference.csv",
        forcing="results/{dataset}/data/forcing.nc",
    output:
        table="results/{dataset}/tables/evapotranspiration.csv",
    params:
        settings=sections("periods", "evapotranspiration"),
        study=study,
    message:
        "Compare the evapotranspiration of every run with independent estimates ({wildcards.dataset})"
    script:
        "../scripts/table_evapotranspiration.py"


rule table_priors_et:
    input:
        code=package_code("table_priors_et"),
        simulation=prior_simulation,
        attributes="results/{dataset}/data/attributes.nc",
        reference="results/{dataset}/data/et_reference.csv",
        forcing="results/{dataset}/data/forcing.nc",
    output:
        table="results/{dataset}/tables/priors_et.csv",
    params:
        settings=sections("periods"),
        study=study,
    message:
        "Evapotranspiration of the prior parameters at every place, tower and gauge ({wildcards.dataset})"
    script:
        "../scripts/table_priors_et.py"
