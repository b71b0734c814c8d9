# Parameters to simulations to metrics; baselines.


rule default_parameters:
    input:
        code=model_code("default_parameters"),
        forcing="results/{dataset}/data/forcing.nc",
        observations="results/{dataset}/data/observations.nc",
        attributes="results/{dataset}/data/attributes.nc",
    output:
        parameters="results/{dataset}/{model}/default/{sample}/seed0/parameters.nc",
    log:
        "logs/{dataset}/default_parameters/{model}_{sample}.log",
    benchmark:
        "results/{dataset}/benchmarks/default_parameters/{model}_{sample}.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=problem(),
        model=model_settings,
    message:
        "Take the prior parameters of {wildcards.model} ({wildcards.dataset}, {wildcards.sample})"
    script:
        "../scripts/default_parameters.py"


rule simulate:
    input:
        code=model_code("simulate"),
        parameters="results/{dataset}/{model}/{method}/{sample}/seed{seed}/parameters.nc",
        forcing="results/{dataset}/data/forcing.nc",
        observations="results/{dataset}/data/observations.nc",
        attributes="results/{dataset}/data/attributes.nc",
    output:
        simulation="results/{dataset}/{model}/{method}/{sample}/seed{seed}/simulation.nc",
        metrics="results/{dataset}/{model}/{method}/{sample}/seed{seed}/metrics.csv",
    log:
        "logs/{dataset}/simulate/{model}_{method}_{sample}_seed{seed}.log",
    benchmark:
        "results/{dataset}/benchmarks/simulate/{model}_{method}_{sample}_seed{seed}.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=problem(),
        minimum_days=setting("evaluation", "minimum_days"),
        model=model_settings,
    message:
        "Simulate and score {wildcards.model}, {wildcards.method} ({wildcards.dataset}, {wildcards.sample}, seed {wildcards.seed})"
    script:
        "../scripts/simulate.py"


rule climatology:
    input:
        code=package_code("climatology"),
        observations="results/{dataset}/data/observations.nc",
    output:
        metrics="results/{dataset}/observation/climatology/{sample}/seed0/metrics.csv",
    log:
        "logs/{dataset}/climatology/{sample}.log",
    benchmark:
        "results/{dataset}/benchmarks/climatology/{sample}.jsonl"
    conda:
        "../../environment.yml"
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
        metrics="results/{dataset}/upstream_lstm/lstm/{sample}/seed0/metrics.csv",
    log:
        "logs/{dataset}/lstm_baseline/{sample}.log",
    benchmark:
        "results/{dataset}/benchmarks/lstm_baseline/{sample}.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("target", "objective", "periods", "evaluation"),
    message:
        "Score the predictions of the upstream LSTM ({wildcards.dataset}, {wildcards.sample})"
    script:
        "../scripts/lstm_baseline.py"
