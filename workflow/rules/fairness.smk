# Where a difference between the methods comes from.


rule table_fairness:
    input:
        code=package_code("table_fairness"),
        judged=judged("main", "mappings", "operators"),
        route=of_surrogate(last_round, "metrics.csv"),
        traces=of_runs(full_searches, "trace.csv"),
        curves=of_runs(full_searches, "curve.csv"),
    output:
        table="results/{dataset}/tables/fairness.csv",
    params:
        settings=sections("headline", "calibration", "surrogate"),
        models=setting("models"),
        sample=largest,
        study=study,
    message:
        "Say where differences between the methods come from ({wildcards.dataset})"
    script:
        "../scripts/table_fairness.py"
