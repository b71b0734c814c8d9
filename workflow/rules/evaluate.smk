# Parameters to simulations to metrics; baselines.


rule default_parameters:
    input:
        **PREPARED,
        code=model_code("default_parameters"),
    output:
        parameters="results/{dataset}/{model}/default/{sample}/seed0/parameters.nc",
    params:
        settings=problem(),
        model=model_settings,
    message:
        "Take the prior parameters of {wildcards.model} ({wildcards.dataset}, {wildcards.sample})"
    script:
        "../scripts/default_parameters.py"


for case_name, method in simulated_methods():  # all runs of a method in one job

    rule:
        name:
            f"simulate_{case_name}_{method}"
        input:
            **PREPARED,
            code=model_code("simulate"),
            parameters=patterns(simulated_runs(case_name, method), "parameters.nc"),
        output:
            simulations=patterns(simulated_runs(case_name, method), "simulation.nc"),
            metrics=patterns(simulated_runs(case_name, method), "metrics.csv"),
        wildcard_constraints:
            dataset=re.escape(case_name),
        params:
            settings=problem(),
            minimum_days=setting("evaluation", "minimum_days"),
            models=setting("models"),
        message:
            f"Simulate and score the runs of {method} ({{wildcards.dataset}})"
        script:
            "../scripts/simulate.py"


rule climatology:
    input:
        code=package_code("climatology"),
        observations="results/{dataset}/data/observations.nc",
    output:
        metrics="results/{dataset}/observation/climatology/{sample}/seed0/metrics.csv",
    params:
        settings=sections("target", "objective", "periods", "evaluation"),
    message:
        "Score the mean of each place in the training period ({wildcards.dataset}, {wildcards.sample})"
    script:
        "../scripts/climatology.py"


rule lstm_baseline:
    input:
        code=package_code("lstm_baseline"),
        raw="results/{dataset}/data/raw.json",
        observations="results/{dataset}/data/observations.nc",
    output:
        metrics="results/{dataset}/upstream_lstm/{shipped}/{sample}/seed0/metrics.csv",
    params:
        settings=sections("target", "objective", "periods", "evaluation"),
    message:
        "Score the predictions of an upstream LSTM ({wildcards.dataset}, {wildcards.shipped}, {wildcards.sample})"
    script:
        "../scripts/lstm_baseline.py"
