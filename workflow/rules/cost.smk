# Cost and skill, and how both grow with the number of training places.


rule measure_passes:
    input:
        **PREPARED,
        code=model_code("measure_passes"),
    output:
        table="results/{dataset}/cost/passes.csv",
    threads: checked.engine.threads
    params:
        settings=problem("learning", "calibration"),
        model=headline_settings,
    message:
        "Measure what passes of the model cost ({wildcards.dataset})"
    script:
        "../scripts/measure_passes.py"


rule continental_step:
    input:
        **PREPARED,
        code=model_code("continental_step"),
    output:
        table="results/{dataset}/cost/continent.csv",
    threads: checked.engine.threads
    params:
        settings=problem("learning"),
        cells=setting("measurements", "continent_places"),
        model=headline_settings,
    message:
        "Measure a training step of a continent ({wildcards.dataset})"
    script:
        "../scripts/continental_step.py"


rule table_cost:
    input:
        code=package_code("table_cost"),
        curves=of_runs(cost_runs, "curve.csv"),
        judged="results/{dataset}/experiments/main.csv",
        passes="results/{dataset}/cost/passes.csv",
        surrogate="results/{dataset}/tables/surrogate.csv",
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/tables/cost.csv",
        curves="results/{dataset}/tables/cost_curves.csv",
    params:
        headline=setting("headline"),
        study=study,
    message:
        "Say what each method costs until it has some skill ({wildcards.dataset})"
    script:
        "../scripts/table_cost.py"


rule table_scaling:
    input:
        code=package_code("table_scaling"),
        curves=of_runs(scaling_runs, "curve.csv"),
        traces=of_runs(searches, "trace.csv"),
        judged="results/{dataset}/experiments/scaling.csv",
        regionalised="results/{dataset}/experiments/regionalised.csv",
        passes="results/{dataset}/cost/passes.csv",
        continent="results/{dataset}/cost/continent.csv",
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/tables/scaling.csv",
    params:
        headline=setting("headline"),
        study=study,
    message:
        "Say how cost and skill change with the training cells ({wildcards.dataset})"
    script:
        "../scripts/table_scaling.py"
