# Parameters: are their maps coherent, is that earned, do seeds agree, are true ones recovered?


rule table_parameters:
    input:
        unpack(truth),
        code=package_code("table_parameters"),
        parameters=of_runs(model_runs, "parameters.nc"),
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/tables/parameters.csv",
    params:
        study=study,
    message:
        "Collect the calibrated parameters of every cell ({wildcards.dataset})"
    script:
        "../scripts/table_parameters.py"


rule table_coherence:
    input:
        unpack(truth),
        code=package_code("table_coherence"),
        parameters=of_runs(mapped.parameter_runs, "parameters.nc"),
        judged=judged(*mapped.EXPERIMENTS),
        identifiability="results/{dataset}/tables/identifiability.csv",
        forcing="results/{dataset}/data/forcing.nc",
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/tables/coherence.csv",
        variograms="results/{dataset}/tables/variograms.csv",
    params:
        settings=sections("periods", "learning"),
        study=study,
    message:
        "Measure how coherent maps of parameters are ({wildcards.dataset})"
    script:
        "../scripts/table_coherence.py"


rule table_equifinality:
    input:
        code=package_code("table_equifinality"),
        parameters=of_runs(mapped.parameter_runs, "parameters.nc"),
        judged=judged(*mapped.EXPERIMENTS),
        identifiability="results/{dataset}/tables/identifiability.csv",
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/tables/equifinality.csv",
    params:
        study=study,
    message:
        "Measure how far seeds disagree on parameters ({wildcards.dataset})"
    script:
        "../scripts/table_equifinality.py"


rule table_bounds:
    input:
        code=package_code("table_bounds"),
        parameters=of_runs(bounded_runs, "parameters.nc"),
    output:
        table="results/{dataset}/tables/bounds.csv",
    params:
        sample=lambda wildcards: cases[wildcards.dataset].largest,
        study=study,
    message:
        "Count the cells with a parameter at an end of its range ({wildcards.dataset})"
    script:
        "../scripts/table_bounds.py"


rule table_parameter_maps:
    input:
        unpack(truth),
        code=package_code("table_parameter_maps"),
        parameters=of_runs(mapped.drawn_runs, "parameters.nc"),
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/tables/parameter_maps.csv",
    params:
        drawn=setting("figures", "compared_parameters"),
        study=study,
    message:
        "Collect the parameters that are drawn as maps ({wildcards.dataset})"
    script:
        "../scripts/table_parameter_maps.py"


rule table_recovery:
    input:
        code=package_code("table_recovery"),
        truth="results/{dataset}/data/truth.nc",
        parameters=of_runs(fitted_runs, "parameters.nc"),
    output:
        table="results/{dataset}/tables/recovery.csv",
        cells="results/{dataset}/tables/recovery_cells.csv",
    params:
        study=study,
    message:
        "Compare estimated parameters with the true ones ({wildcards.dataset})"
    script:
        "../scripts/table_recovery.py"
