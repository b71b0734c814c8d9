# Skill of every run: its metrics, curves and examples.


rule table_metrics:
    input:
        code=package_code("table_metrics"),
        metrics=of_runs(scored_runs, "metrics.csv"),
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/tables/metrics.csv",
    params:
        study=study,
    message:
        "Collect the metrics of every cell ({wildcards.dataset})"
    script:
        "../scripts/table_metrics.py"


rule table_skill:
    input:
        code=package_code("table_skill"),
        metrics=of_runs(scored_runs, "metrics.csv"),
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/tables/skill.csv",
    params:
        settings=sections("samples"),
        study=study,
    message:
        "Summarise the metrics over cells ({wildcards.dataset})"
    script:
        "../scripts/table_skill.py"


rule table_curves:
    input:
        code=package_code("table_curves"),
        curves=of_runs(runs.curves, "curve.csv"),
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/tables/curves.csv",
    params:
        study=study,
    message:
        "Collect the curves of learning and calibration ({wildcards.dataset})"
    script:
        "../scripts/table_curves.py"


rule table_summary:
    input:
        code=package_code("table_summary"),
        skill="results/{dataset}/tables/skill.csv",
        curves="results/{dataset}/tables/curves.csv",
    output:
        table="results/{dataset}/tables/summary.csv",
        markdown="results/{dataset}/tables/summary.md",
    params:
        study=study,
    message:
        "Summarise what came out ({wildcards.dataset})"
    script:
        "../scripts/table_summary.py"


rule table_timeseries:
    input:
        code=package_code("table_timeseries"),
        metrics="results/{dataset}/tables/metrics.csv",
        observations="results/{dataset}/data/observations.nc",
        simulations=of_runs(runs.examples, "simulation.nc"),
    output:
        table="results/{dataset}/tables/timeseries.csv",
    params:
        settings=sections("headline", "figures"),
        study=study,
    message:
        "Pick example cells and their time series ({wildcards.dataset})"
    script:
        "../scripts/table_timeseries.py"


rule table_temporal:
    input:
        code=package_code("table_temporal"),
        judged=judged("main", "mappings", "operators"),
        others=of_runs(unmodelled_runs, "metrics.csv"),
    output:
        table="results/{dataset}/tables/temporal.csv",
    params:
        settings=sections("headline"),
        models=compared_models,
        sample=largest,
        study=study,
    message:
        "Compare all methods in the test year ({wildcards.dataset})"
    script:
        "../scripts/table_temporal.py"
