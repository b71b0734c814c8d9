# Tidy tables: the numbers behind every figure and sentence.


rule table_metrics:
    input:
        code=package_code("table_metrics"),
        metrics=of_runs(scored_runs(), "metrics.csv"),
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/tables/metrics.csv",
    log:
        "logs/{dataset}/table_metrics.log",
    benchmark:
        "results/{dataset}/benchmarks/table_metrics.jsonl"
    conda:
        "../../environment.yml"
    message:
        "Collect the metrics of every cell ({wildcards.dataset})"
    script:
        "../scripts/table_metrics.py"


rule table_skill:
    input:
        code=package_code("table_skill"),
        metrics=of_runs(scored_runs(), "metrics.csv"),
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/tables/skill.csv",
    log:
        "logs/{dataset}/table_skill.log",
    benchmark:
        "results/{dataset}/benchmarks/table_skill.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("samples"),
    message:
        "Summarise the metrics over cells ({wildcards.dataset})"
    script:
        "../scripts/table_skill.py"


rule table_curves:
    input:
        code=package_code("table_curves"),
        curves=of_runs(curve_runs(), "curve.csv"),
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/tables/curves.csv",
    log:
        "logs/{dataset}/table_curves.log",
    benchmark:
        "results/{dataset}/benchmarks/table_curves.jsonl"
    conda:
        "../../environment.yml"
    message:
        "Collect the curves of learning and calibration ({wildcards.dataset})"
    script:
        "../scripts/table_curves.py"


rule table_parameters:
    input:
        unpack(truth),
        code=package_code("table_parameters"),
        parameters=of_runs(model_runs(), "parameters.nc"),
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/tables/parameters.csv",
    log:
        "logs/{dataset}/table_parameters.log",
    benchmark:
        "results/{dataset}/benchmarks/table_parameters.jsonl"
    conda:
        "../../environment.yml"
    message:
        "Collect the calibrated parameters of every cell ({wildcards.dataset})"
    script:
        "../scripts/table_parameters.py"


rule table_summary:
    input:
        code=package_code("table_summary"),
        skill="results/{dataset}/tables/skill.csv",
        curves="results/{dataset}/tables/curves.csv",
    output:
        table="results/{dataset}/tables/summary.csv",
        markdown="results/{dataset}/tables/summary.md",
    log:
        "logs/{dataset}/table_summary.log",
    benchmark:
        "results/{dataset}/benchmarks/table_summary.jsonl"
    conda:
        "../../environment.yml"
    message:
        "Summarise what came out ({wildcards.dataset})"
    script:
        "../scripts/table_summary.py"


rule table_timeseries:
    input:
        code=package_code("table_timeseries"),
        metrics="results/{dataset}/tables/metrics.csv",
        observations="results/{dataset}/data/observations.nc",
        simulations=of_runs(runs.examples(checked), "simulation.nc"),
    output:
        table="results/{dataset}/tables/timeseries.csv",
    log:
        "logs/{dataset}/table_timeseries.log",
    benchmark:
        "results/{dataset}/benchmarks/table_timeseries.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("headline", "figures"),
    message:
        "Pick example cells and their time series ({wildcards.dataset})"
    script:
        "../scripts/table_timeseries.py"


rule table_recovery:
    input:
        code=package_code("table_recovery"),
        truth="results/twin/data/truth.nc",
        parameters=expand(
            "results/twin/{run}/parameters.nc",
            run=runs.learned(checked) + runs.calibrated(checked),
        ),
    output:
        table="results/twin/tables/recovery.csv",
        cells="results/twin/tables/recovery_cells.csv",
    log:
        "logs/twin/table_recovery.log",
    benchmark:
        "results/twin/benchmarks/table_recovery.jsonl"
    conda:
        "../../environment.yml"
    message:
        "Compare found parameters with the true ones (twin)"
    script:
        "../scripts/table_recovery.py"


rule table_substeps:
    input:
        code=package_code("table_substeps"),
        forcing="results/{dataset}/data/forcing.nc",
        observations="results/{dataset}/data/observations.nc",
        attributes="results/{dataset}/data/attributes.nc",
        parameters=headline_parameters,
    output:
        table="results/{dataset}/tables/substeps.csv",
    log:
        "logs/{dataset}/table_substeps.log",
    benchmark:
        "results/{dataset}/benchmarks/table_substeps.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("headline", "periods", "warmup", "engine", "vic"),
        model=config["models"][config["headline"]],
    message:
        "Measure what fewer sub-steps change ({wildcards.dataset})"
    script:
        "../scripts/table_substeps.py"


rule table_vic_fidelity:
    input:
        code=package_code("table_vic_fidelity"),
        runs=reference_runs(),
    output:
        table="results/smap/tables/vic_fidelity.csv",
        runs="results/smap/tables/vic_fidelity_runs.csv",
    log:
        "logs/smap/table_vic_fidelity.log",
    benchmark:
        "results/smap/benchmarks/table_vic_fidelity.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("engine"),
    message:
        "Compare our VIC with runs of VIC itself"
    script:
        "../scripts/table_vic_fidelity.py"


rule table_networks:
    input:
        code=package_code("table_networks"),
        metrics=of_runs(runs.networks(checked), "metrics.csv"),
        curves=of_runs(runs.networks(checked), "curve.csv"),
        simulations=of_runs(runs.networks(checked), "simulation.nc"),
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/tables/networks.csv",
    log:
        "logs/{dataset}/table_networks.log",
    benchmark:
        "results/{dataset}/benchmarks/table_networks.jsonl"
    conda:
        "../../environment.yml"
    message:
        "Compare the networks at cells trained on and others ({wildcards.dataset})"
    script:
        "../scripts/table_networks.py"


rule table_lstm_gap:
    input:
        code=package_code("table_lstm_gap"),
        simulations=expand(
            "results/smap/{run}/simulation.nc",
            run=[
                *runs.beside_lstm(checked),
                f"observation/lstm_trained/{runs.densest(checked)}/seed{min(checked.lstm.seeds)}",
            ],
        ),
        forcing="results/smap/data/forcing.nc",
        observations="results/smap/data/observations.nc",
        raw="results/smap/data/raw.json",
    output:
        table="results/smap/tables/lstm_gap.csv",
    log:
        "logs/smap/table_lstm_gap.log",
    benchmark:
        "results/smap/benchmarks/table_lstm_gap.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("periods"),
    message:
        "Say where the errors lie, beside those of the upstream LSTM"
    script:
        "../scripts/table_lstm_gap.py"
